package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every limiter does. It runs for ours and for one that is plainly right.
 */
abstract class RateLimiterContract {

	final MutableTimeSource time = new MutableTimeSource();

	final RateLimitRequest request = RateLimitFixture.freshRequest();

	abstract RateLimiter limiter(RateLimit... limits);

	@Test
	void windowGivesItsLimitAndThenRefusesUntilTheOldestPermitLeaves() {
		RateLimiter limiter = limiter(RateLimit.slidingWindow(3, Duration.ofSeconds(10)));
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
		this.time.advance(Duration.ofSeconds(4));
		assertThat(limiter.acquire(this.request.withPermits(2)).allowed()).isTrue();
		RateLimitDecision refused = limiter.acquire(this.request);
		assertThat(refused.allowed()).isFalse();
		assertThat(refused.remaining()).isZero();
		assertThat(refused.limit()).isEqualTo(3);
		assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(7));
		this.time.advance(refused.retryAfter().minusMillis(1));
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		this.time.advance(Duration.ofMillis(1));
		assertThat(limiter.acquire(this.request.withPermits(2)).allowed()).isFalse();
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
	}

	@Test
	void bucketGivesItsBurstAndThenRegainsPermitsEvenly() {
		RateLimiter limiter = limiter(new RateLimit.TokenBucket(10, Duration.ofSeconds(10), 4));
		assertThat(limiter.acquire(this.request.withPermits(4)).allowed()).isTrue();
		RateLimitDecision refused = limiter.acquire(this.request.withPermits(2));
		assertThat(refused.allowed()).isFalse();
		assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(2));
		this.time.advance(Duration.ofMillis(999));
		assertThat(limiter.canProceed(this.request)).isFalse();
		this.time.advance(Duration.ofMillis(1));
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(limiter.status(this.request).levels().get(0).remaining()).isEqualTo(4);
	}

	@Test
	void allLimitsMustFitAndNoneIsChargedOtherwise() {
		RateLimiter limiter = limiter(RateLimit.slidingWindow(2, Duration.ofSeconds(1)),
				RateLimit.slidingWindow(3, Duration.ofMinutes(1)), RateLimit.tokenBucket(100, Duration.ofSeconds(1)));
		assertThat(limiter.acquire(this.request.withPermits(2)).allowed()).isTrue();
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(limiter.acquire(this.request.withPermits(2)).allowed()).isFalse();
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		assertThat(limiter.getWaitTime(this.request)).isEqualTo(Duration.ofSeconds(62));
	}

	@Test
	void keysHaveLimitsOfTheirOwn() {
		RateLimiter limiter = limiter(RateLimit.slidingWindow(1, Duration.ofSeconds(1)));
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
		assertThat(limiter.acquire(RateLimitFixture.freshRequest()).allowed()).isTrue();
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
	}

	@Test
	void recordCountsAgainstAcquire() {
		RateLimiter limiter = limiter(RateLimit.slidingWindow(3, Duration.ofSeconds(10)));
		limiter.record(this.request.withPermits(5));
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		this.time.advance(Duration.ofSeconds(11));
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
	}

	@Test
	void recordEmptiesABucketAtMost() {
		RateLimiter limiter = limiter(RateLimit.tokenBucket(10, Duration.ofSeconds(10)));
		limiter.record(this.request.withPermits(8));
		limiter.record(this.request.withPermits(8));
		assertThat(limiter.getWaitTime(this.request)).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void refundGivesBack() {
		RateLimiter limiter = limiter(RateLimit.slidingWindow(2, Duration.ofSeconds(10)),
				RateLimit.tokenBucket(2, Duration.ofSeconds(60)));
		limiter.acquire(this.request);
		RateLimitDecision unused = limiter.acquire(this.request);
		RateLimitDecision refused = limiter.acquire(this.request);
		assertThat(refused.allowed()).isFalse();
		assertThat(limiter.refund(refused)).isFalse();
		assertThat(limiter.refund(unused)).isTrue();
		assertThat(limiter.refund(unused)).isFalse();
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
	}

	@Test
	void resetForgets() {
		RateLimiter limiter = limiter(RateLimit.slidingWindow(1, Duration.ofSeconds(10)),
				RateLimit.tokenBucket(1, Duration.ofSeconds(60)));
		limiter.acquire(this.request);
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		limiter.reset(this.request);
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
	}

	@Test
	void limitsChangeAtRunTimeAndKeepTheirCounts() {
		Duration window = Duration.ofSeconds(10);
		RateLimiter limiter = limiter(RateLimit.slidingWindow(10, window));
		limiter.acquire(this.request.withPermits(6));
		assertThat(limiter.limits(this.request)).containsExactly(RateLimit.slidingWindow(10, window));
		limiter.setLimits(this.request, List.of(RateLimit.slidingWindow(7, window)));
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
		assertThat(limiter.limits(this.request)).containsExactly(RateLimit.slidingWindow(7, window));
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		assertThat(limiter.status(this.request).changedAtRunTime()).isTrue();
		limiter.setLimits(this.request, List.of(RateLimit.slidingWindow(2, window)));
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		limiter.setLimits(this.request, null);
		assertThat(limiter.acquire(this.request.withPermits(3)).allowed()).isTrue();
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		assertThat(limiter.status(this.request).changedAtRunTime()).isFalse();
	}

	@Test
	void limitOfZeroDeniesEverything() {
		RateLimiter limiter = limiter(RateLimit.slidingWindow(0, Duration.ofSeconds(1)));
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		RateLimiter bucket = limiter(RateLimit.tokenBucket(0, Duration.ofSeconds(1)));
		assertThat(bucket.acquire(RateLimitFixture.freshRequest()).allowed()).isFalse();
	}

	@Test
	void askingDoesNotTake() {
		RateLimiter limiter = limiter(RateLimit.slidingWindow(1, Duration.ofSeconds(1)));
		assertThat(limiter.canProceed(this.request)).isTrue();
		assertThat(limiter.getWaitTime(this.request)).isZero();
		assertThat(limiter.status(this.request).levels().get(0).remaining()).isEqualTo(1);
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
	}

}
