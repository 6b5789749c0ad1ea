package io.github.dynamodbtoolkit.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.ratelimit.AdaptiveSettings;
import io.github.dynamodbtoolkit.ratelimit.AdaptiveSettings.Activity;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.OnUnavailable;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitExceededException;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitGate;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitProblems;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimited;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitedPostProcessor;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoDbRateLimitAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DynamoDbRateLimitAutoConfigurationTests {

	private static final String PREFIX = "toolkit.dynamodb.rate-limit.";

	private static final AutoConfigurations OURS = AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
			DynamoDbRateLimitAutoConfiguration.class);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(OURS)
		.withUserConfiguration(ClientConfiguration.class)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName(), "toolkit.dynamodb.warm-up=false");

	@Test
	void providesLimiterCooldownsAndGate() {
		limited("provided", "limit=1", "window=1h").run((context) -> {
			assertThat(context).hasSingleBean(RateLimiter.class)
				.hasSingleBean(Cooldowns.class)
				.hasSingleBean(RateLimitGate.class);
			RateLimiter limiter = context.getBean(RateLimiter.class);
			assertThat(limiter.acquire("provided").allowed()).isTrue();
			assertThat(limiter.acquire("provided").allowed()).isFalse();
			Cooldowns cooldowns = context.getBean(Cooldowns.class);
			cooldowns.start("https://supplier.example", Duration.ofDays(1));
			assertThat(cooldowns.known("https://supplier.example")).isBetween(Duration.ofSeconds(50),
					Duration.ofSeconds(60));
		});
	}

	private ApplicationContextRunner limited(String resource, String... properties) {
		ApplicationContextRunner limited = this.runner;
		for (String property : properties) {
			limited = limited.withPropertyValues(PREFIX + "resources." + resource + "." + property);
		}
		return limited;
	}

	@Test
	void backsOffToBeansOfTheApplication() {
		limited("api", "limit=5", "window=1m").withUserConfiguration(OwnConfiguration.class).run((context) -> {
			assertThat(context.getBeanNamesForType(RateLimiter.class)).containsExactly("ownLimiter");
			assertThat(context.getBeanNamesForType(Cooldowns.class)).containsExactly("ownCooldowns");
			assertThat(context.getBeanNamesForType(RateLimitGate.class)).containsExactly("ownGate");
		});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues(PREFIX + "enabled=false", PREFIX + "resources.api.limit=-1")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RateLimiter.class)
				.doesNotHaveBean(Cooldowns.class)
				.doesNotHaveBean(RateLimitedPostProcessor.class));
	}

	@Test
	void asksForNoTableWithoutLimits() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.table-name=missing", "toolkit.dynamodb.initialize-schema=validate")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void warmsUpOnceAndBeforeTheFirstRequestWhereThereAreLimits() {
		RecordingMetrics metrics = new RecordingMetrics();
		limited("api", "limit=5", "window=1m").withPropertyValues("toolkit.dynamodb.warm-up=true")
			.withBean(ToolkitMetrics.class, () -> metrics)
			.run((context) -> {
				assertThat(metrics.operations()).endsWith("GetItem", "BatchGetItem", "PutItem", "UpdateItem");
				metrics.reset();
				context.getBean(Cooldowns.class);
				assertThat(metrics.operations()).isEmpty();
			});
	}

	@Test
	void startsWithoutDynamoDb() {
		limited("api", "limit=5", "window=1m")
			.withPropertyValues("toolkit.dynamodb.table-name=missing", "toolkit.dynamodb.warm-up=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(RateLimiter.class).acquire("api").allowed()).isTrue();
			});
	}

	@Test
	void defaultsAreTheLimiters() {
		this.runner.run((context) -> {
			DynamoDbRateLimitProperties properties = context.getBean(DynamoDbRateLimitProperties.class);
			assertThat(properties.settings()).isEqualTo(RateLimiterSettings.of(Map.of()));
			assertThat(properties.maxCooldown()).isEqualTo(Cooldowns.DEFAULT_LONGEST);
		});
		limited("api", "limit=5", "window=10").run((context) -> assertThat(resource(context, "api"))
			.isEqualTo(ResourceLimits.of(RateLimit.slidingWindow(5, Duration.ofSeconds(10)))));
		limited("api", "limit=5", "window=10s", "algorithm=token-bucket", "adaptive.enabled=false")
			.run((context) -> assertThat(resource(context, "api"))
				.isEqualTo(ResourceLimits.of(RateLimit.tokenBucket(5, Duration.ofSeconds(10)))));
		limited("api", "limit=6", "window=10s", "adaptive.enabled=true")
			.run((context) -> assertThat(resource(context, "api"))
				.isEqualTo(ResourceLimits.of(RateLimit.slidingWindow(6, Duration.ofSeconds(10)))
					.withAdaptive(AdaptiveSettings.defaults())));
	}

	private static ResourceLimits resource(ApplicationContext context, String name) {
		return context.getBean(DynamoDbRateLimitProperties.class).settings().resources().get(name);
	}

	@Test
	void propertiesAreSettings() {
		this.runner
			.withPropertyValues(PREFIX + "clock-tolerance=3", PREFIX + "local-denial=500ms",
					PREFIX + "expected-instances=4", PREFIX + "max-cooldown=2m", PREFIX + "default.limit=7",
					PREFIX + "default.window=1m", PREFIX + "default.max-wait=2",
					PREFIX + "resources.api.limits[0].limit=10", PREFIX + "resources.api.limits[0].window=1s",
					PREFIX + "resources.api.limits[0].algorithm=token-bucket",
					PREFIX + "resources.api.limits[0].burst=20", PREFIX + "resources.api.limits[1].limit=1000",
					PREFIX + "resources.api.limits[1].window=1h", PREFIX + "resources.api.limits[1].sub-windows=20",
					PREFIX + "resources.api.on-unavailable=deny", PREFIX + "resources.api.max-wait=5s")
			.withInitializer((context) -> TestPropertyValues.of(Map.of(PREFIX + "resources[https://api.example].limit",
					"100", PREFIX + "resources[https://api.example].window", "1m",
					PREFIX + "resources[https://api.example].lease", "25"))
				.applyTo(context))
			.run((context) -> {
				DynamoDbRateLimitProperties properties = context.getBean(DynamoDbRateLimitProperties.class);
				assertThat(properties.settings()).isEqualTo(new RateLimiterSettings(
						ResourceLimits.of(RateLimit.slidingWindow(7, Duration.ofMinutes(1))),
						Map.of("api",
								new ResourceLimits(
										List.of(new RateLimit.TokenBucket(10, Duration.ofSeconds(1), 20),
												new RateLimit.SlidingWindow(1000, Duration.ofHours(1), 20)),
										1, null, OnUnavailable.DENY),
								"https://api.example",
								ResourceLimits.of(RateLimit.slidingWindow(100, Duration.ofMinutes(1))).withLease(25)),
						Duration.ofSeconds(3), Duration.ofMillis(500), 4));
				assertThat(properties.maxCooldown()).isEqualTo(Duration.ofMinutes(2));
				RateLimitGate gate = context.getBean(RateLimitGate.class);
				assertThat(gate.maxWait("api")).isEqualTo(Duration.ofSeconds(5));
				assertThat(gate.maxWait("https://api.example")).isZero();
				assertThat(gate.maxWait("any")).isEqualTo(Duration.ofSeconds(2));
			});
		limited("shared", "limit=20", "window=10s", "adaptive.monitoring-window=1m", "adaptive.moderate-activity=4",
				"adaptive.high-activity=8", "adaptive.max-user-scaling=3", "adaptive.min-user-reserve=2",
				"adaptive.pause-background=false", "adaptive.idle-after=10m", "adaptive.recalculate-every=5s")
			.run((context) -> assertThat(resource(context, "shared").adaptive()).isEqualTo(new AdaptiveSettings(
					new Activity(Duration.ofMinutes(1), 4, 8, Duration.ofMinutes(10), Duration.ofSeconds(5)), 3, 2,
					false)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					table-name=t           | table-name 't' is not a DynamoDB table name: use 3 to 255 characters of a-z A-Z 0-9 _ - .
					region=Frankfurt       | region 'Frankfurt' is not an AWS region: write one such as eu-central-1.
					endpoint=db:8000       | endpoint 'db:8000' needs a scheme: http://db:8000
					clock-tolerance=-1s    | clock-tolerance must be between 0s and 1m, got -1s
					local-denial=2m        | local-denial must be between 0s and 1m, got 2m
					expected-instances=0   | expected-instances must be between 1 and 10000, got 0
					max-cooldown=500ms     | max-cooldown must be between 1s and 1d, got 500ms
					default.max-wait=1s    | default.limit is missing: write how many permits there are in a window.
					resources.api.window=1m | resources.api.limit is missing: write how many permits there are in a window.
					""")
	void mistakesAreExplained(String property, String message) {
		this.runner.withPropertyValues(PREFIX + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(PREFIX + message));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					limit=-1                 | limit must be ≥ 0, got -1
					limit=1000000000001      | limit must be at most 10^12, got 1000000000001
					window=0                 | window must be at least 100ms, got 0s
					window=-5s               | window must be at least 100ms, got -5s
					window=1000500us         | window must be whole milliseconds, got 1000500us
					window=4000d             | window must be at most 3650d, got 4000d
					sub-windows=61           | sub-windows must be between 1 and 60, got 61
					burst=5                  | burst is for token buckets: leave it out, or set algorithm to token-bucket.
					algorithm=token-bucket;burst=0       | burst must be between 1 and 10^12, got 0
					algorithm=token-bucket;sub-windows=5 | sub-windows is for sliding windows: leave it out.
					algorithm=token-bucket;lease=2       | lease and adaptive need sliding windows; the limit of 100 in 1m is a token bucket.
					lease=0                  | lease must be positive, got 0
					lease=26                 | lease 26 is more than a quarter of the limit 100: use at most 25
					max-wait=-1s             | max-wait must be between 0s and 1h, got -1s.
					max-wait=2h              | max-wait must be between 0s and 1h, got 2h.
					adaptive.moderate-activity=10 | adaptive.moderate-activity (10) must be at least 1 and below high-activity (10)
					adaptive.monitoring-window=2d | adaptive.monitoring-window must be between 1s and 1d, got 2d
					adaptive.max-user-scaling=0.5 | adaptive.max-user-scaling must be between 1 and 100, got 0.5
					adaptive.min-user-reserve=-1  | adaptive.min-user-reserve must be ≥ 0, got -1
					adaptive.idle-after=0         | adaptive.idle-after must be between 1ms and 365d, got 0s
					adaptive.idle-after=366d      | adaptive.idle-after must be between 1ms and 365d, got 366d
					adaptive.recalculate-every=0  | adaptive.recalculate-every must be between 1ms and 1d, got 0s
					adaptive.recalculate-every=2d | adaptive.recalculate-every must be between 1ms and 1d, got 2d
					adaptive.enabled=true;limit=5 | adaptive.min-user-reserve 5 of the limit 5 would leave nothing to background work while users are quiet: use at most 4
					adaptive.enabled=true;lease=2 | lease and adaptive exclude each other: a block would be taken before it is known for whom. Leave one out.
					""")
	void mistakesInAResourceAreExplained(String properties, String message) {
		limited("supplier", "limit=100", "window=1m")
			.withPropertyValues(List.of(properties.split(";"))
				.stream()
				.map((property) -> PREFIX + "resources.supplier." + property)
				.toArray(String[]::new))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(PREFIX + "resources.supplier." + message));
	}

	@Test
	void mistakesInListsAndNamesAreExplained() {
		limited("api", "limits[0].limit=5", "limits[0].window=1m", "limits[1].limit=5")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(PREFIX + "resources.api.limits[1].window is missing: write in which time there are as many "
						+ "permits, such as 1m."));
		limited("api", "limits[0].limit=5", "limits[0].window=1m", "limits[1].limit=7", "limits[1].window=60s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(PREFIX + "resources.api.limits: two of one algorithm have the window 1m. Only the smaller "
						+ "would ever count: leave the other out."));
		limited("api", "limit=3", "limits[0].limit=5", "limits[0].window=1m")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(PREFIX + "resources.api.limits and " + PREFIX + "resources.api.limit exclude each other: "
						+ "write all limits into the list, or one without it."));
		String name = "x".repeat(256);
		limited(name, "limit=3", "window=1m").run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessage(PREFIX + "resources." + name
					+ ": Rate limiter name is 256 bytes in UTF-8, the limit is 255. Shorten it or hash it yourself."));
	}

	@Test
	void warnsOfLimitsThatCannotBeMeant(CapturedOutput output) {
		limited("closed", "limit=0", "window=1m")
			.withPropertyValues(PREFIX + "default.limit=5", PREFIX + "default.window=1s")
			.run((context) -> assertThat(output).contains("Rate limit 'closed': limit 0: every request will be denied")
				.contains("Rate limit 'default': window 1s is shorter than twice the clock tolerance 2s"));
	}

	@Test
	void doesWithoutSpringMvc() {
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasSingleBean(RateLimiter.class)
				.doesNotHaveBean(RateLimitProblems.class));
	}

	private final WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(OURS)
		.withConfiguration(
				AutoConfigurations.of(DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
		.withUserConfiguration(ClientConfiguration.class, QuotesController.class)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName(), PREFIX + "resources.quotes.limit=1",
				PREFIX + "resources.quotes.window=1h");

	@Test
	void requestOverTheLimitIsAnswered429() {
		this.web.run((context) -> {
			assertThat(context).hasSingleBean(RateLimitProblems.class);
			MockMvcTester mvc = MockMvcTester.from(context);
			assertThat(mvc.get().uri("/quotes?user=secret")).hasStatusOk().doesNotContainHeader("Retry-After");
			assertThat(mvc.get().uri("/quotes?user=secret")).hasStatus(429)
				.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
				.hasHeader("RateLimit-Policy", "\"quotes\";q=1;w=3600")
				.headers()
				.satisfies((headers) -> {
					long retryAfter = Long.parseLong(String.valueOf(headers.getFirst("Retry-After")));
					assertThat(retryAfter).isBetween(3600L, 3961L);
					assertThat(headers.getFirst("RateLimit")).startsWith("\"quotes\";r=0;t=");
				});
			assertThat(mvc.get().uri("/quotes?user=secret")).bodyText()
				.contains("\"title\":\"Too Many Requests\"", "\"status\":429", "Try again in ")
				.doesNotContain("secret");
		});
	}

	@Test
	void problemsBackOffToHandlersOfTheApplication() {
		this.web.withUserConfiguration(OwnHandler.class).run((context) -> {
			MockMvcTester mvc = MockMvcTester.from(context);
			assertThat(mvc.get().uri("/quotes?user=own")).hasStatusOk();
			assertThat(mvc.get().uri("/quotes?user=own")).bodyText().isEqualTo("own: quotes");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean(destroyMethod = "")
		DynamoDbClient dynamoDbClient() {
			return DynamoDbLocal.client();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConfiguration {

		@Bean
		RateLimiter ownLimiter() {
			return RateLimiter.on(dynamoDb.table(), RateLimiterSettings.of(Map.of()));
		}

		@Bean
		Cooldowns ownCooldowns() {
			return Cooldowns.on(dynamoDb.table(), Duration.ofMinutes(5));
		}

		@Bean
		RateLimitGate ownGate(RateLimiter limiter) {
			return new RateLimitGate(() -> limiter, (resource) -> Duration.ZERO);
		}

	}

	@RestController
	static class QuotesController {

		@GetMapping("/quotes")
		@RateLimited(resource = "quotes", key = "#user")
		String quote(@RequestParam("user") String user) {
			return "a quote";
		}

	}

	@RestControllerAdvice
	static class OwnHandler {

		@ExceptionHandler
		String handle(RateLimitExceededException exception) {
			return "own: " + exception.getResource();
		}

	}

}
