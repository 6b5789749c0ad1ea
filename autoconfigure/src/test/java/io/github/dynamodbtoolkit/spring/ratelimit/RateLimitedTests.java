package io.github.dynamodbtoolkit.spring.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.autoconfigure.DynamoDbRateLimitAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitAutoConfiguration;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.TwoApplications;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Limited methods on two instances of an application that share a table and nothing else.
 */
@Timeout(60)
class RateLimitedTests {

	private static final AtomicInteger IDS = new AtomicInteger();

	@RegisterExtension
	static final TwoApplications applications = new TwoApplications(Application.class,
			"toolkit.dynamodb.rate-limit.resources.supplier.limit=5",
			"toolkit.dynamodb.rate-limit.resources.supplier.window=10s",
			"toolkit.dynamodb.rate-limit.resources.patient.limit=1",
			"toolkit.dynamodb.rate-limit.resources.patient.window=10s",
			"toolkit.dynamodb.rate-limit.resources.patient.max-wait=12s",
			"toolkit.dynamodb.rate-limit.resources.once.limit=1",
			"toolkit.dynamodb.rate-limit.resources.once.window=10s",
			"toolkit.dynamodb.rate-limit.resources.shared.limit=10",
			"toolkit.dynamodb.rate-limit.resources.shared.window=10s",
			"toolkit.dynamodb.rate-limit.resources.shared.adaptive.min-user-reserve=6",
			"toolkit.dynamodb.rate-limit.resources.closed.limit=1000",
			"toolkit.dynamodb.rate-limit.resources.closed.window=1h",
			"toolkit.dynamodb.rate-limit.resources.closed.on-unavailable=deny",
			"toolkit.dynamodb.rate-limit.resources.open.limit=1",
			"toolkit.dynamodb.rate-limit.resources.open.window=1h",
			"toolkit.dynamodb.rate-limit.resources.open.on-unavailable=allow");

	private static final MutableTimeSource time = new MutableTimeSource();

	private static final FaultyHttpClient http = new FaultyHttpClient();

	private static final RecordingMetrics metrics = RecordingMetrics.ofCallers();

	private final Supplier here = applications.one().getBean(Supplier.class);

	private final Supplier there = applications.other().getBean(Supplier.class);

	private final String user = "user-" + IDS.incrementAndGet();

	@BeforeEach
	void letTimePass() {
		time.advance(Duration.ofMinutes(1));
		metrics.reset();
	}

	@Test
	void limitHoldsOverAllInstances() {
		IntStream.range(0, 3).forEach((i) -> this.here.quote(this.user));
		IntStream.range(0, 2).forEach((i) -> this.there.quote(this.user));
		assertRefused(() -> this.here.quote(this.user));
		assertRefused(() -> this.there.quote(this.user));
		this.here.quote(this.user + "-other");
	}

	private static void assertRefused(Runnable call) {
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(call::run);
	}

