package io.github.dynamodbtoolkit.spring.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Handles what methods return when they answer later: futures, and publishers where
 * Reactor is there.
 */
final class AsyncResults {

	private AsyncResults() {
	}

	/**
	 * Lets whichever thread passes the answer on work for an invocation, and for none
	 * beyond.
	 * @param invocation lent to who gets the answer; null for who is not part of any
	 * @return the result, or what stands for it
	 */
	static @Nullable Object on(@Nullable CacheInvocation invocation, @Nullable Object result) {
		if (result instanceof CompletableFuture<?> future) {
			return on(invocation, future);
		}
		ReactiveAdapter adapter = adapter(result);
		return adapter != null ? Reactive.on(invocation, adapter, result) : result;
	}

	private static <T> CompletableFuture<T> on(@Nullable CacheInvocation invocation, CompletableFuture<T> future) {
		CompletableFuture<T> passedOn = new CompletableFuture<>();
		future
			.whenComplete((value, failure) -> CacheInvocation.on(invocation, () -> complete(passedOn, value, failure)));
		cancelWith(passedOn, future);
		return passedOn;
	}

	/**
	 * Does something when the answer is there, and before anybody else gets it: at once,
	 * if the result is the answer itself.
	 * @param executor does it where the answer comes later: the thread that brings it may
	 * be one that must not wait
	 * @return the result, or what stands for it
	 */
	static @Nullable Object onSuccess(@Nullable Object result, Consumer<@Nullable Object> action,
			Supplier<Executor> executor) {
		if (result instanceof CompletableFuture<?> future) {
			return future.thenApplyAsync((value) -> {
				action.accept(value);
				return value;
			}, executor.get());
		}
		ReactiveAdapter adapter = adapter(result);
		if (adapter != null) {
			return Reactive.onSuccess(adapter, result, action, executor.get());
		}
		action.accept(result);
		return result;
	}

	/**
	 * Passes the answer on by another thread: the one that brings it may be one that must
	 * not wait.
	 * @param ready completes when everybody is there who gets the answer first; until
	 * then a future does not pass it on
	 * @param executor passes it on
	 * @return what stands for the result; the result itself, if it is the answer
	 */
	static @Nullable Object passOn(@Nullable Object result, CompletableFuture<?> ready, Supplier<Executor> executor) {
		if (result instanceof CompletableFuture<?> future) {
			return passOn(future, ready, executor.get());
		}
		ReactiveAdapter adapter = adapter(result);
		return adapter != null ? Reactive.passOn(adapter, result, executor.get()) : result;
	}

	private static <T> CompletableFuture<T> passOn(CompletableFuture<T> future, CompletableFuture<?> ready,
			Executor executor) {
		CompletableFuture<T> passedOn = new CompletableFuture<>();
		ready.thenRun(() -> future.whenCompleteAsync((value, failure) -> complete(passedOn, value, failure), executor));
		cancelWith(passedOn, future);
		return passedOn;
	}

	private static <T> boolean complete(CompletableFuture<T> passedOn, T value, @Nullable Throwable failure) {
		return failure != null ? passedOn.completeExceptionally(failure) : passedOn.complete(value);
	}

	private static void cancelWith(CompletableFuture<?> passedOn, CompletableFuture<?> future) {
		passedOn.whenComplete((value, failure) -> {
			if (passedOn.isCancelled()) {
				future.cancel(true);
			}
		});
	}

	private static @Nullable ReactiveAdapter adapter(@Nullable Object result) {
		return result != null ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass()) : null;
	}

	/** Apart, so that nothing of Reactor is loaded where it is not. */
	private static final class Reactive {

		static Object on(@Nullable CacheInvocation invocation, ReactiveAdapter adapter, @Nullable Object result) {
			Publisher<Object> source = adapter.toPublisher(result);
			Publisher<Object> lending = (subscriber) -> {
				Lending lender = new Lending(invocation, Operators.toCoreSubscriber(subscriber));
				CacheInvocation.outside(() -> {
					source.subscribe(lender);
					return null;
				});
			};
			return adapter.fromPublisher(lending);
		}

		static Object passOn(ReactiveAdapter adapter, @Nullable Object result, Executor executor) {
			Publisher<Object> source = adapter.toPublisher(result);
			Scheduler scheduler = Schedulers.fromExecutor(executor);
			return adapter.fromPublisher(adapter.isMultiValue() ? Flux.from(source).publishOn(scheduler)
					: Mono.from(source).publishOn(scheduler));
		}

		static Object onSuccess(ReactiveAdapter adapter, @Nullable Object result, Consumer<@Nullable Object> action,
				Executor executor) {
			Publisher<Object> source = adapter.toPublisher(result);
			Scheduler scheduler = Schedulers.fromExecutor(executor);
			if (adapter.isMultiValue()) {
				Mono<Object> last = Mono.fromRunnable(() -> action.accept(null)).subscribeOn(scheduler);
				return adapter.fromPublisher(Flux.from(source).concatWith(last));
			}
			return adapter.fromPublisher(Mono.from(source).publishOn(scheduler).doOnSuccess(action));
		}

	}

	/**
	 * Passes signals on within an invocation, and demand outside of any, since that may
	 * run the method's own code.
	 */
	private record Lending(@Nullable CacheInvocation invocation,
			CoreSubscriber<? super Object> subscriber) implements CoreSubscriber<Object> {

		@Override
		public Context currentContext() {
			return this.subscriber.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscriber.onSubscribe(new Demand(subscription));
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
			CacheInvocation.on(this.invocation, () -> {
				signal.run();
				return null;
			});
		}

	}

	private record Demand(Subscription subscription) implements Subscription {

		@Override
		public void request(long number) {
			CacheInvocation.outside(() -> {
				this.subscription.request(number);
				return null;
			});
		}

		@Override
		public void cancel() {
			this.subscription.cancel();
		}

	}

}
