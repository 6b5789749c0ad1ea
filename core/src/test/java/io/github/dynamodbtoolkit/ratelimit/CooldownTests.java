package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DynamoDbCooldowns}.
 */
@Tag("contract")
class CooldownTests {

	private static final AtomicInteger COUNTER = new AtomicInteger();

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final String origin = "https://supplier-" + COUNTER.incrementAndGet() + ".example#1%";

	private final MutableTimeSource time = new MutableTimeSource();

	private final RateLimitFixture.Meter meter = new RateLimitFixture.Meter();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final Cooldowns cooldowns = cooldowns();

	private final Cooldowns other = cooldowns();

	private Cooldowns cooldowns() {
		return cooldowns(Duration.ofSeconds(60));
	}

	private Cooldowns cooldowns(Duration longest) {
		return Cooldowns.on(
				TableClient.on(DynamoDbLocal.client(this.http),
						dynamoDb.settings().withKeyPrefix("shop").withTime(this.time).withMetrics(this.meter)),
				longest);
	}

	@Test
	void holdsForEveryInstanceWithinASecond() {
		assertThat(this.other.remaining(this.origin)).isZero();
		this.cooldowns.start(this.origin, Duration.ofSeconds(10));
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(10));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.other.remaining(this.origin)).isEqualTo(Duration.ofSeconds(9));
		assertThat(this.other.known(this.origin)).isEqualTo(Duration.ofSeconds(9));
		this.time.advance(Duration.ofSeconds(9));
		assertThat(this.other.remaining(this.origin)).isZero();
		assertThat(this.cooldowns.remaining(this.origin)).isZero();
	}

	/** As a replica that lags behind would show it. */
	@Test
	void readsAgainConsistentlyWhatWouldShortenACooldownOfItsOwn() {
		this.cooldowns.start(this.origin, Duration.ofSeconds(10));
		putUntil(AttributeValue.fromN(Long.toString(this.time.millis() + 2_000)));
		this.time.advance(Duration.ofSeconds(1));
		this.meter.reset();
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(1));
		assertThat(this.meter.calls).extracting(TableCall::operation).containsExactly("GetItem", "GetItem");
	}

	@Test
	void tellsWhatThisInstanceKnows() {
		this.cooldowns.start(this.origin, Duration.ofSeconds(10));
		this.cooldowns.remaining(this.origin + "/other");
		assertThat(this.cooldowns.known()).isEqualTo(Map.of(this.origin, Duration.ofSeconds(10)));
		assertThat(this.other.known()).isEmpty();
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.cooldowns.known()).isEmpty();
	}

	@Test
	void itemIsThatOfHttpClientToolkit() {
		this.cooldowns.start(this.origin, Duration.ofMillis(10_900));
		long until = MutableTimeSource.START.toEpochMilli() + 10_900;
		Map<String, AttributeValue> expected = new HashMap<>(key());
		expected.put("cooldownUntil", AttributeValue.fromN(Long.toString(until)));
		expected.put("ttl", AttributeValue.fromN(Long.toString(until / 1000)));
		assertThat(item()).isEqualTo(expected);
	}

	@Test
	void obeysAnItemThatHttpClientToolkitWrote() {
		putUntil(AttributeValue.fromN(Long.toString(this.time.millis() + 5_000)));
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void shorterNeverShortensALonger() {
		this.cooldowns.start(this.origin, Duration.ofSeconds(30));
		this.cooldowns.start(this.origin, Duration.ofSeconds(5));
		this.other.start(this.origin, Duration.ofSeconds(7));
		assertThat(this.other.remaining(this.origin)).isEqualTo(Duration.ofSeconds(30));
		this.other.start(this.origin, Duration.ofSeconds(40));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(39));
	}

	@Test
	void isCutToTheLongest() {
		this.cooldowns.start(this.origin, Duration.ofSeconds(Long.MAX_VALUE));
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(60));
		assertThat(this.other.remaining(this.origin)).isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void longerOneOfAnotherApplicationIsObeyedForTheLongestAndLeftAsItIs() {
		Cooldowns patient = cooldowns(Duration.ofHours(1));
		patient.start(this.origin, Duration.ofMinutes(10));
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(60));
		this.time.advance(Duration.ofSeconds(30));
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(30));
		this.cooldowns.start(this.origin, Duration.ofMinutes(20));
		assertThat(this.other.remaining(this.origin)).isEqualTo(Duration.ofSeconds(60));
		this.time.advance(Duration.ofSeconds(60));
		assertThat(this.cooldowns.remaining(this.origin)).isZero();
		assertThat(this.other.remaining(this.origin)).isZero();
		assertThat(patient.remaining(this.origin)).isEqualTo(Duration.ofSeconds(510));
		assertThat(cooldowns(Duration.ofHours(1)).remaining(this.origin)).isEqualTo(Duration.ofSeconds(510));
	}

	@Test
	void endOfTheWorldInTheTableStopsNobodyForLongerThanTheLongest() {
		putUntil(AttributeValue.fromN("99999999999999999"));
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(60));
		this.time.advance(Duration.ofSeconds(60));
		assertThat(cooldowns().remaining(this.origin)).isZero();
	}

	@Test
	void valueThatIsNoNumberIsNoCooldownAndIsOverwritten() {
		for (AttributeValue poison : new AttributeValue[] { AttributeValue.fromS("1999999999999"),
				AttributeValue.fromNul(true), AttributeValue.fromBool(true), AttributeValue.fromM(Map.of()),
				AttributeValue.fromN("1e99"), AttributeValue.fromN("-1") }) {
			putUntil(poison);
			assertThat(cooldowns().remaining(this.origin)).isZero();
			cooldowns().start(this.origin, Duration.ofSeconds(3));
			assertThat(cooldowns().remaining(this.origin)).isEqualTo(Duration.ofSeconds(3));
		}
	}

	@Test
	void asksAtMostOnceASecond() throws Exception {
		this.meter.reset();
		for (int second = 0; second < 3; second++) {
			Race.run(8, () -> this.cooldowns.remaining(this.origin));
			this.cooldowns.remaining(this.origin);
			this.time.advance(Duration.ofSeconds(1));
		}
		assertThat(this.meter.requests()).isEqualTo(3);
		assertThat(this.meter.calls).allMatch((call) -> call.operation().equals("GetItem"))
			.allMatch((call) -> call.usage().readUnits() == 0.5);
	}

	@Test
	void allWhoAskAtOnceObeyWhatOneOfThemLearns() throws Exception {
		for (int round = 0; round < 20; round++) {
			String unknown = this.origin + round;
			this.other.start(unknown, Duration.ofSeconds(10));
			assertThat(Race.run(8, () -> this.cooldowns.remaining(unknown))).containsOnly(Duration.ofSeconds(10));
		}
	}

	@Test
	void latestEndWinsARace() throws Exception {
		AtomicInteger seconds = new AtomicInteger();
		Race.run(16, () -> {
			cooldowns().start(this.origin, Duration.ofSeconds(10 + seconds.incrementAndGet()));
			return null;
		});
		assertThat(cooldowns().remaining(this.origin)).isEqualTo(Duration.ofSeconds(26));
	}

	@Test
	void twinThatOverwritesShortensALonger() {
		this.http
			.always(Twin.of((condition) -> "attribute_not_exists(#cooldownUntil) OR attribute_exists(#cooldownUntil)"));
		this.cooldowns.start(this.origin, Duration.ofSeconds(30));
		this.other.start(this.origin, Duration.ofSeconds(7));
		assertThat(cooldowns().remaining(this.origin)).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void everyInstanceObeysWhatItKnowsWhileDynamoDbDoesNotAnswer() {
		this.http.always(Fault.unreachable());
		assertThat(this.cooldowns.remaining(this.origin)).isZero();
		this.cooldowns.start(this.origin, Duration.ofSeconds(5));
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void warningsNameTheOriginAndWhatToDo() {
		this.http.always(Fault.error(400, "AccessDeniedException"));
		Logger logger = (Logger) LoggerFactory.getLogger(Cooldowns.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.addAppender(log);
		try {
			this.cooldowns.remaining(this.origin);
			this.cooldowns.start(this.origin, Duration.ofSeconds(5));
			this.cooldowns.start(this.origin + "2", Duration.ofSeconds(5));
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
			.satisfiesExactly(
					(line) -> assertThat(line)
						.startsWith("Cooldown of '" + this.origin + "': could not be looked up. Until it can, ")
						.contains("GetItem"),
					(line) -> assertThat(line)
						.startsWith("Cooldown of '" + this.origin + "': other instances could not be told of it. ")
						.contains("UpdateItem"));
	}

	@Test
	void whatCouldBeToldNobodyHoldsHereAlthoughTheTableDoesNotKnowIt() {
		this.http.rule((operation, number) -> operation.equals("UpdateItem") ? Fault.unreachable() : Fault.none());
		this.cooldowns.start(this.origin, Duration.ofSeconds(5));
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.cooldowns.remaining(this.origin)).isEqualTo(Duration.ofSeconds(3));
		assertThat(this.other.remaining(this.origin)).isZero();
		this.http.heal();
		this.cooldowns.end(this.origin);
		assertThat(this.cooldowns.remaining(this.origin)).isZero();
	}

	@Test
	void endsForAll() {
		this.cooldowns.start(this.origin, Duration.ofSeconds(30));
		this.other.end(this.origin);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.cooldowns.remaining(this.origin)).isZero();
	}

	@Test
	void nothingIsWrittenForNoTime() {
		this.meter.reset();
		this.cooldowns.start(this.origin, Duration.ZERO);
		this.cooldowns.start(this.origin, Duration.ofSeconds(-5));
		assertThat(this.meter.requests()).isZero();
		assertThatIllegalArgumentException().isThrownBy(() -> this.cooldowns.remaining(""))
			.withMessage("Origin must not be empty.");
	}

	private Map<String, AttributeValue> key() {
		AttributeValue key = AttributeValue.fromS("COOLDOWN#" + this.origin);
		return Map.of("pk", key, "sk", key);
	}

	private Map<String, AttributeValue> item() {
		return DynamoDbLocal.client()
			.getItem((get) -> get.tableName(dynamoDb.tableName()).key(key()).consistentRead(true))
			.item();
	}

	private void putUntil(AttributeValue until) {
		Map<String, AttributeValue> item = new HashMap<>(key());
		item.put("cooldownUntil", until);
		DynamoDbLocal.client().putItem((put) -> put.tableName(dynamoDb.tableName()).item(item));
	}

}