	@Test
	void refusalSaysAllButTheKey() {
		IntStream.range(0, 5).forEach((i) -> this.here.quote(this.user));
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.here.quote(this.user))
			.withMessage("Rate limit 'supplier' is exceeded. Try again in 11s.")
			.satisfies((refusal) -> {
				assertThat(refusal.getResource()).isEqualTo("supplier");
				assertThat(refusal.getDecision().allowed()).isFalse();
				assertThat(refusal.getDecision().retryAfter()).isEqualTo(Duration.ofSeconds(11));
				assertThat(refusal.getLimits()).containsExactly(RateLimit.slidingWindow(5, Duration.ofSeconds(10)));
			});
	}

	@Test
	void callIsOneWriteAndNoneWhileItsRefusalIsRemembered() {
		this.here.price(this.user, 1);
		assertThat(metrics.operations()).containsExactly("UpdateItem");
		this.here.price(this.user, 1);
		this.here.price(this.user, 1);
		assertThat(metrics.operations()).containsExactly("UpdateItem", "UpdateItem");
	}

	@Test
	void permitsAreAnExpression() {
		this.here.quoteAll(this.user, List.of("a", "b", "c"));
		assertRefused(() -> this.there.quoteAll(this.user, List.of("a", "b", "c")));
		this.there.quoteAll(this.user, List.of("a", "b"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.quoteAll(this.user, List.of()))
			.withMessage("permits must be positive, got 0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.here.quoteAll(this.user, List.of("a", "b", "c", "d", "e", "f")))
			.withMessage("Asked for 6 permits, the limit is 5: this can never succeed.");
	}

	@Test
	void callWaitsForItsPermitsAsLongAsTheResourceSays() {
		this.here.quotePatiently(this.user);
		long before = time.nanoTime();
		this.here.quotePatiently(this.user);
		assertThat(Duration.ofNanos(time.nanoTime() - before)).isBetween(Duration.ofSeconds(11),
				Duration.ofMillis(11_050));
		applications.other()
			.getBean(RateLimiter.class)
			.setLimits(RateLimitRequest.of("patient").withKey(this.user),
					List.of(RateLimit.slidingWindow(1, Duration.ofMinutes(1))));
		this.here.quotePatiently(this.user);
		assertRefused(() -> this.here.quotePatiently(this.user));
	}

	@Test
	void fallbackAnswersInstead() {
		assertThat(this.here.price(this.user, 7)).isEqualTo("price of 7");
		assertThat(this.there.price(this.user, 7)).isEqualTo("list price of 7");
	}

	@Test
	void fallbackMayTakeTheException() {
		this.here.reason(this.user);
		assertThat(this.here.reason(this.user)).isEqualTo(this.user + ": once");
	}

	@Test
	void failureOfTheFallbackIsTheCallers() {
		this.here.failsInstead(this.user);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.here.failsInstead(this.user))
			.withMessage("own failure");
	}

	@Test
	void priorityIsThatOfTheMethod() {
		IntStream.range(0, 4).forEach((i) -> this.here.inBackground(this.user));
		assertRefused(() -> this.here.inBackground(this.user));
		RateLimitRequest request = RateLimitRequest.of("shared").withKey(this.user);
		assertThat(applications.one().getBean(RateLimiter.class).acquire(request).allowed()).isTrue();
	}

	@Test
	void futuresAreRefusedByTheCall() {
		assertThat(this.here.later(this.user)).isCompleted();
		assertRefused(() -> this.here.later(this.user));
	}

	@Test
	void limitLoweredOnOneInstanceHoldsAtOnceOnTheOther() {
		IntStream.range(0, 2).forEach((i) -> this.there.quote(this.user));
		RateLimiter limiter = applications.one().getBean(RateLimiter.class);
		RateLimitRequest request = RateLimitRequest.of("supplier").withKey(this.user);
		limiter.setLimits(request, List.of(RateLimit.slidingWindow(2, Duration.ofSeconds(10))));
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.there.quote(this.user))
			.satisfies((refusal) -> assertThat(refusal.getLimits())
				.containsExactly(RateLimit.slidingWindow(2, Duration.ofSeconds(10))));
		limiter.setLimits(request, null);
		time.advance(Duration.ofSeconds(1));
		this.there.quote(this.user);
	}

	@Test
	void outageIsDecidedAsTheResourceSays() {
		http.always(Fault.throttled());
		try {
			assertRefused(this.here::closed);
			this.here.open();
			this.here.open();
			IntStream.range(0, 2).forEach((i) -> this.here.quote(this.user));
			assertRefused(() -> this.here.quote(this.user));
		}
		finally {
			http.heal();
		}
	}

	@Test
	void cachedResultTakesNoPermit() {
		CachedSupplier cached = applications.one().getBean(CachedSupplier.class);
		assertThat(cached.price(this.user)).isEqualTo(cached.price(this.user));
	}

	@Test
	void mistakesAreExplained() {
		String supplier = Supplier.class.getName();
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.withWrongPermits("many"))
			.withMessage("The permits expression '#user' of @RateLimited on " + supplier
					+ ".withWrongPermits gave a java.lang.String; it must give an int or a long.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.withWrongKey(List.of()))
			.withMessageStartingWith("The key expression '#user' of @RateLimited on " + supplier + ".withWrongKey gave")
			.withMessageEndingWith("it must give a string, a number, a boolean, an enum or a UUID.");
	}

	@Test
	void argumentsAreNeverExpressions() {
		String evil = "#{T(java.lang.Runtime).getRuntime().exit(1)} ${user.home}" + this.user;
		assertThat(this.here.price(evil, 1)).isEqualTo("price of 1");
		assertThat(this.here.price(evil, 1)).isEqualTo("list price of 1");
	}

	/** A limited method whose results are cached. */
	static class CachedSupplier {

		@Cacheable("prices")
		@RateLimited(resource = "once", key = "'cached-' + #user")
		public double price(String user) {
			return Math.random();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration({ DynamoDbToolkitAutoConfiguration.class, DynamoDbRateLimitAutoConfiguration.class })
	static class Application {

		@Bean
		DynamoDbClient dynamoDbClient() {
			return DynamoDbLocal.client(http);
		}

		@Bean
		TimeSource timeSource() {
			return time;
		}

		@Bean
		ToolkitMetrics metrics() {
			return metrics;
		}

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		Supplier supplier() {
			return new Supplier();
		}

		@Bean
		CachedSupplier cachedSupplier() {
			return new CachedSupplier();
		}

	}

}
