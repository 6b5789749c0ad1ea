package io.github.dynamodbtoolkit.spring.dedupe;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A bean with idempotent methods, shared by instances so that it can count all calls.
 */
public class Orders {

	final AtomicInteger calls = new AtomicInteger();

	volatile CountDownLatch mayEnd = new CountDownLatch(0);

	volatile CountDownLatch begun = new CountDownLatch(1);

	public record Order(String id, int amount) {
	}

	public record Receipt(String order, int number) {
	}

	@Idempotent(key = "#order.id", payload = "#order", keepResultFor = "1h")
	public Receipt place(Order order) throws InterruptedException {
		int number = this.calls.incrementAndGet();
		this.begun.countDown();
		this.mayEnd.await();
		return new Receipt(order.id(), number);
	}

	@Idempotent(key = "#order.id", keepResultFor = "1h")
	public Receipt refund(Order order) {
		return new Receipt(order.id(), this.calls.incrementAndGet());
	}

	@Idempotent(key = "#id", name = "refused")
	public Receipt refuse(String id) {
		throw new IllegalArgumentException("refused " + this.calls.incrementAndGet());
	}

	@Idempotent(key = "#id", name = "refused", keepResultFor = "${orders.keep}")
	public List<Receipt> accept(String id) {
		return List.of(new Receipt(id, this.calls.incrementAndGet()));
	}

	@Idempotent(key = "#id")
	public Optional<Receipt> find(long id) {
		return (this.calls.incrementAndGet() % 2 == 0) ? Optional.of(new Receipt("x", 1)) : Optional.empty();
	}

	@Idempotent(key = "#id")
	public void send(String id) {
		this.calls.incrementAndGet();
	}

	@Idempotent(key = "#order")
	public void wrongKey(Order order) {
	}

	@Idempotent(key = "#id")
	public CompletableFuture<Receipt> later(String id) {
		int number = this.calls.incrementAndGet();
		this.begun.countDown();
		return CompletableFuture.supplyAsync(() -> {
			awaitEnd();
			return new Receipt(id, number);
		});
	}

	private void awaitEnd() {
		try {
			this.mayEnd.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Idempotent(key = "#id", name = "later refused")
	public CompletionStage<Receipt> refuseLater(String id) {
		return CompletableFuture.failedStage(new IllegalArgumentException("refused " + this.calls.incrementAndGet()));
	}

	@Idempotent(key = "#id", name = "later refused")
	public Mono<Receipt> mono(String id) {
		return Mono.deferContextual((context) -> Mono
			.just(new Receipt(context.getOrDefault("who", "nobody"), this.calls.incrementAndGet())));
	}

	@Idempotent(key = "#id")
	public Mono<Receipt> failing(String id) {
		return Mono.error(new IllegalArgumentException("refused"));
	}

	@Idempotent(key = "#id")
	public Flux<Receipt> flux(String id) {
		return Flux.range(1, 3).map((i) -> new Receipt(id + i, this.calls.incrementAndGet()));
	}

	@Idempotent(key = "#id")
	public Mono<Receipt> nothing(String id) {
		return Mono.fromRunnable(this.calls::incrementAndGet);
	}

}
