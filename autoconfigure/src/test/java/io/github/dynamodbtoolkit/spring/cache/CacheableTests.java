package io.github.dynamodbtoolkit.spring.cache;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.autoconfigure.DynamoDbCacheAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitAutoConfiguration;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.spring.TwoApplications;
import io.github.dynamodbtoolkit.spring.cache.Shop.Product;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Annotated methods on two instances of an application that share a table and nothing
 * else.
 */
class CacheableTests {

	@RegisterExtension
	static final TwoApplications applications = new TwoApplications(Application.class,
			"toolkit.dynamodb.cache.allowed-packages=" + Shop.class.getPackageName());

	private static final MutableTimeSource time = new MutableTimeSource();

	/** The names of the threads that raised the versions of tags. */
	private static final List<String> writers = new CopyOnWriteArrayList<>();

	private Shop here;

	private Shop there;

	@BeforeEach
	void begin() {
		this.here = applications.one().getBean(Shop.class);
		this.there = applications.other().getBean(Shop.class);
		applications.one().getBean(DynamoDbCacheManager.class).resetCaches();
		time.advance(Duration.ofMinutes(1));
		ShopTarget.of(this.here).loads.set(0);
		ShopTarget.of(this.there).loads.set(0);
	}

	@Test
	void valuesOfEveryTypeComeBackOnTheOtherInstanceAsTheyWere() {
		expectSame(() -> this.here.product("1"), () -> this.there.product("1"));
		expectSame(() -> this.here.products("books"), () -> this.there.products("books"));
		expectSame(() -> this.here.prices("1"), () -> this.there.prices("1"));
		expectSame(() -> this.here.find("1"), () -> this.there.find("1"));
		expectSame(() -> this.here.find("none"), () -> this.there.find("none"));
		expectSame(() -> this.here.day("1"), () -> this.there.day("1"));
		expectSame(() -> this.here.instant("1"), () -> this.there.instant("1"));
		expectSame(() -> this.here.zoned("1"), () -> this.there.zoned("1"));
		expectSame(() -> this.here.shape("1"), () -> this.there.shape("1"));
		expectSame(() -> this.here.shapes("1"), () -> this.there.shapes("1"));
		expectSame(() -> this.here.array("1"), () -> this.there.array("1"));
		expectSame(() -> this.here.productArray("1"), () -> this.there.productArray("1"));
		expectSame(() -> this.here.bytes("1"), () -> this.there.bytes("1"));
		expectSame(() -> this.here.money("1"), () -> this.there.money("1"));
		expectSame(() -> this.here.product("none"), () -> this.there.product("none"));
		expectSame(() -> this.here.later("1").join(), () -> this.there.later("1").join());
		expectSame(() -> this.here.mono("1").block(), () -> this.there.mono("1").block());
		expectSame(() -> this.here.mono("none").block(), () -> this.there.mono("none").block());
		expectSame(() -> this.here.flux("1").collectList().block(), () -> this.there.flux("1").collectList().block());
		expectSame(() -> this.here.sync("1"), () -> this.there.sync("1"));
		expectSame(() -> this.here.syncLater("1").join(), () -> this.there.syncLater("1").join());
	}

	private void expectSame(Supplier<Object> first, Supplier<Object> second) {
		int before = loadsHere();
		long stored = stored();
		Object value = first.get();
		assertThat(loadsHere()).as("loaded once: %s", value).isEqualTo(before + 1);
		await().untilAsserted(() -> assertThat(stored()).as("stored: %s", value).isGreaterThan(stored));
		assertThat(second.get()).usingRecursiveComparison().isEqualTo(value);
		assertThat(first.get()).usingRecursiveComparison().isEqualTo(value);
		assertThat(loadsHere()).as("not loaded again here: %s", value).isEqualTo(before + 1);
		assertThat(loadsThere()).as("not loaded there: %s", value).isZero();
	}

