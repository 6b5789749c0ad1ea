package io.github.dynamodbtoolkit.spring.annotation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * The answers of methods that return before they are there: by a {@link CompletionStage},
 * or by whatever Spring adapts to Reactor, where that is on the class path.
 */
public final class AsyncAnswers {

	private AsyncAnswers() {
	}

	/**
	 * Tells whether what returns a type answers later.
	 * @param returned a method's return type
	 * @return whether it is a completion stage or a reactive type
	 */
	public static boolean areIn(Class<?> returned) {
		return CompletionStage.class.isAssignableFrom(returned) || adapter(returned) != null;
	}

	/**
	 * Waits for an answer.
	 * @param result what a method returned
	 * @return the answer, a list where it may be many; anything else as it is
	 * @throws Exception what the method failed with
	 */
	public static @Nullable Object await(@Nullable Object result) throws Exception {
		if (result instanceof CompletionStage<?> stage) {
			return join(stage.toCompletableFuture());
		}
		ReactiveAdapter adapter = result != null ? adapter(result.getClass()) : null;
		return adapter != null ? join(Reactive.future(adapter, result, null)) : result;
	}

	/**
	 * Waits for a future.
	 * @param <T> the type of its value
	 * @param future the future
	 * @return its value
	 * @throws Exception what it failed with
	 */
	public static <T> T join(CompletableFuture<T> future) throws Exception {
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

	/**
	 * Lets work that waits be done elsewhere.
	 * @param returned the return type of the method for which it is done, one that
	 * {@linkplain #areIn answers later}
	 * @param executor does the work
	 * @param work gives the answer; done for each subscriber of a publisher
	 * @return a value of the return type that brings the answer
	 * @throws IllegalArgumentException if no value of that type can be made
	 */
	public static Object later(Class<?> returned, Executor executor, Work work) {
		if (returned.isAssignableFrom(CompletableFuture.class)) {
			CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
			executor.execute(() -> complete(answer, work));
			return answer;
		}
		ReactiveAdapter adapter = adapter(returned);
		if (adapter == null || CompletionStage.class.isAssignableFrom(returned)) {
			throw new IllegalArgumentException("A " + returned.getName() + " cannot be made");
		}
		return Reactive.later(adapter, executor, work);
	}

	private static void complete(CompletableFuture<@Nullable Object> answer, Work work) {
		try {
			answer.complete(work.answer(AsyncAnswers::await));
		}
		catch (Throwable ex) {
			answer.completeExceptionally(ex);
		}
	}

	private static @Nullable ReactiveAdapter adapter(Class<?> type) {
		return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
	}

	/**
	 * Work that ends with an answer.
	 */
	@FunctionalInterface
	public interface Work {

		/**
		 * Does the work.
		 * @param waiting waits for what a method returns, on behalf of who wants the
		 * answer
		 * @return the answer, a list where it may be many
		 * @throws Exception what it fails with
		 */
		@Nullable Object answer(Waiting waiting) throws Exception;

	}

	/**
	 * A way to wait.
	 */
	@FunctionalInterface
	public interface Waiting {

		/**
		 * Waits for an answer.
		 * @param result what a method returned
		 * @return the answer
		 * @throws Exception what the method failed with
		 */
		@Nullable Object await(@Nullable Object result) throws Exception;

	}

	/** Apart, so that nothing of Reactor is loaded where it is not. */
	private static final class Reactive {

		static CompletableFuture<?> future(ReactiveAdapter adapter, @Nullable Object result,
				@Nullable ContextView context) {
			Publisher<Object> source = adapter.toPublisher(result);
			Mono<?> answer = adapter.isMultiValue() ? Flux.from(source).collectList() : Mono.from(source);
			return (context != null ? answer.contextWrite(context) : answer).toFuture();
		}

		static Object later(ReactiveAdapter adapter, Executor executor, Work work) {
			Scheduler scheduler = Schedulers.fromExecutor(executor);
			Mono<Object> answer = Mono.deferContextual((context) -> Mono
				.fromCallable(() -> work.answer((result) -> join(future(adapter, result, context))))
				.subscribeOn(scheduler));
			return adapter
				.fromPublisher(adapter.isMultiValue() ? answer.flatMapIterable((values) -> (List<?>) values) : answer);
		}

	}

}
