package io.github.dynamodbtoolkit.spring.cache;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;

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

		static Object onSuccess(ReactiveAdapter adapter, @Nullable Object result, Consumer<@Nullable Object> action) {
			Publisher<Object> source = adapter.toPublisher(result);
			if (adapter.isMultiValue()) {
				return adapter
					.fromPublisher(reactor.core.publisher.Flux.from(source).doOnComplete(() -> action.accept(null)));
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
