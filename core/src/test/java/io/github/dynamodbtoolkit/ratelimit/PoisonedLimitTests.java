package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An item of which one attribute is not of our making. The limit was used up before, so a
 * permit would be given from garbage; and after the time that a window takes to slide
 * there must be permits again.
 */
class PoisonedLimitTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	private static final int LIMIT = 20;

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RateLimitRequest request = RateLimitFixture.freshRequest().withPriority(Priority.USER);

	static List<ResourceLimits> kinds() {
		return List.of(ResourceLimits.of(RateLimit.slidingWindow(LIMIT, WINDOW)),
				ResourceLimits.of(RateLimit.tokenBucket(LIMIT, WINDOW)),
				ResourceLimits.of(RateLimit.slidingWindow(LIMIT, WINDOW)).withAdaptive(AdaptiveSettings.defaults()),
				ResourceLimits.of(RateLimit.slidingWindow(LIMIT, WINDOW)).withLease(5));
	}

	private static List<AttributeValue> poisons() {
		return List.of(AttributeValue.fromS(""), AttributeValue.fromS("5"), AttributeValue.fromN("-1"),
				AttributeValue.fromN("1.5"), AttributeValue.fromN("1e30"), AttributeValue.fromN("7258118400"),
				AttributeValue.fromN("9223372036854775807"), AttributeValue.fromB(SdkBytes.fromUtf8String("5")),
				AttributeValue.fromNul(true), AttributeValue.fromBool(true), AttributeValue.fromL(List.of()),
				AttributeValue.fromM(Map.of()), AttributeValue.fromM(Map.of("x", AttributeValue.fromS("y"))),
				AttributeValue.fromM(Map.of("5", AttributeValue.fromN("-7"))),
				AttributeValue.fromSs(List.of("limits")));
	}

	private RateLimiter limiter(ResourceLimits limits) {
		return RateLimitFixture.limiter(dynamoDb, this.time, RateLimitFixture.settings(limits));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void givesNothingFromGarbageAndIsNeverStuckForLongerThanAWindow(ResourceLimits limits) {
		Map<String, AttributeValue> full = usedUp(limits);
		List<String> names = new ArrayList<>(full.keySet());
		names.removeAll(List.of("pk", "sk"));
		names.addAll(List.of("limits", "f10000x10", "f10000x10l"));
		for (String name : names) {
			for (AttributeValue poison : poisons()) {
				if (name.startsWith("b1") && List.of("1.5", "7258118400").contains(String.valueOf(poison.n()))) {
					continue; // a bucket that was whole in 1970; the other number is of
								// the year 2200
				}
				RateLimitRequest own = RateLimitFixture.freshRequest().withPriority(Priority.USER);
				Map<String, AttributeValue> item = new HashMap<>(full);
				item.put(name, poison);
				RateLimitFixture.putItem(dynamoDb, own, item);
				assertMends(limits, own, name + " = " + poison);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void givesNothingBecauseAnAttributeIsMissing(ResourceLimits limits) {
		Map<String, AttributeValue> full = usedUp(limits);
		for (String name : full.keySet()) {
			if (name.length() == 2 || name.startsWith("b1")) {
				continue; // the key; and a bucket that is not there is new
			}
			RateLimitRequest own = RateLimitFixture.freshRequest().withPriority(Priority.USER);
			Map<String, AttributeValue> item = new HashMap<>(full);
			item.remove(name);
			RateLimitFixture.putItem(dynamoDb, own, item);
			assertMends(limits, own, "no " + name);
		}
	}

	/** Advances the clock, and sets it back for the next trial. */
	private void assertMends(ResourceLimits limits, RateLimitRequest own, String what) {
		RateLimiter limiter = limiter(limits);
		RateLimitDecision decision = limiter.acquire(own);
		assertThat(decision.allowed()).as(what).isFalse();
		int subWindows = 11 + (limits.lease() > 1 ? 1 : 0) + (what.startsWith("f1") ? 1 : 0);
		Duration slide = WINDOW.multipliedBy(subWindows).dividedBy(10);
		assertThat(decision.retryAfter()).as(what).isPositive().isLessThanOrEqualTo(slide);
		this.time.advance(slide);
		RateLimitRequest anybody = own.withPriority(Priority.NONE);
		assertThat(limiter.acquire(anybody).allowed()).as(what).isTrue();
		assertThat(limiter.acquire(anybody.withPermits(LIMIT)).allowed()).as(what).isFalse();
		this.time.jumpWallClock(slide.negated());
	}

	private Map<String, AttributeValue> usedUp(ResourceLimits limits) {
		RateLimiter limiter = limiter(limits);
		for (int i = 0; i < 2 * LIMIT; i++) {
			limiter.acquire(this.request.withPriority(i % 2 == 0 ? Priority.USER : Priority.NONE));
		}
		return RateLimitFixture.item(dynamoDb, this.request);
	}

}
