package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ObjectUtils;

/**
 * Handles what methods return when they answer later: futures, and publishers where
 * Reactor is there.
 */
final class AsyncResults {

	private AsyncResults() {
	}

	/**
	 * Lends the invocation to whichever thread passes the answer on.
	 * @return the result, or what stands for it
	 */
	static @Nullable Object within(CacheInvocation invocation, @Nullable Object result) {
		if (result instanceof CompletableFuture<?> future) {
			return within(invocation, future);
		}
		ReactiveAdapter adapter = adapter(result);
		return adapter != null ? Reactive.within(invocation, adapter, result) : result;
	}

	private static <T> CompletableFuture<T> within(CacheInvocation invocation, CompletableFuture<T> future) {
		CompletableFuture<T> passedOn = new CompletableFuture<>();
		future.whenComplete((value, failure) -> invocation
			.within(() -> failure != null ? passedOn.completeExceptionally(failure) : passedOn.complete(value)));
		passedOn.whenComplete((value, failure) -> {
			if (passedOn.isCancelled()) {
				future.cancel(true);
			}
		});
		return passedOn;
	}

	/**
	 * Does something when the answer is there, and before anybody else gets it: at once,
	 * if the result is the answer itself.
	 * @return the result, or what stands for it
	 */
	static @Nullable Object onSuccess(@Nullable Object result, Consumer<@Nullable Object> action) {
		if (result instanceof CompletableFuture<?> future) {
			return future.thenApply((value) -> {
				action.accept(value);
				return value;
			});
		}
		ReactiveAdapter adapter = adapter(result);
		if (adapter != null) {
			return Reactive.onSuccess(adapter, result, action);
		}
		action.accept(result);
		return result;
	}

	/** Tells whether a method answers later. */
	static boolean areFrom(Method method) {
		return CompletableFuture.class.isAssignableFrom(method.getReturnType())
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType()) != null;
	}

	/** Waits for the answer, as it is cached. */
	static @Nullable Object await(@Nullable Object result) throws Exception {
		if (result instanceof CompletableFuture<?> future) {
			return join(future);
		}
		ReactiveAdapter adapter = adapter(result);
		return adapter != null ? join(Reactive.future(adapter, result)) : ObjectUtils.unwrapOptional(result);
	}

	/** Waits for a future, and throws what it failed with. */
	static <T> T join(CompletableFuture<T> future) throws Exception {
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
	}

	private static @Nullable ReactiveAdapter adapter(@Nullable Object result) {
		return result != null ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass()) : null;
	}

	/** Apart, so that nothing of Reactor is loaded where it is not. */
	private static final class Reactive {

		static Object within(CacheInvocation invocation, ReactiveAdapter adapter, @Nullable Object result) {
			Publisher<Object> source = adapter.toPublisher(result);
			Publisher<Object> lending = (subscriber) -> source.subscribe(new Lending(invocation, subscriber));
			return adapter.fromPublisher(lending);
		}

		static CompletableFuture<?> future(ReactiveAdapter adapter, @Nullable Object result) {
			Publisher<Object> source = adapter.toPublisher(result);
			return adapter.isMultiValue() ? Flux.from(source).collectList().toFuture() : Mono.from(source).toFuture();
		}

		static Object onSuccess(ReactiveAdapter adapter, @Nullable Object result, Consumer<@Nullable Object> action) {
			Publisher<Object> source = adapter.toPublisher(result);
			if (adapter.isMultiValue()) {
				return adapter.fromPublisher(Flux.from(source).doOnComplete(() -> action.accept(null)));
			}
			return adapter.fromPublisher(Mono.from(source).doOnSuccess(action));
		}

	}

	/** Passes signals on within an invocation. */
	private record Lending(CacheInvocation invocation, Subscriber<Object> subscriber) implements Subscriber<Object> {

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscriber.onSubscribe(subscription);
		}

		@Override
		public void onNext(Object value) {
			run(() -> this.subscriber.onNext(value));
		}

		@Override
		public void onError(Throwable failure) {
			run(() -> this.subscriber.onError(failure));
		}

		@Override
		public void onComplete() {
			run(this.subscriber::onComplete);
		}

		private void run(Runnable signal) {
			this.invocation.within(() -> {
				signal.run();
				return null;
			});
		}

	}

}
