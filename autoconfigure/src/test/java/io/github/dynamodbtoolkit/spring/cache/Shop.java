package io.github.dynamodbtoolkit.spring.cache;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/**
 * A service with every kind of cached method.
 */
class Shop {

	final AtomicInteger loads = new AtomicInteger();

	volatile Runnable duringLoad = () -> {
	};

	volatile Product product = new Product("1", "books", new BigDecimal("10.50"), LocalDate.of(2026, 1, 2));

	private <T> T load(T value) {
		this.loads.incrementAndGet();
		this.duringLoad.run();
		return value;
	}

	private <T> T load(Supplier<T> value) {
		T snapshot = value.get();
		return load(snapshot);
	}

	@Cacheable("records")
	@CacheTags({ "'products'", "'category:' + #result.category" })
	public Product product(String id) {
		return "none".equals(id) ? load((Product) null) : load(() -> this.product);
	}

	@CachePut(cacheNames = "records", key = "#id")
	@CacheTags({ "'products'", "'category:' + #result.category" })
	@EvictTags("'category:' + #result.category")
	public Product update(String id, Product product) {
		this.product = product;
		return product;
	}

	@CacheEvict("records")
	public void evict(String id) {
	}

	@EvictTags({ "'category:' + #category", "#more" })
	public void evictTags(String category, List<String> more) {
	}

	@EvictTags("'products'")
	public CompletableFuture<String> evictTagsLater(CompletableFuture<String> answer) {
		return answer;
	}

	@EvictTags("'products'")
	public Mono<String> evictTagsWithMono(Mono<String> answer) {
		return answer;
	}

	@EvictTags("'products'")
	public Flux<String> evictTagsWithFlux(Flux<String> answer) {
		return answer;
	}

	@EvictTags("#value")
	public void evictTagsWrongly(Product value) {
	}

	@Cacheable("known-tags")
	@CacheTags("'owner:' + #owner")
	public String ownedBy(String owner) {
		return load("of " + owner);
	}

	@Cacheable("lists")
	public List<Product> products(String category) {
		return load(List.of(this.product));
	}

	@Cacheable("maps")
	public Map<String, List<BigDecimal>> prices(String id) {
		return load(Map.of("a", List.of(new BigDecimal("1.10"), new BigDecimal("2E+3"))));
	}

	@Cacheable("optionals")
	public Optional<Product> find(String id) {
		return "none".equals(id) ? load(Optional.empty()) : load(Optional.of(this.product));
	}

	@Cacheable("enums")
	public DayOfWeek day(String id) {
		return load(DayOfWeek.FRIDAY);
	}

	@Cacheable("instants")
	public Instant instant(String id) {
		return load(Instant.parse("2026-11-21T10:15:30.123456789Z"));
	}

	@Cacheable("zoned")
	public ZonedDateTime zoned(String id) {
		return load(ZonedDateTime.parse("2026-11-21T10:15:30+01:00[Europe/Berlin]"));
	}

	@Cacheable("shapes")
	public Shape shape(String id) {
		return load(new Circle(1.5));
	}

	@Cacheable("shape-lists")
	public List<Shape> shapes(String id) {
		return load(List.of(new Circle(1.5), new Square(2)));
	}

	@Cacheable("arrays")
	public int[] array(String id) {
		return load(new int[] { 1, 2, 3 });
	}

	@Cacheable("record-arrays")
	public Product[] productArray(String id) {
		return load(new Product[] { this.product });
	}

	@Cacheable("bytes")
	public byte[] bytes(String id) {
		return load(new byte[] { 0, -1, 127 });
	}

	@Cacheable("finals")
	public Money money(String id) {
		return load(new Money("EUR", 5));
	}

	@Cacheable("futures")
	@CacheTags("'future:' + #result.category")
	public CompletableFuture<Product> later(String id) {
		return CompletableFuture.supplyAsync(() -> load(() -> this.product));
	}

	@Cacheable("monos")
	@CacheTags("'mono:' + #result.category")
	public Mono<Product> mono(String id) {
		return "none".equals(id) ? Mono.defer(() -> Mono.justOrEmpty(load(Optional.empty())))
				: Mono.fromSupplier(() -> load(() -> this.product));
	}

	/** Reads what the subscriber has put into Reactor's context. */
	@Cacheable("context-monos")
	public Mono<String> monoFor(String id) {
		return Mono.deferContextual((context) -> Mono.just(context.getOrDefault("user", "nobody")));
	}

	@Cacheable("fluxes")
	public Flux<Product> flux(String id) {
		return Flux.defer(() -> Flux.just(load(this.product), this.product));
	}

	@Cacheable(cacheNames = "syncs", sync = true)
	public Product sync(String id) {
		return load(() -> this.product);
	}

	@Cacheable(cacheNames = "sync-futures", sync = true)
	public CompletableFuture<Product> syncLater(String id) {
		return CompletableFuture.supplyAsync(() -> load(() -> this.product));
	}

	@Cacheable("several")
	public String several(String one, String two) {
		return load(one + "/" + two);
	}

	record Product(String id, String category, BigDecimal price, LocalDate released) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape permits Circle, Square {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(double side) implements Shape {
	}

	/** A class as they were written before records. */
	static final class Money {

		private String currency;

		private long amount;

		Money() {
		}

		Money(String currency, long amount) {
			this.currency = currency;
			this.amount = amount;
		}

		public String getCurrency() {
			return this.currency;
		}

		public void setCurrency(String currency) {
			this.currency = currency;
		}

		public long getAmount() {
			return this.amount;
		}

		public void setAmount(long amount) {
			this.amount = amount;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Money that && this.currency.equals(that.currency) && this.amount == that.amount;
		}

		@Override
		public int hashCode() {
			return this.currency.hashCode();
		}

	}

	@CachePut(cacheNames = "later", key = "#id")
	public CompletableFuture<String> putLater(String id, CompletableFuture<String> answer) {
		return answer;
	}

	@CacheEvict(cacheNames = "later", key = "#id")
	public CompletableFuture<String> evictLater(String id, CompletableFuture<String> answer) {
		return answer;
	}

	@CachePut(cacheNames = "later", key = "#id")
	public Mono<String> putWithMono(String id, Mono<String> answer) {
		return answer;
	}

	@CacheEvict(cacheNames = "later", key = "#id")
	public Mono<String> evictWithMono(String id, Mono<String> answer) {
		return answer;
	}

}
