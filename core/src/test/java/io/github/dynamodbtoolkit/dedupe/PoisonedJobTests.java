package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Poisons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items that somebody or something has damaged: a key is never locked for longer than a
 * lease, and no result is made up.
 */
@Timeout(60)
class PoisonedJobTests {

	private static final Duration DAY = Duration.ofDays(1);

	private static final AtomicInteger KEYS = new AtomicInteger();

	/** Stands for the attribute's absence. */
	private static final AttributeValue ABSENT = AttributeValue.fromBool(false);

	private static final List<AttributeValue> POISON = Stream
		.concat(Poisons.all().values().stream(),
				Stream.of(AttributeValue.fromN("9e99"), AttributeValue.fromN(Long.toString(Long.MAX_VALUE)), ABSENT))
		.toList();

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final DedupeStore store = DedupeFixture.store(dynamoDb, this.time, new ManualBackground(this.time));

	private final DedupeStore other = DedupeFixture.store(dynamoDb, this.time, new ManualBackground(this.time));

	static Stream<String> attributesOfAnyJob() {
		return Stream.of("key", "jobId", "status", "leaseUntil", "fence", "fingerprint", "ttl", "rev");
	}

	static Stream<String> attributes() {
		return Stream.concat(attributesOfAnyJob(),
				Stream.of("outcome", "outcomeFence", "outcomeFingerprint", "metadata", "value", "encoding", "type"));
	}

	@ParameterizedTest
	@MethodSource("attributesOfAnyJob")
	void runningJobNeverLocksItsKeyForLongerThanALease(String attribute) {
		for (AttributeValue poison : POISON) {
			String key = newKey();
			DedupeFixture.own(this.store, key);
			poison(key, attribute, poison);
			assertThat(this.other.registerOrJoin(key, null)).isNotNull();
			this.other.isInProgress(key);
			this.time.advance(DedupeFixture.LEASE);
			assertThat(runOnce(key)).as("%s = %s", attribute, poison).isEqualTo("new");
			assertThat(runOnce(key)).isEqualTo("new");
		}
	}

	@ParameterizedTest
	@MethodSource("attributes")
	void keptResultIsReplayedAsItWasOrNotAtAll(String attribute) {
		for (AttributeValue poison : POISON) {
			String key = newKey();
			DedupeFixture.completeAndKeep(this.store, DedupeFixture.own(this.store, key), "old", DAY);
			poison(key, attribute, poison);
			assertThat(replay(key)).as("%s = %s", attribute, poison).isIn("old", "new", "no result");
			this.other.clear(key);
			assertThat(replay(key)).isEqualTo("new");
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 1000, 86_400_000L * 400, 253_402_300_800_000L })
	void leaseThatEndsInADistantFutureIsNoLease(long beyond) {
		String key = newKey();
		DedupeFixture.own(this.store, key);
		long distant = this.time.millis() + DAY.plusHours(1).toMillis() + beyond;
		poison(key, "leaseUntil", AttributeValue.fromN(Long.toString(distant)));
		assertThat(this.other.registerOrJoin(key, null)).isInstanceOf(Claim.Owned.class);
	}

	@Test
	void resultThatIsKeptBeyondReasonIsNotReplayed() {
		String key = newKey();
		DedupeFixture.completeAndKeep(this.store, DedupeFixture.own(this.store, key), "old", DAY);
		poison(key, "leaseUntil", AttributeValue.fromN(Long.toString(this.time.millis() * 1000)));
		assertThat(replay(key)).isEqualTo("new");
	}

	private String runOnce(String key) {
		return this.other.<String, RuntimeException>execute(key, String.class, () -> "new");
	}

	private String replay(String key) {
		try {
			return this.other.<String, RuntimeException>execute(key,
					DedupeOptions.of(String.class).withKeepResultFor(DAY), () -> "new");
		}
		catch (NoResultException ex) {
			return "no result";
		}
	}

	private void poison(String key, String attribute, AttributeValue poison) {
		Map<String, AttributeValue> item = new HashMap<>(DedupeFixture.item(dynamoDb, key));
		item.put(attribute, poison);
		if (poison == ABSENT) {
			item.remove(attribute);
		}
		DedupeFixture.putItem(dynamoDb, item);
	}

	private static String newKey() {
		return "poison-" + KEYS.incrementAndGet();
	}

}
