package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.ratelimit.AdaptiveSettings;
import io.github.dynamodbtoolkit.ratelimit.Priority;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitExceededException;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Limits and cooldowns of a server that two instances call; each test has a table of its
 * own.
 */
@Timeout(120)
class LimitedCallsTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	private static final ResourceLimits TWENTY = ResourceLimits.of(RateLimit.slidingWindow(20, WINDOW));

	private static final RateLimitRequest PERMIT = RateLimitRequest.of(Instance.RESOURCE);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final String tableName = dynamoDb.newTable();

	private final MutableTimeSource time = new MutableTimeSource();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final TestOrigin origin = new TestOrigin();

	private Instance here;

	private Instance there;

	LimitedCallsTests() throws IOException {
	}

	@BeforeEach
	void start() {
		use(TWENTY, resource(EqualCalls.IN_ALL_HEADERS, null, null));
	}

	private static HttpResource resource(@Nullable EqualCalls dedupe, @Nullable Boolean cooldown,
			@Nullable Duration maxWait) {
		return new HttpResource(Instance.RESOURCE, true, dedupe, cooldown, maxWait, DelayHeaders.STANDARD);
	}

	private void use(@Nullable ResourceLimits limits, HttpResource resource) {
		stopInstances();
		this.here = new Instance(this.tableName, DynamoDbLocal.client(this.http), this.time, limits, resource,
				this.origin.url());
		this.there = new Instance(this.tableName, DynamoDbLocal.client(), this.time, limits, resource,
				this.origin.url());
	}

	private void stopInstances() {
		Stream.of(this.here, this.there).filter((instance) -> instance != null).forEach(Instance::close);
	}

	@AfterEach
	void stop() {
		this.http.heal();
		this.origin.release();
		stopInstances();
		this.origin.close();
	}

	@Test
	void twentyEqualCallsOnTwoInstancesCostOneCallAndOnePermit() {
		this.origin.hold();
		List<CompletableFuture<ResponseEntity<String>>> calls = IntStream.range(0, 20)
			.mapToObj((i) -> (i % 2 == 0 ? this.here : this.there).getAsync("/quotes/1"))
			.toList();
		TestOrigin.until(() -> this.here.meter.joined() + this.there.meter.joined() == 19);
		this.origin.release();
		assertThat(calls).allSatisfy((call) -> assertThat(call.join().getBody()).isEqualTo("answer 1"));
		assertThat(this.origin.calls()).hasSize(1);
		assertThat(this.here.limiter.status(PERMIT).levels().get(0).remaining()).isEqualTo(19);
	}

	@Test
	void thirtyDifferentCallsOnTwoInstancesAreTwentyAndTenRefusalsThatAreTrue() {
		List<CompletableFuture<@Nullable Duration>> calls = IntStream.range(0, 30)
			.mapToObj((i) -> Instance.async(() -> refusal(i % 2 == 0 ? this.here : this.there, "/quotes/" + i)))
			.toList();
		List<Duration> refusals = calls.stream()
			.map(CompletableFuture::join)
			.filter((refusal) -> refusal != null)
			.toList();
		assertThat(refusals).hasSize(10)
			.allSatisfy((retryAfter) -> assertThat(retryAfter).isBetween(Duration.ofMillis(1), Duration.ofSeconds(11)));
		assertThat(this.origin.calls()).hasSize(20);
		Duration longest = refusals.stream().max(Duration::compareTo).orElseThrow();
		this.time.advance(longest.minusMillis(1));
		assertThat(refusal(this.there, "/quotes/too-early")).isNotNull();
		this.time.advance(Duration.ofMillis(1));
		assertThat(refusal(this.here, "/quotes/then")).isNull();
	}

	/** Null if the call was made. */
	private static @Nullable Duration refusal(Instance instance, String path) {
		try {
			assertThat(instance.get(path).getStatusCode().value()).isEqualTo(200);
			return null;
		}
		catch (RateLimitExceededException ex) {
			assertThat(ex.getResource()).isEqualTo(Instance.RESOURCE);
			return ex.getDecision().retryAfter();
		}
	}

	@Test
	void rememberedRefusalCostsNothing() {
		IntStream.range(0, 20).forEach((i) -> this.here.get("/" + i));
		assertThat(refusal(this.here, "/more")).isNotNull();
		this.here.meter.reset();
		assertThat(refusal(this.here, "/again")).isNotNull();
		assertThat(refusal(this.here, "/more")).isNotNull();
		assertThat(this.here.meter.calls).isEmpty();
		assertThat(this.here.meter.events).isEmpty();
		assertThat(this.here.meter.limitEvents).as("once, where all refusals by limits are counted")
			.containsExactly("api REFUSED_FROM_MEMORY", "api REFUSED_FROM_MEMORY");
	}

	@Test
	void knownCooldownIsCountedAsOne() {
		this.here.cooldowns.start(this.origin.url(), Duration.ofSeconds(30));
		this.here.meter.reset();
		assertThat(refusal(this.here, "/a")).isNotNull();
		assertThat(this.here.meter.calls).isEmpty();
		assertThat(this.here.meter.events).containsExactly(HttpEvent.REFUSED_BY_COOLDOWN);
		assertThat(this.here.meter.limitEvents).isEmpty();
	}

	@Test
	void equalCallInFlightHereIsJoinedThoughMoreWouldBeRefused() {
		IntStream.range(0, 19).forEach((i) -> this.here.get("/" + i));
		this.origin.hold();
		CompletableFuture<ResponseEntity<String>> inFlight = this.here.getAsync("/quotes/1");
		TestOrigin.until(() -> this.origin.calls().size() == 20);
		assertThat(refusal(this.here, "/other")).isNotNull();
		this.here.cooldowns.start(this.origin.url(), Duration.ofSeconds(30));
		this.here.meter.reset();
		assertThat(refusal(this.here, "/another")).isNotNull();
		CompletableFuture<ResponseEntity<String>> joiner = this.here.getAsync("/quotes/1");
		TestOrigin.until(() -> this.here.meter.joined() == 1);
		assertThat(this.here.meter.calls).isEmpty();
		this.origin.release();
		assertThat(joiner.join().getBody()).isEqualTo(inFlight.join().getBody());
	}

	@Test
	void refusalOfTheOneWhoCallsIsNotTheOthers() {
		IntStream.range(0, 20).forEach((i) -> this.there.get("/" + i));
		assertThat(refusal(this.here, "/x")).isNotNull();
		assertThat(this.here.dedupe.in("http").isInFlightHere("x")).isFalse();
		this.time.advance(Duration.ofSeconds(11));
		assertThat(refusal(this.there, "/x")).isNull();
	}

	@Test
	void throttleSeenByOneStopsTheOtherWithinASecond() {
		assertThat(this.there.get("/before").getStatusCode().value()).isEqualTo(200);
		this.origin.answers(429, "Retry-After", "10");
		assertThat(this.here.get("/a").getStatusCode().value()).as("who learns of it").isEqualTo(429);
		this.origin.answers(200);
		this.here.meter.reset();
		assertThat(refusal(this.here, "/b")).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.here.meter.calls).as("known here").isEmpty();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(refusal(this.there, "/c")).isEqualTo(Duration.ofSeconds(9));
		this.there.meter.reset();
		this.time.advance(Duration.ofMillis(8999));
		assertThat(refusal(this.there, "/d")).isEqualTo(Duration.ofMillis(1));
		assertThat(this.there.meter.calls).isEmpty();
		this.time.advance(Duration.ofMillis(1));
		assertThat(refusal(this.there, "/e")).isNull();
		assertThat(refusal(this.here, "/f")).isNull();
		assertThat(this.origin.calls()).hasSize(4);
	}

	@Test
	void onlyThatOriginIsLeftAlone() throws IOException {
		try (TestOrigin other = new TestOrigin()) {
			this.origin.answers(503, "Retry-After", "10");
			this.here.get("/a");
			assertThat(refusal(this.here, "/b")).isNotNull();
			assertThat(Instance.get(this.here.client, other.url() + "/b").getBody()).isEqualTo("answer 1");
		}
	}

	@Test
	void noServerCanAskForMoreThanTheLongest() {
		this.origin.answers(429, "Retry-After", "99999999999999999999");
		this.here.get("/a");
		assertThat(refusal(this.here, "/b")).isEqualTo(Duration.ofSeconds(60));
		this.origin.answers(429, "Retry-After", "5");
		this.time.advance(Duration.ofSeconds(61));
		this.there.get("/c");
		assertThat(refusal(this.there, "/d")).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void shorterHintDoesNotShorten() {
		this.origin.answers(200, "RateLimit", "\"default\";r=0;t=30");
		this.here.get("/a");
		this.here.cooldowns.start(this.origin.url(), Duration.ofSeconds(2));
		this.time.advance(Duration.ofSeconds(3));
		assertThat(refusal(this.here, "/b")).isEqualTo(Duration.ofSeconds(27));
		assertThat(this.here.meter.events).contains(HttpEvent.COOLDOWN_LEARNED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 301, 400, 401, 403, 404, 500, 502 })
	void retryAfterOfOtherAnswersIsNotLearned(int status) {
		this.origin.answers(status, "Retry-After", "10");
		this.here.get("/a");
		this.origin.answers(200);
		assertThat(refusal(this.here, "/b")).isNull();
	}

	@Test
	void waitsForAPermitOrTheEndOfACooldownIfItComesInTime() {
		use(TWENTY, resource(null, null, Duration.ofSeconds(12)));
		IntStream.range(0, 20).forEach((i) -> this.here.get("/" + i));
		assertThat(refusal(this.here, "/waits")).isNull();
		assertThat(this.time.sleeps()).isNotEmpty();
		this.origin.answers(429, "Retry-After", "5");
		this.here.get("/learns");
		this.origin.answers(200);
		int before = this.time.sleeps().size();
		assertThat(refusal(this.there, "/waits-too")).isNull();
		assertThat(this.time.sleeps()).hasSizeGreaterThan(before);
		assertThat(this.there.meter.events).contains(HttpEvent.WAITED_FOR_COOLDOWN);
		this.origin.answers(429, "Retry-After", "13");
		this.here.get("/learns");
		before = this.time.sleeps().size();
		assertThat(refusal(this.here, "/too-long")).isEqualTo(Duration.ofSeconds(13));
		assertThat(this.time.sleeps()).hasSize(before);
	}

	@Test
	void interruptEndsTheWait() {
		use(TWENTY, resource(null, null, Duration.ofSeconds(12)));
		this.here.cooldowns.start(this.origin.url(), Duration.ofSeconds(5));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.here.get("/a"));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void priorityIsARequestAttribute() {
		AdaptiveSettings adaptive = AdaptiveSettings.defaults();
		use(TWENTY.withAdaptive(adaptive), resource(null, null, null));
		int background = 0;
		while (background < 21 && isAllowed(Priority.BACKGROUND, "/" + background)) {
			background++;
		}
		assertThat(background).as("what is reserved for users is left").isBetween(1, 15);
		assertThat(isAllowed(Priority.USER, "/user")).isTrue();
	}

	@Test
	void priorityMayBeItsName() {
		use(TWENTY.withAdaptive(AdaptiveSettings.defaults()), resource(null, null, null));
		int background = 0;
		while (background < 21 && isAllowed("background", "/" + background)) {
			background++;
		}
		assertThat(background).isBetween(1, 15);
		assertThat(isAllowed("User", "/user")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "urgent", "" })
	void anotherPriorityIsExplained(String priority) {
		assertThatIllegalArgumentException().isThrownBy(() -> isAllowed(priority, "/a"))
			.withMessage("The request attribute dynamodbtoolkit.priority is '" + priority
					+ "': give it a Priority, or the name of one: user, background, none.");
		assertThatIllegalArgumentException().isThrownBy(() -> isAllowed(3, "/a"))
			.withMessageStartingWith("The request attribute dynamodbtoolkit.priority is a java.lang.Integer: ");
		assertThat(this.origin.calls()).isEmpty();
	}

	private boolean isAllowed(Object priority, String path) {
		try {
			this.here.client.get()
				.uri(path)
				.attribute(DynamoDbHttpInterceptor.PRIORITY, priority)
				.retrieve()
				.toBodilessEntity();
			return true;
		}
		catch (RateLimitExceededException ex) {
			return false;
		}
	}

	@Test
	void nothingIsAskedForWhatIsNotConfigured() throws IOException {
		try (TestOrigin other = new TestOrigin()) {
			other.answers(429, "Retry-After", "10");
			for (int i = 0; i < 3; i++) {
				assertThat(Instance.get(this.here.client, other.url() + "/a").getStatusCode().value()).isEqualTo(429);
			}
		}
		use(null, resource(null, null, null));
		this.here.get("/a");
		use(TWENTY, new HttpResource(Instance.RESOURCE, false, EqualCalls.IN_ALL_HEADERS, true, null,
				DelayHeaders.STANDARD));
		this.here.get("/a");
		assertThat(this.here.meter.calls).isEmpty();
		assertThat(this.http.attempts()).isZero();
	}

	@Test
	void callWithAllOfItCostsFourRequestsAndThenThree() {
		this.here.get("/a");
		assertThat(this.here.meter.operations()).containsExactly("UpdateItem", "GetItem", "UpdateItem", "PutItem");
		this.here.meter.reset();
		this.here.get("/b");
		assertThat(this.here.meter.operations()).as("without a look for cooldowns")
			.containsExactly("UpdateItem", "UpdateItem", "PutItem");
	}

	@Test
	void cooldownAloneCostsARead() {
		use(null, resource(null, true, null));
		for (int i = 0; i < 3; i++) {
			this.here.get("/a");
		}
		assertThat(this.here.meter.operations()).containsExactly("GetItem");
		this.here.meter.reset();
		this.origin.answers(429, "Retry-After", "5");
		this.here.get("/a");
		assertThat(this.here.meter.operations()).containsExactly("UpdateItem");
	}

	@Test
	void cooldownsCanBeLeftOut() {
		use(TWENTY, resource(null, false, null));
		this.origin.answers(429, "Retry-After", "5");
		this.here.get("/a");
		assertThat(this.here.get("/b").getStatusCode().value()).isEqualTo(429);
		assertThat(this.here.meter.operations()).containsExactly("UpdateItem", "UpdateItem");
	}

	@Test
	void callsGoOutWhileDynamoDbIsAway() {
		this.http.always(Fault.unreachable());
		for (int i = 0; i < 5; i++) {
			assertThat(this.here.get("/" + i).getBody()).isEqualTo("answer " + (i + 1));
		}
		assertThat(this.here.meter.events).contains(HttpEvent.NOT_DEDUPED);
		this.origin.answers(429, "Retry-After", "10");
		this.here.get("/a");
		assertThat(refusal(this.here, "/b")).as("what is known is obeyed").isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void answerThatCannotBeRecordedStillReachesThoseWhoWaitHere() {
		this.origin.hold();
		CompletableFuture<ResponseEntity<String>> one = this.here.getAsync("/a");
		TestOrigin.until(() -> this.origin.calls().size() == 1);
		CompletableFuture<ResponseEntity<String>> two = this.here.getAsync("/a");
		TestOrigin.until(() -> this.here.meter.joined() == 1);
		this.http.always(Fault.unreachable());
		this.origin.release();
		assertThat(one.join().getBody()).isEqualTo("answer 1");
		assertThat(two.join().getBody()).isEqualTo("answer 1");
		this.http.heal();
		this.time.advance(Duration.ofMinutes(2));
		assertThat(this.there.get("/a").getBody()).as("when the lease has expired").isEqualTo("answer 2");
	}

}
