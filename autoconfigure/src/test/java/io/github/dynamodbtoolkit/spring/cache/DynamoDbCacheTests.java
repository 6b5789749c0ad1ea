package io.github.dynamodbtoolkit.spring.cache;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;

import io.github.dynamodbtoolkit.cache.CacheRegion;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The contract of Spring's caches, and what ours promises beyond it to code that calls
 * it.
 */
class DynamoDbCacheTests extends SpringCacheContract {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	@RegisterExtension
	static final DynamoDbLocal otherTable = new DynamoDbLocal();

	private final CacheStore store = store();

	private static CacheStore store() {
		return CacheStore.on(dynamoDb.table(), JsonValueCodec.allowing(List.of()));
	}

	@Override
	Cache cache() {
		return cache(true);
	}

	private static DynamoDbCache cache(boolean nullValues) {
		return new DynamoDbCache(store().region("contract", CacheSettings.defaults()), nullValues,
				new ClusterLoads(() -> null), Runnable::run);
	}

	/**
	 * Spring's own caches complain. In a table that many versions of an application
	 * share, it is no error.
	 */
	@Test
	@Override
	void complainsAboutAValueOfAnotherType() {
		DynamoDbCache mine = cache(true);
		mine.put("typed", "value");
		assertThat(mine.get("typed", Integer.class)).isNull();
		assertThat(mine.get("typed", String.class)).isEqualTo("value");
	}

	@Test
	void aPutAfterAMissThatWasOvertakenEvicts() {
		DynamoDbCache mine = cache(true);
		assertThat(mine.get("overtaken")).isNull();
		cache(true).put("overtaken", "theirs", Set.of());
		mine.put("overtaken", "mine");
		assertThat(mine.get("overtaken")).as("nobody knows which is newer").isNull();
		mine.put("overtaken", "again");
		assertThat(mine.get("overtaken").get()).isEqualTo("again");
	}

	/** As two managers have, or two contexts whose tests run on one thread. */
	@Test
	void aMissSaysNothingOfAnotherCacheOfTheSameName() {
		DynamoDbCache other = cache(true);
		other.put("twice", "theirs", Set.of());
		DynamoDbCache elsewhere = new DynamoDbCache(
				CacheStore.on(otherTable.table(), JsonValueCodec.allowing(List.of()))
					.region("contract", CacheSettings.defaults()),
				true, new ClusterLoads(() -> null), Runnable::run);
		assertThat(elsewhere.get("twice")).isNull();
		other.put("twice", "mine");
		assertThat(other.get("twice").get()).isEqualTo("mine");
	}

	@Test
	void aMissHoldsNeitherItsKeyNorItsCache() {
		List<WeakReference<?>> missed = missed();
		await().until(() -> {
			System.gc();
			return missed.stream().allMatch((reference) -> reference.get() == null);
		});
	}

	private static List<WeakReference<?>> missed() {
		DynamoDbCache cache = cache(true);
		Object key = new StringBuilder("held").toString();
		assertThat(cache.get(key)).isNull();
		return List.of(new WeakReference<>(key), new WeakReference<>(cache));
	}

	@Test
	void aMissIsForgottenWhenNoLoadCanStillBeInTime() {
		MutableTimeSource time = new MutableTimeSource();
		CacheRegion region = CacheStore
			.on(TableClient.on(DynamoDbLocal.client(), dynamoDb.settings().withTime(time)),
					JsonValueCodec.allowing(List.of()))
			.region("contract", CacheSettings.defaults());
		DynamoDbCache mine = new DynamoDbCache(region, true, new ClusterLoads(() -> null), Runnable::run);
		assertThat(mine.get("forgotten")).isNull();
		time.advance(CacheSettings.defaults().maxLoadTime().plusMillis(1));
		mine.put("forgotten", "put for another reason");
		assertThat(mine.get("forgotten").get()).isEqualTo("put for another reason");
	}

	@Test
	void aPutWithoutAMissReplaces() {
		DynamoDbCache mine = cache(true);
		cache(true).put("replaced", "theirs", Set.of());
		mine.put("replaced", "mine");
		assertThat(mine.get("replaced").get()).isEqualTo("mine");
	}

	@Test
	void withoutNullValuesANullIsNotStoredAndEvicts() {
		DynamoDbCache mine = cache(false);
		mine.put("nulls", "value");
		mine.put("nulls", null);
		assertThat(mine.get("nulls")).isNull();
		assertThat(mine.<Object>get("nulls", () -> null)).isNull();
		assertThat(mine.putIfAbsent("nulls", null)).isNull();
		assertThat(mine.get("nulls")).isNull();
	}

	@Test
	void putsTagsFromCode() {
		DynamoDbCache mine = new DynamoDbCache(this.store.region("contract", CacheSettings.defaults()), true,
				new ClusterLoads(() -> null), Runnable::run);
		mine.put("tagged", "value", Set.of("t"));
		assertThat(mine.get("tagged").get()).isEqualTo("value");
		this.store.invalidateTags(Set.of("t"));
		assertThat(mine.get("tagged")).isNull();
	}

}
