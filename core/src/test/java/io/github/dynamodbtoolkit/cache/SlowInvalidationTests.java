package io.github.dynamodbtoolkit.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A load that begins while an invalidation is on its way began before it, however long
 * that takes: its value must not be seen afterwards, though its tag is known only from
 * the result.
 */
class SlowInvalidationTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final CacheRegion loader = CacheFixture.store(dynamoDb, this.time, TagSettings.defaults())
		.region("slow", CacheSettings.defaults());

	private final CacheStore invalidator = CacheFixture.store(
			TableClient.on(DynamoDbLocal.client(this.http), dynamoDb.settings().withTime(this.time)),
			TagSettings.defaults());

	/** The longest time budget of the write is 15 s here. */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2_001, 14_999, 15_001, 60_000 })
	void aLoadThatBeginsMeanwhileIsNotSeen(long millisUnderWay) {
		String key = "key-" + millisUnderWay;
		AtomicReference<Lookup> seen = new AtomicReference<>();
		this.http.rule((operation, number) -> {
			if (number == 1) {
				this.time.advance(Duration.ofMillis(millisUnderWay));
				seen.set(this.loader.get(key, String.class, Set.of()));
			}
			return Fault.none();
		});
		this.invalidator.invalidateTags(Set.of(key));
		this.loader.putLoaded(key, "old", ((Lookup.Miss) seen.get()).ticket(), tagged(key));
		this.time.advance(TagSettings.defaults().staleness());
		assertThat(this.loader.get(key, String.class, Set.of())).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void onlyAWriteThatTookTooLongIsRepeated() {
		this.invalidator.invalidateTags(Set.of("quick"));
		assertThat(this.http.journal()).extracting(Attempt::operation).containsExactly("UpdateItem");
		this.http.forget();
		this.http.rule((operation, number) -> {
			this.time.advance(number == 1 ? Duration.ofSeconds(16) : Duration.ofSeconds(15));
			return Fault.none();
		});
		this.invalidator.invalidateTags(Set.of("paused"));
		assertThat(this.http.journal()).extracting(Attempt::operation).containsExactly("UpdateItem", "UpdateItem");
	}

	/** No clock has to be trusted where this instance knows the version itself. */
	@Test
	void aLoadThatBeginsAfterwardsIsStoredAtOnceWhereTheVersionWasKnown() {
		CacheRegion cache = this.invalidator.region("slow", CacheSettings.defaults());
		this.invalidator.invalidateTags(Set.of("own"));
		this.time.advance(Duration.ofNanos(1));
		Lookup.Miss miss = (Lookup.Miss) cache.get("own", String.class, Set.of());
		assertThat(cache.putLoaded("own", "new", miss.ticket(), tagged("own"))).isTrue();
		assertThat(this.loader.get("own", String.class, Set.of())).isEqualTo(new Lookup.Hit("new"));
	}

	@Test
	void aLoadThatBeganBeforeIsNotStoredThoughTheVersionIsKnownNow() {
		CacheRegion cache = this.invalidator.region("slow", CacheSettings.defaults());
		Lookup.Miss miss = (Lookup.Miss) cache.get("before", String.class, Set.of());
		this.time.advance(Duration.ofMillis(1));
		this.invalidator.invalidateTags(Set.of("before"));
		assertThat(cache.putLoaded("before", "old", miss.ticket(), tagged("before"))).isFalse();
	}

	private static EntryOptions tagged(String tag) {
		return new EntryOptions(String.class, Set.of(tag), null);
	}

}
