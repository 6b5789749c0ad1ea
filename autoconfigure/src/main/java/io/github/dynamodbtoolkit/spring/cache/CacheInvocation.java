package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method with cache annotations, as far as a {@link DynamoDbCache} needs to
 * know it: the type of its values, their tags, and what its misses saw. The cache finds
 * it by thread: Spring's own call of the cache carries none of this. Where the method
 * answers later, on another thread, that thread is lent the invocation while the answer
 * is passed on.
 */
final class CacheInvocation {

	private static final ThreadLocal<@Nullable CacheInvocation> current = new ThreadLocal<>();

	private final AnnotatedCall call;

	private final CachedMethod method;

	private final TagExpressions expressions;

	private final Set<String> tagsBeforeCall;

	private final Supplier<Callable<@Nullable Object>> reloader;

	private final Tickets tickets = new Tickets();

	CacheInvocation(AnnotatedCall call, CachedMethod method, TagExpressions expressions,
			Supplier<Callable<@Nullable Object>> reloader) {
		this.call = call;
		this.method = method;
		this.expressions = expressions;
		this.tagsBeforeCall = expressions.beforeCall(method.tags(), call);
		this.reloader = reloader;
	}

	/** The invocation that this thread works for, null if none. */
	static @Nullable CacheInvocation current() {
		return current.get();
	}

	@Nullable Type type() {
		return this.method.type();
	}

	/** Whether the method answers by a future or a publisher. */
	boolean isAsync() {
		return this.method.async();
	}

	/**
	 * Calls the method once more, for its value as it is cached; to be taken before it is
	 * called.
	 */
	Callable<@Nullable Object> reloader() {
		return this.reloader.get();
	}

	Set<String> tagsBeforeCall() {
		return this.tagsBeforeCall;
	}

	Set<String> tagsOf(@Nullable Object result) {
		Set<String> tags = new LinkedHashSet<>(this.tagsBeforeCall);
		tags.addAll(this.expressions.fromResult(this.method.tags(), this.call, result));
		return tags;
	}

	Tickets tickets() {
		return this.tickets;
	}

	/** Works for this invocation on the current thread. */
	<X extends Throwable> @Nullable Object within(Work<X> work) throws X {
		return on(this, work);
	}

	/**
	 * Runs the method's own code: what it does with caches is not done for this call.
	 */
	static <X extends Throwable> @Nullable Object outside(Work<X> work) throws X {
		return on(null, work);
	}

	/** Works for an invocation, or for none, on the current thread. */
	static <X extends Throwable> @Nullable Object on(@Nullable CacheInvocation invocation, Work<X> work) throws X {
		CacheInvocation outer = current.get();
		set(invocation);
		try {
			return work.run();
		}
		finally {
			set(outer);
		}
	}

	private static void set(@Nullable CacheInvocation invocation) {
		if (invocation != null) {
			current.set(invocation);
		}
		else {
			current.remove();
		}
	}

	/**
	 * Work that may throw.
	 *
	 * @param <X> what it throws
	 */
	@FunctionalInterface
	interface Work<X extends Throwable> {

		@Nullable Object run() throws X;

	}

}
