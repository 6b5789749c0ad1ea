package io.github.dynamodbtoolkit.spring.cache;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Spring's users expect of a {@code Cache}, whatever is behind it.
 */
abstract class SpringCacheContract {

	private final Cache cache = cache();

	private final String key = UUID.randomUUID().toString();

	/** A cache that takes nulls; it need not be empty. */
	abstract Cache cache();

	@Test
	void answersNullForAMissAndAWrapperForAHit() {
		assertThat(this.cache.get(this.key)).isNull();
		this.cache.put(this.key, "value");
		assertThat(this.cache.get(this.key).get()).isEqualTo("value");
		assertThat(this.cache.get(this.key, String.class)).isEqualTo("value");
	}

	@Test
	void wrapsACachedNull() {
		this.cache.put(this.key, null);
		assertThat(this.cache.get(this.key)).isNotNull();
		assertThat(this.cache.get(this.key).get()).isNull();
		assertThat(this.cache.get(this.key, String.class)).isNull();
	}

	@Test
	void complainsAboutAValueOfAnotherType() {
		this.cache.put(this.key, "value");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.cache.get(this.key, Integer.class));
	}

	@Test
	void loadsOnceAndStores() {
		AtomicInteger loads = new AtomicInteger();
		for (int i = 0; i < 3; i++) {
			assertThat(this.cache.get(this.key, () -> "loaded " + loads.incrementAndGet())).isEqualTo("loaded 1");
		}
	}

	@Test
	void wrapsWhatTheLoaderThrowsAndStoresNothing() {
		Exception cause = new Exception("no value");
		assertThatExceptionOfType(Cache.ValueRetrievalException.class).isThrownBy(() -> this.cache.get(this.key, () -> {
			throw cause;
		})).withCause(cause);
		assertThat(this.cache.get(this.key)).isNull();
	}

	@Test
	void putIfAbsentStoresOnce() {
		assertThat(this.cache.putIfAbsent(this.key, "first")).isNull();
		assertThat(this.cache.putIfAbsent(this.key, "second").get()).isEqualTo("first");
		assertThat(this.cache.get(this.key).get()).isEqualTo("first");
	}

	@Test
	void evicts() {
		this.cache.put(this.key, "value");
		this.cache.evict(this.key);
		assertThat(this.cache.get(this.key)).isNull();
	}

	@Test
	void evictIfPresentTellsWhetherThereWasAnEntry() {
		assertThat(this.cache.evictIfPresent(this.key)).isFalse();
		this.cache.put(this.key, "value");
		assertThat(this.cache.evictIfPresent(this.key)).isTrue();
		assertThat(this.cache.get(this.key)).isNull();
	}

	@Test
	void clears() {
		this.cache.put(this.key, "value");
		this.cache.clear();
		assertThat(this.cache.get(this.key)).isNull();
		this.cache.put(this.key, "value");
		this.cache.invalidate();
		assertThat(this.cache.get(this.key)).isNull();
	}

	@Test
	void putReplaces() {
		this.cache.put(this.key, "one");
		this.cache.put(this.key, "two");
		assertThat(this.cache.get(this.key).get()).isEqualTo("two");
	}

	@Test
	void retrievesLater() {
		this.cache.put(this.key, "value");
		CompletableFuture<?> hit = this.cache.retrieve(this.key);
		assertThat(unwrapped(hit.join())).isEqualTo("value");
	}

	@Test
	void retrievesALoadedValueLater() {
		AtomicInteger loads = new AtomicInteger();
		for (int i = 0; i < 2; i++) {
			CompletableFuture<String> value = this.cache.retrieve(this.key,
					() -> CompletableFuture.supplyAsync(() -> "loaded " + loads.incrementAndGet()));
			assertThat(value.join()).isEqualTo("loaded 1");
		}
	}

	@Test
	void passesOnWhatALaterLoaderThrows() {
		CompletableFuture<String> value = this.cache.retrieve(this.key,
				() -> CompletableFuture.failedFuture(new IllegalStateException("no value")));
		assertThat(value).failsWithin(java.time.Duration.ofSeconds(10))
			.withThrowableThat()
			.withRootCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("no value");
	}

	private static Object unwrapped(Object value) {
		return value instanceof Cache.ValueWrapper wrapper ? wrapper.get() : value;
	}

}
