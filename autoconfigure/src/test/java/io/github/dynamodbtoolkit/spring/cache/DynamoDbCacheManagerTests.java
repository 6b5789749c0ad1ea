package io.github.dynamodbtoolkit.spring.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Race;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who listens gets each cache once, whenever either comes.
 */
@Timeout(30)
class DynamoDbCacheManagerTests {

	private static final CacheConfiguration DEFAULTS = new CacheConfiguration(CacheSettings.defaults(), true);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final DynamoDbCacheManager manager = new DynamoDbCacheManager(
			CacheStore.on(dynamoDb.table(), JsonValueCodec.allowing(List.of())), DEFAULTS, () -> null, Runnable::run);

	private final List<DynamoDbCache> told = new ArrayList<>();

	@Test
	void listenerMayUseTheManager() {
		this.manager.forEachCache((cache) -> this.told.add(this.manager.getCache(cache.getName())));
		this.manager.forEachCache((cache) -> this.manager.getCache("another"));
		DynamoDbCache one = this.manager.getCache("one");
		assertThat(this.told).containsExactly(one, this.manager.getCache("another"));
	}

	@Test
	void listenerThatComesWhileACacheDoesGetsIt() {
		this.manager.forEachCache((cache) -> this.manager.forEachCache(this.told::add));
		assertThat(this.told).isEmpty();
		DynamoDbCache one = this.manager.getCache("one");
		assertThat(this.told).containsExactly(one);
	}

	@Test
	void listenerGetsWhatReplacesACache() {
		this.manager.register(List.of("one"));
		DynamoDbCache first = this.manager.getCache("one");
		this.manager.forEachCache(this.told::add);
		this.manager.register("one", DEFAULTS);
		assertThat(this.told).containsExactly(first, this.manager.getCache("one"));
	}

	@Test
	void allThreadsGetOneCacheOfWhichAllListenersAreToldOnce() throws Exception {
		for (int i = 0; i < 100; i++) {
			String name = "raced-" + i;
			Queue<DynamoDbCache> heard = new ConcurrentLinkedQueue<>();
			AtomicInteger turn = new AtomicInteger();
			List<DynamoDbCache> got = Race.run(3, () -> {
				if (turn.getAndIncrement() == 1) {
					this.manager.forEachCache((cache) -> {
						if (cache.getName().equals(name)) {
							heard.add(cache);
						}
					});
				}
				return this.manager.getCache(name);
			});
			assertThat(got).containsOnly(this.manager.getCache(name));
			assertThat(heard).containsExactly(this.manager.getCache(name));
		}
	}

}