	/** Values of asynchronous methods are stored by another thread. */
	private static long stored() {
		DynamoDbCacheManager manager = applications.one().getBean(DynamoDbCacheManager.class);
		return manager.getCacheNames()
			.stream()
			.mapToLong((name) -> manager.getCache(name).getStatistics().count(CacheEvent.PUT))
			.sum();
	}

	@Test
	void severalArgumentsMakeKeysThatCannotBeConfused() {
		assertThat(this.here.several("a, b", "c")).isEqualTo("a, b/c");
		assertThat(this.there.several("a", "b, c")).isEqualTo("a/b, c");
	}

	@Test
	void aTagFromTheResultReachesTheOtherInstance() {
		this.here.product("1");
		this.there.product("1");
		this.here.evictTags("books", List.of());
		this.here.product("1");
		assertThat(loadsHere()).isEqualTo(2);
		time.advance(Duration.ofSeconds(1));
		this.there.product("1");
		assertThat(loadsThere()).isEqualTo(1);
	}

	@Test
	void aTagFromTheArgumentsReachesTheOtherInstance() {
		this.here.ownedBy("ann");
		this.here.ownedBy("bob");
		applications.one().getBean(CacheStore.class).invalidateTags(Set.of("owner:ann"));
		time.advance(Duration.ofSeconds(1));
		this.there.ownedBy("ann");
		this.there.ownedBy("bob");
		assertThat(loadsThere()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "#{T(java.lang.Runtime).getRuntime().exit(1)}", "T(java.lang.Runtime).getRuntime().exit(1)",
					"${user.home}", "' + T(java.lang.Runtime).getRuntime().exit(1) + '", "@shop.loads", "#owner",
					"owner:bob", "<script>alert(1)</script>", "%s%n", "T#owner:bob" })
	void anArgumentInATagIsTextAndNothingElse(String hostile) {
		this.here.ownedBy("bob");
		this.here.ownedBy(hostile);
		this.here.evictTags("none", List.of("owner:" + hostile));
		time.advance(Duration.ofSeconds(5));
		this.there.ownedBy("bob");
		assertThat(loadsThere()).isZero();
		assertThat(this.there.ownedBy(hostile)).isEqualTo("of " + hostile);
		assertThat(loadsThere()).isOne();
	}

	static Stream<Arguments> tagsThatAreNone() {
		return Stream.of(Arguments.of("a\r\nb", "Tag contains the control character U+000D at position 1. Remove it."),
				Arguments.of("a\0", "Tag contains the control character U+0000 at position 1. Remove it."),
				Arguments.of("", "Tag must not be empty."), Arguments.of("x".repeat(2048),
						"Tag is 2048 bytes in UTF-8, the limit is 1024. Shorten it or hash it yourself."));
	}

