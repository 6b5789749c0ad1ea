package io.github.dynamodbtoolkit.flags;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Poisons;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static io.github.dynamodbtoolkit.flags.FlagFixture.flag;
import static io.github.dynamodbtoolkit.flags.FlagFixture.flags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The store's semantics and its items, attribute by attribute.
 */
@Tag("contract")
class FlagStoreTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FlagFixture fixture = new FlagFixture(dynamoDb);

	private final FlagStore store = this.fixture.store();

	@Test
	void itemsHaveLaunchDarklysLayout() {
		this.store.init(Map.of(FlagKind.SEGMENTS, Map.of("s1", new FlagItem(1, "{\"key\":\"s1\",\"version\":1}")),
				FlagKind.FLAGS, Map.of("f1", new FlagItem(3, "{\"key\":\"f1\",\"version\":3}"))));
		this.store.upsert(FlagKind.FLAGS, "f2", FlagItem.tombstone(4));
		assertThat(this.fixture.items()).containsExactlyInAnyOrder(
				Map.of("namespace", s("segments"), "key", s("s1"), "version", n("1"), "item",
						s("{\"key\":\"s1\",\"version\":1}")),
				Map.of("namespace", s("features"), "key", s("f1"), "version", n("3"), "item",
						s("{\"key\":\"f1\",\"version\":3}")),
				Map.of("namespace", s("features"), "key", s("f2"), "version", n("4"), "item", s("null")),
				Map.of("namespace", s("$inited"), "key", s("$inited")));
	}

	@Test
	void prefixComesFirstInEveryNamespace() {
		FlagStore prefixed = this.fixture.store((settings) -> settings.withPrefix("shop"));
		prefixed.init(flags(Map.of("f1", flag("f1", 1))));
		assertThat(this.fixture.items()).extracting((item) -> item.get("namespace").s() + " " + item.get("key").s())
			.containsExactlyInAnyOrder("shop:features f1", "shop:$inited shop:$inited");
	}

	@Test
	void nothingOutsideThePrefixIsReadOrWritten() {
		this.store.init(flags(flags(5, 1)));
		FlagStore shop = this.fixture.store((settings) -> settings.withPrefix("shop"));
		assertThat(shop.isInitialized()).isFalse();
		assertThat(shop.getAll(FlagKind.FLAGS, Consistency.STRONG)).isEmpty();
		shop.init(flags(Map.of("flag-0", flag("flag-0", 9))));
		shop.init(flags(Map.of()));
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).isEqualTo(flags(5, 1));
	}

	@Test
	void initReplacesTheGivenKindsWhateverTheirVersions() {
		this.store.init(Map.of(FlagKind.FLAGS, flags(3, 5), FlagKind.SEGMENTS, Map.of("s1", flag("s1", 1))));
		InitResult result = this.store
			.init(flags(Map.of("flag-0", flag("flag-0", 2), "flag-1", flag("flag-1", 5), "new", flag("new", 1))));
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).containsOnly(
				Map.entry("flag-0", flag("flag-0", 2)), Map.entry("flag-1", flag("flag-1", 5)),
				Map.entry("new", flag("new", 1)));
		assertThat(this.store.getAll(FlagKind.SEGMENTS, Consistency.STRONG)).containsOnlyKeys("s1");
		assertThat(result).returns(2, InitResult::written)
			.returns(1, InitResult::unchanged)
			.returns(1, InitResult::deleted)
			.returns(0, InitResult::overtaken);
	}

	@Test
	void initWithoutItemsInitialises() {
		assertThat(this.store.isInitialized()).isFalse();
		this.store.init(Map.of());
		assertThat(this.store.isInitialized()).isTrue();
	}

	@Test
	void upsertWritesNewerVersionsOnly() {
		assertThat(this.store.upsert(FlagKind.FLAGS, "f", flag("f", 5))).isTrue();
		assertThat(this.store.upsert(FlagKind.FLAGS, "f", flag("f", 4))).isFalse();
		assertThat(this.store.upsert(FlagKind.FLAGS, "f", flag("f", 5, "another"))).isFalse();
		assertThat(this.store.get(FlagKind.FLAGS, "f")).isEqualTo(flag("f", 5));
		assertThat(this.store.upsert(FlagKind.FLAGS, "f", flag("f", 6))).isTrue();
		assertThat(this.store.get(FlagKind.FLAGS, "f")).isEqualTo(flag("f", 6));
	}

	@Test
	void tombstoneKeepsOlderVersionsFromComingBack() {
		this.store.upsert(FlagKind.FLAGS, "f", flag("f", 5));
		this.store.upsert(FlagKind.FLAGS, "f", FlagItem.tombstone(6));
		assertThat(this.store.upsert(FlagKind.FLAGS, "f", flag("f", 5))).isFalse();
		assertThat(this.store.get(FlagKind.FLAGS, "f")).isEqualTo(FlagItem.tombstone(6));
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG))
			.containsOnly(Map.entry("f", FlagItem.tombstone(6)));
	}

	@Test
	void getOfAnAbsentKeyIsNull() {
		assertThat(this.store.get(FlagKind.FLAGS, "absent")).isNull();
		assertThat(this.store.get(FlagKind.FLAGS, "")).isNull();
	}

	@Test
	void readOnlyStoreRefusesToWriteAndReads() {
		this.store.init(flags(flags(1, 1)));
		FlagStore readOnly = this.fixture.store((settings) -> settings.withReadOnly(true));
		this.fixture.http().forget();
		assertThatIllegalStateException().isThrownBy(() -> readOnly.init(Map.of())).withMessageContaining("read-only");
		assertThatIllegalStateException().isThrownBy(() -> readOnly.upsert(FlagKind.FLAGS, "f", FlagItem.tombstone(1)))
			.withMessageContaining("read-only");
		assertThat(this.fixture.http().journal()).isEmpty();
		assertThat(readOnly.isInitialized()).isTrue();
		assertThat(readOnly.getAll(FlagKind.FLAGS, Consistency.STRONG)).isEqualTo(flags(1, 1));
	}

	@Test
	void readsBigSegmentsAsTheRelayProxyWritesThem() {
		assertThat(this.store.membership("hash")).isNull();
		assertThat(this.store.segmentsSynchronizedOn()).isNull();
		this.fixture.write(Map.of("namespace", s("big_segments_user"), "key", s("hash"), "included",
				AttributeValue.fromSs(List.of("s1.g1", "s2.g1"))));
		this.fixture.write(Map.of("namespace", s("big_segments_metadata"), "key", s("big_segments_metadata"),
				"lastVersion", s("v1"), "synchronizedOn", n("1767225600000")));
		assertThat(this.store.membership("hash")).isEqualTo(new SegmentMembership(Set.of("s1.g1", "s2.g1"), Set.of()));
		assertThat(this.store.segmentsSynchronizedOn()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
	}

	/** A context is then in no segment, as where the Relay Proxy knows nothing of it. */
	@Test
	void poisonedBigSegmentsAreEmpty() {
		Set<String> sound = Set.of("s1.g1");
		Poisons.all().forEach((name, poison) -> {
			this.fixture.write(Map.of("namespace", s("big_segments_user"), "key", s("hash"), "included", poison,
					"excluded", AttributeValue.fromSs(List.copyOf(sound))));
			this.fixture.write(Map.of("namespace", s("big_segments_metadata"), "key", s("big_segments_metadata"),
					"synchronizedOn", poison));
			assertThat(this.store.membership("hash")).as(name).isEqualTo(new SegmentMembership(Set.of(), sound));
			assertThat(this.store.segmentsSynchronizedOn()).as(name)
				.isEqualTo(Set.of("a number", "a negative number").contains(name)
						? Instant.ofEpochMilli(Long.parseLong(poison.n())) : null);
		});
	}

	@Test
	void kindsAndPrefixesThatCouldBeTakenForOthersAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new FlagKind("$inited"));
		assertThatIllegalArgumentException().isThrownBy(() -> new FlagKind("shop:features"));
		assertThatIllegalArgumentException().isThrownBy(() -> new FlagKind(""))
			.withMessage("Flag kind must not be empty.");
		assertThatIllegalArgumentException().isThrownBy(() -> FlagStoreSettings.defaults().withPrefix("a\nb"));
	}

	private static AttributeValue s(String value) {
		return AttributeValue.fromS(value);
	}

	private static AttributeValue n(String value) {
		return AttributeValue.fromN(value);
	}

}
