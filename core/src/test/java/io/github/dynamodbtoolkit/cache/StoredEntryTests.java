package io.github.dynamodbtoolkit.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import io.github.dynamodbtoolkit.value.StoredValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What those see of entries and tags who operate the application.
 */
class StoredEntryTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RecordingMetrics calls = new RecordingMetrics();

	private final CacheStore store = CacheFixture.store(
			TableClient.on(DynamoDbLocal.client(), dynamoDb.settings().withTime(this.time).withMetrics(this.calls)),
			TagSettings.defaults());

	private final CacheRegion cache = this.store.region("entries",
			CacheSettings.defaults().withTimeToLive(TimeToLive.of(Duration.ofMinutes(10))));

	@Test
	void tellsWhatIsStoredButNotTheValue() {
		this.cache.put("a", "some text", new EntryOptions(String.class, Set.of("tag"), null));
		StoredEntry entry = this.cache.inspect("a", false);
		assertThat(entry.expiresAt()).isEqualTo(MutableTimeSource.START.plus(Duration.ofMinutes(10)));
		assertThat(entry.refreshAt()).isNull();
		assertThat(entry.tags()).containsOnlyKeys("tag");
		assertThat(entry.value()).isEqualTo(new StoredValue("json", "java.lang.String", 11, 0));
		assertThat(entry.json()).isNull();
		assertThat(this.cache.inspect("a", true).json()).isEqualTo("\"some text\"");
		assertThat(this.cache.inspect("a", true).toString()).doesNotContain("some text");
	}

	@Test
	void tellsThatAValueIsInChunksWithoutReadingThem() {
		byte[] noise = new byte[500_000];
		new Random(7).nextBytes(noise);
		String value = new String(noise, StandardCharsets.ISO_8859_1);
		this.cache.put("large", value, EntryOptions.ofType(String.class));
		this.cache.inspect("large", false);
		this.calls.reset();
		StoredValue stored = this.cache.inspect("large", false).value();
		assertThat(this.calls.operations()).containsExactly("GetItem");
		assertThat(stored.encoding()).isEqualTo("json+gzip");
		assertThat(stored.chunks()).isEqualTo(2);
		assertThat(stored.bytes()).isBetween(390_000L, 760_000L);
		assertThat(this.cache.inspect("large", true).json()).hasSizeGreaterThan(500_000);
	}

	@Test
	void isNothingThatAReadWouldNotAnswer() {
		assertThat(this.cache.inspect("absent", false)).isNull();
		this.cache.put("expired", "x", EntryOptions.NONE);
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.cache.inspect("expired", false)).isNull();
		this.cache.put("evicted", "x", EntryOptions.NONE);
		this.cache.evict("evicted");
		assertThat(this.cache.inspect("evicted", false)).isNull();
		this.cache.put("outdated", "x", new EntryOptions(null, Set.of("old"), null));
		this.store.invalidateTags(List.of("old"));
		assertThat(this.cache.inspect("outdated", false)).isNull();
	}

	@Test
	void countsNoHitAndNoMiss() {
		this.cache.inspect("absent", false);
		assertThat(this.calls.events()).isEmpty();
		assertThat(this.calls.operations()).containsExactly("GetItem");
		assertThat(this.calls.readUnits()).isEqualTo(1);
	}

	@Test
	void tellsTheVersionsOfTags() {
		this.store.invalidateTags(List.of("once", "twice"));
		this.store.invalidateTags(List.of("twice"));
		this.calls.reset();
		long first = MutableTimeSource.START.toEpochMilli() + 1;
		assertThat(this.store.tagVersions(List.of("twice", "never", "once")))
			.isEqualTo(Map.of("once", new TagVersion(first, MutableTimeSource.START), "twice",
					new TagVersion(first + 1, MutableTimeSource.START)));
		assertThat(this.calls.operations()).containsExactly("BatchGetItem");
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.tagVersions(Set.of("")))
			.withMessage("Tag must not be empty.");
	}

}