	@ParameterizedTest
	@MethodSource
	void tagsThatAreNone(String argument, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.evictTags("none", List.of(argument)))
			.withMessage(message);
	}

	@Test
	void tagsOfFuturesAndPublishersAreStoredWithTheirValues() {
		time.advance(Duration.ofMinutes(1));
		long stored = stored();
		this.here.later("1").join();
		this.here.mono("1").block();
		await().until(() -> stored() == stored + 2);
		applications.one().getBean(DynamoDbCacheManager.class).invalidateTags("future:books", "mono:books");
		time.advance(Duration.ofSeconds(1));
		this.there.later("1").join();
		this.there.mono("1").block();
		assertThat(loadsThere()).isEqualTo(2);
	}

	@Test
	void evictTagsTakesCollectionsAndWaitsForFutures() {
		this.here.product("1");
		this.here.evictTags("none", List.of("products", "others"));
		time.advance(Duration.ofSeconds(5));
		this.here.product("1");
		assertThat(loadsHere()).isEqualTo(2);
		CompletableFuture<String> answer = new CompletableFuture<>();
		CompletableFuture<String> evicted = this.here.evictTagsLater(answer);
		this.here.product("1");
		assertThat(loadsHere()).as("not before the answer").isEqualTo(2);
		answer.complete("done");
		evicted.join();
		this.here.product("1");
		assertThat(loadsHere()).isEqualTo(3);
	}

	@Test
	void aTagThatIsNoStringIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.evictTagsWrongly(this.here.product("1")))
			.withMessage("Tag expression '#value' gave a " + Product.class.getName()
					+ "; it must give a String or a collection of Strings.");
	}

	@Test
	void aCachePutIsSeenEverywhereWithoutALoad() {
		this.here.product("1");
		this.there.product("1");
		Product changed = new Product("1", "books", new BigDecimal("99"), LocalDate.of(2026, 1, 2));
		this.here.update("1", changed);
		assertThat(this.here.product("1")).isEqualTo(changed);
		assertThat(this.there.product("1")).isEqualTo(changed);
		assertThat(loadsHere() + loadsThere()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "evict", "put", "clear", "tag" })
	void aLoadThatIsOvertakenIsNotStored(String by) {
		Product old = ShopTarget.of(this.here).product;
		Product changed = new Product("1", "books", BigDecimal.ONE, LocalDate.of(2026, 1, 2));
		ShopTarget.of(this.here).duringLoad = () -> {
			ShopTarget.of(this.here).duringLoad = () -> {
			};
			ShopTarget.of(this.here).product = changed;
			switch (by) {
				case "evict" -> this.there.evict("1");
				case "put" -> this.there.update("1", changed);
				case "clear" -> applications.other().getBean(DynamoDbCacheManager.class).getCache("records").clear();
				default -> this.there.evictTags("books", List.of());
			}
		};
		assertThat(this.here.product("1")).as("the caller gets what was loaded").isEqualTo(old);
		time.advance(Duration.ofSeconds(1));
		assertThat(this.here.product("1")).isEqualTo(changed);
	}

	@Test
	void aLoaderThatFailsLeavesNoTraceForALaterPut() {
		ShopTarget.of(this.here).duringLoad = () -> {
			throw new IllegalStateException("no product today");
		};
		assertThat(catchThrowable(() -> this.here.product("1"))).isInstanceOf(IllegalStateException.class);
		ShopTarget.of(this.here).duringLoad = () -> {
		};
		this.there.product("1");
		Product changed = new Product("1", "books", BigDecimal.TEN, LocalDate.of(2026, 1, 2));
		this.here.update("1", changed);
		assertThat(this.there.product("1")).isEqualTo(changed);
	}

	@Test
	void reactorsContextReachesTheMethod() {
		long stored = stored();
		assertThat(this.here.monoFor("1").contextWrite((context) -> context.put("user", "ann")).block())
			.isEqualTo("ann");
		await().until(() -> stored() == stored + 1);
	}

	@Test
	void whatTheMethodItselfPutsIntoAnotherCacheIsNotTakenForItsResult() {
		DynamoDbCacheManager manager = applications.one().getBean(DynamoDbCacheManager.class);
		ShopTarget.of(this.here).duringLoad = () -> manager.getCache("notes").put("1", "a note");
		try {
			this.here.product("1");
		}
		finally {
			ShopTarget.of(this.here).duringLoad = () -> {
			};
		}
		assertThat(manager.getCache("notes").get("1", String.class)).isEqualTo("a note");
	}

	/**
	 * A thread of the user's, or of a client's event loop, must not wait for DynamoDB.
	 */
	@Test
	void tagsOfAsynchronousMethodsAreEvictedOnThreadsOfTheCache() {
		CompletableFuture<String> answer = new CompletableFuture<>();
		CompletableFuture<Thread> evicted = this.here.evictTagsLater(answer)
			.thenCompose((value) -> this.here.evictTagsWithMono(Mono.just(value)).toFuture())
			.thenCompose((value) -> this.here.evictTagsWithFlux(Flux.just(value)).then().toFuture())
			.thenApply((nothing) -> Thread.currentThread());
		writers.clear();
		answer.complete("done");
		assertThat(evicted.join().getName()).startsWith("dynamodb-cache-");
		assertThat(writers).hasSize(3).allSatisfy((name) -> assertThat(name).startsWith("dynamodb-cache-"));
	}

	@Test
	void asynchronousMethodsPutAndEvictOnThreadsOfTheCache() {
		CompletableFuture<String> answer = new CompletableFuture<>();
		CompletableFuture<String> done = this.here.putLater("put", answer)
			.thenCompose((value) -> this.here.evictLater("put", CompletableFuture.completedFuture(value)))
			.thenCompose((value) -> this.here.putWithMono("put", Mono.just(value)).toFuture())
			.thenCompose((value) -> this.here.evictWithMono("put", Mono.just(value)).toFuture())
			.thenCompose((value) -> this.here.putLater("put", CompletableFuture.completedFuture(value)));
		writers.clear();
		answer.complete("done");
		assertThat(done.join()).isEqualTo("done");
		assertThat(writers).hasSize(5).allSatisfy((name) -> assertThat(name).startsWith("dynamodb-cache-"));
		assertThat(applications.other().getBean(DynamoDbCacheManager.class).getCache("later").get("put", String.class))
			.isEqualTo("done");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatTheSubscriberDoesIsNoPartOfTheCachesWork(boolean hit) {
		DynamoDbCacheManager manager = applications.one().getBean(DynamoDbCacheManager.class);
		String id = "subscribed-" + hit;
		long stored = stored();
		if (hit) {
			this.here.mono(id).block();
			this.here.later(id).join();
			await().until(() -> stored() == stored + 2);
		}
		this.here.mono(id).doOnNext((product) -> manager.getCache("notes").put(id, "of a mono")).block();
		this.here.later(id).thenAccept((product) -> manager.getCache("notes").put(id + 2, "of a future")).join();
		assertThat(manager.getCache("notes").get(id, String.class)).isEqualTo("of a mono");
		assertThat(manager.getCache("notes").get(id + 2, String.class)).isEqualTo("of a future");
		await().until(() -> stored() == stored + 4);
	}

	@Test
	void countsPerCache() {
		DynamoDbCache cache = applications.one().getBean(DynamoDbCacheManager.class).getCache("records");
		long hits = cache.getStatistics().count(CacheEvent.HIT);
		this.here.product("1");
		this.here.product("1");
		assertThat(cache.getStatistics().count(CacheEvent.HIT)).isEqualTo(hits + 1);
	}

	private int loadsHere() {
		return ShopTarget.of(this.here).loads.get();
	}

	private int loadsThere() {
		return ShopTarget.of(this.there).loads.get();
	}

	/** The service behind its proxy. */
	private static final class ShopTarget {

		static Shop of(Shop proxy) {
			return (Shop) AopProxyUtils.getSingletonTarget(proxy);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	@ImportAutoConfiguration({ DynamoDbToolkitAutoConfiguration.class, DynamoDbCacheAutoConfiguration.class })
	static class Application {

		/** Shared by all tests, so not to be closed. */
		@Bean(destroyMethod = "")
		DynamoDbClient dynamoDbClient() {
			return DynamoDbLocal.client();
		}

		@Bean
		TimeSource timeSource() {
			return time;
		}

		@Bean
		ToolkitMetrics metrics() {
			return new ToolkitMetrics() {

				@Override
				public void tableCalled(TableCall call) {
					if (call.operation().matches("UpdateItem|PutItem") && call.store().equals("cache")) {
						writers.add(Thread.currentThread().getName());
					}
				}

			};
		}

		@Bean
		Shop shop() {
			return new Shop();
		}

		/** A user's own, which must keep working. */
		@Bean
		CachingConfigurer cachingConfigurer() {
			return new CachingConfigurer() {
			};
		}

	}

}
