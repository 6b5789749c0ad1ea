package io.github.dynamodbtoolkit.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import com.sun.net.httpserver.Headers;
import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.ratelimit.Priority;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.spring.Patience;
import io.github.dynamodbtoolkit.spring.http.DynamoDbHttpInterceptor;
import io.github.dynamodbtoolkit.spring.http.HttpResourceResolver;
import io.github.dynamodbtoolkit.spring.http.HttpResources;
import io.github.dynamodbtoolkit.spring.http.HttpStores;
import io.github.dynamodbtoolkit.spring.http.TestOrigin;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitExceededException;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.support.BasicAuthenticationInterceptor;
import org.springframework.http.client.support.HttpRequestWrapper;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class DynamoDbHttpAutoConfigurationTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static TestOrigin origin;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class, DynamoDbDedupeAutoConfiguration.class,
						DynamoDbRateLimitAutoConfiguration.class, DynamoDbHttpAutoConfiguration.class,
						HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
						RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class,
						HttpServiceClientPropertiesAutoConfiguration.class, HttpServiceClientAutoConfiguration.class))
		.withUserConfiguration(ClientConfiguration.class)
		.withPropertyValues(Patience.properties())
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.newTable(), "toolkit.dynamodb.warm-up=false",
				"toolkit.dynamodb.dedupe.lease=45s");

	@BeforeAll
	static void start() throws IOException {
		origin = new TestOrigin();
	}

	@AfterAll
	static void stop() {
		origin.close();
	}

	@BeforeEach
	void begin() {
		origin.reset();
	}

	private ApplicationContextRunner withOnePermit() {
		return this.runner.withPropertyValues("toolkit.dynamodb.http.resources.api.urls=" + origin.url(),
				"toolkit.dynamodb.rate-limit.resources.api.limit=1",
				"toolkit.dynamodb.rate-limit.resources.api.window=1h");
	}

	private static RestClient client(ApplicationContext context) {
		return context.getBean(RestClient.Builder.class).build();
	}

	private static String get(RestClient client) {
		return client.get().uri(origin.url() + "/a").retrieve().body(String.class);
	}

	@Test
	void everyBuilderHasTheInterceptor() {
		withOnePermit().run((context) -> {
			assertThat(context).hasSingleBean(DynamoDbHttpInterceptor.class);
			assertThat(get(client(context))).isEqualTo("answer 1");
			assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> get(client(context)))
				.satisfies((refusal) -> assertThat(refusal.getResource()).isEqualTo("api"))
				.satisfies((refusal) -> assertThat(refusal.getLimits()).hasSize(1));
			assertThat(origin.calls()).hasSize(1);
		});
	}

	@Test
	void everyGroupOfHttpInterfacesHasIt() {
		withOnePermit().withUserConfiguration(GroupConfiguration.class)
			.withPropertyValues("spring.http.serviceclient.api.base-url=" + origin.url())
			.run((context) -> {
				Api api = context.getBean(Api.class);
				assertThat(api.get("a", Priority.USER)).isEqualTo("answer 1");
				assertThatExceptionOfType(RateLimitExceededException.class)
					.isThrownBy(() -> api.get("b", Priority.USER));
			});
	}

	@Test
	void timeOutsOfAGroupStay() {
		this.runner.withUserConfiguration(GroupConfiguration.class)
			.withPropertyValues("spring.http.serviceclient.api.base-url=" + origin.url(),
					"spring.http.serviceclient.api.read-timeout=100ms")
			.run((context) -> {
				origin.hold();
				assertThatExceptionOfType(ResourceAccessException.class)
					.isThrownBy(() -> context.getBean(Api.class).get("a", Priority.NONE));
				origin.release();
			});
	}

	@Test
	void restTemplateIsGivenItByHand() {
		withOnePermit().run((context) -> {
			RestTemplate template = context.getBean(RestTemplateBuilder.class)
				.additionalInterceptors(context.getBean(DynamoDbHttpInterceptor.class))
				.build();
			assertThat(template.getForObject(origin.url() + "/a", String.class)).isEqualTo("answer 1");
			assertThatExceptionOfType(RateLimitExceededException.class)
				.isThrownBy(() -> template.getForObject(origin.url() + "/a", String.class));
		});
	}

	@Test
	void resourceIsCalledLikeTheOriginUnlessSaidOtherwise() {
		String path = "toolkit.dynamodb.rate-limit.resources[" + origin.url() + "].";
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test", Map.of(path + "limit", "1", path + "window", "1h"))))
			.run((context) -> {
				get(client(context));
				assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> get(client(context)));
			});
	}

	@Test
	void defaultLimitIsEachOrigins() throws IOException {
		try (TestOrigin other = new TestOrigin()) {
			this.runner
				.withPropertyValues("toolkit.dynamodb.rate-limit.default.limit=1",
						"toolkit.dynamodb.rate-limit.default.window=1h")
				.run((context) -> {
					get(client(context));
					client(context).get().uri(other.url()).retrieve().toBodilessEntity();
					assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> get(client(context)));
				});
		}
	}

	@Test
	void beanNamesTheResource() {
		withOnePermit().withBean(HttpResourceResolver.class, () -> (request) -> "another").run((context) -> {
			get(client(context));
			assertThat(get(client(context))).isEqualTo("answer 2");
		});
	}

	@Test
	void waitsAsLongAsTheLimitSaysUnlessTheServiceSaysOtherwise() {
		ApplicationContextRunner patient = withOnePermit().withPropertyValues(
				"toolkit.dynamodb.rate-limit.resources.api.window=1s",
				"toolkit.dynamodb.rate-limit.resources.api.max-wait=30s");
		patient.run((context) -> {
			get(client(context));
			assertThat(get(client(context))).isEqualTo("answer 2");
		});
		patient
			.withPropertyValues("toolkit.dynamodb.http.resources.api.max-wait=0s",
					"toolkit.dynamodb.rate-limit.resources.api.window=1h")
			.run((context) -> {
				get(client(context));
				assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> get(client(context)));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "toolkit.dynamodb.http.resources.api.enabled=false", "toolkit.dynamodb.http.enabled=false",
			"toolkit.dynamodb.rate-limit.enabled=false", "toolkit.dynamodb.enabled=false" })
	void canBeSwitchedOff(String property) {
		withOnePermit().withPropertyValues(property).run((context) -> {
			get(client(context));
			assertThat(get(client(context))).isEqualTo("answer 2");
		});
	}

	@Test
	void asksForNoTableWhereNothingIsConfigured() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.table-name=missing", "toolkit.dynamodb.initialize-schema=validate")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(get(client(context))).isEqualTo("answer 1");
			});
	}

	@Test
	void asksForATableAtStartWhereSomethingIs() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.table-name=missing", "toolkit.dynamodb.initialize-schema=validate",
					"toolkit.dynamodb.http.resources.api.dedupe=true")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void backsOffWithoutRestClient() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class, DynamoDbHttpAutoConfiguration.class))
			.withUserConfiguration(ClientConfiguration.class)
			.withClassLoader(new FilteredClassLoader(RestClientCustomizer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DynamoDbHttpInterceptor.class));
	}

	@Test
	void clientOfDynamoDbMayNeedAClientOfAnotherService() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
					DynamoDbDedupeAutoConfiguration.class, DynamoDbRateLimitAutoConfiguration.class,
					DynamoDbHttpAutoConfiguration.class, RestClientAutoConfiguration.class))
			.withUserConfiguration(CircularConfiguration.class)
			.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName(),
					"toolkit.dynamodb.http.resources.api.dedupe=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "http-components", "jdk", "simple" })
	void refusalOfTheServerIsSeenAndNotHiddenByTheClient(String factory) {
		this.runner
			.withPropertyValues("spring.http.clients.imperative.factory=" + factory,
					"toolkit.dynamodb.http.resources.api.urls=" + origin.url(),
					"toolkit.dynamodb.http.resources.api.cooldown=true")
			.run((context) -> {
				origin.answers(503, "Retry-After", "20");
				RestClient client = client(context);
				int status = client.get()
					.uri(origin.url())
					.exchange((request, response) -> response.getStatusCode().value());
				assertThat(status).isEqualTo(503);
				assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> get(client));
				assertThat(origin.calls()).hasSize(1);
			});
	}

	private static final String METHODS_LIMIT = "toolkit.dynamodb.rate-limit.resources.method.limit=1;"
			+ "toolkit.dynamodb.rate-limit.resources.method.window=1h";

	@ParameterizedTest
	@ValueSource(strings = { "toolkit.dynamodb.http.enabled=true", METHODS_LIMIT,
			METHODS_LIMIT + ";toolkit.dynamodb.http.resources.method.enabled=false",
			"toolkit.dynamodb.http.resources.api.urls=https://api.example" })
	void whereNoCallIsHeldToAnythingUploadsAreStreamedAndRetriesStay(String properties) {
		this.runner.withPropertyValues(properties.split(";")).run((context) -> {
			upload(client(context));
			assertThat(uploadIsStreamed()).isTrue();
			assertThat(isRepeated(context, "/a")).isTrue();
		});
	}

	@Test
	void uploadsAreBufferedWhereCallsAreHeldToSomething() {
		withOnePermit().run((context) -> {
			upload(client(context));
			assertThat(uploadIsStreamed()).isFalse();
		});
		begin();
		this.runner.withPropertyValues(METHODS_LIMIT.split(";"))
			.withBean(HttpResourceResolver.class, () -> (request) -> "method")
			.run((context) -> {
				upload(client(context));
				assertThat(uploadIsStreamed()).isFalse();
			});
	}

	private static void upload(RestClient client) {
		client.post()
			.uri(origin.url())
			.body(new InputStreamResource(new ByteArrayInputStream(new byte[1000])))
			.retrieve()
			.toBodilessEntity();
	}

	private static boolean uploadIsStreamed() {
		Headers headers = origin.calls().get(0).getRequestHeaders();
		return "chunked".equals(headers.getFirst("Transfer-encoding")) && !headers.containsKey("Content-length");
	}

	@Test
	void callsOfOtherServicesAreRepeatedAsEver() {
		ApplicationContextRunner limited = withOnePermit()
			.withPropertyValues("toolkit.dynamodb.rate-limit.resources.api.limit=100");
		limited.withPropertyValues("toolkit.dynamodb.http.resources.api.urls=" + origin.url() + "/held")
			.run((context) -> {
				assertThat(isRepeated(context, "/other")).isTrue();
				assertThat(isRepeated(context, "/held")).isFalse();
			});
		limited
			.withBean(HttpResourceResolver.class,
					() -> (request) -> request.getHeaders().containsHeader("Held") ? "api" : "other")
			.run((context) -> {
				assertThat(isRepeated(context, "/a")).isTrue();
				assertThat(isRepeated(context, "/a", "Held")).isFalse();
			});
	}

	/** Whether the client repeats what is answered 503. */
	private static boolean isRepeated(ApplicationContext context, String path, String... headers) {
		origin.reset();
		origin.answers((call, number) -> TestOrigin.respond(call, number == 1 ? 503 : 200, ""));
		client(context).get()
			.uri(origin.url() + path)
			.headers((all) -> Stream.of(headers).forEach((name) -> all.add(name, "true")))
			.exchange((request, response) -> response.getStatusCode());
		return origin.calls().size() == 2;
	}

	@Test
	void interceptorOfTheApplicationIsAlwaysUsed() {
		HttpResources resources = new HttpResources(Map.of(), Map.of(), (request) -> {
			throw new UnsupportedOperationException("asked");
		});
		this.runner
			.withBean("dynamoDbHttpInterceptor", DynamoDbHttpInterceptor.class,
					() -> new DynamoDbHttpInterceptor(resources,
							() -> new HttpStores(null, null, (name) -> Duration.ZERO, null, TimeSource.system(),
									ToolkitMetrics.NONE)))
			.run((context) -> assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> get(client(context))));
	}

	@Test
	void limiterOfTheApplicationIsUsedWhateverItIsCalled() {
		RateLimiter own = RateLimiter.on(dynamoDb.table(), RateLimiterSettings
			.of(Map.of("api", ResourceLimits.of(RateLimit.slidingWindow(1, Duration.ofHours(1))))));
		this.runner.withPropertyValues("toolkit.dynamodb.http.resources.api.urls=" + origin.url())
			.withBean("dynamoDbRateLimiter", RateLimiter.class, () -> own)
			.run((context) -> {
				get(client(context));
				assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> get(client(context)));
			});
	}

	@Test
	void resolverIsLookedForOnce() {
		AtomicInteger made = new AtomicInteger();
		withOnePermit().withBean("resolver", HttpResourceResolver.class, () -> {
			made.incrementAndGet();
			return (request) -> "another";
		}, (definition) -> definition.setScope("prototype")).run((context) -> {
			get(client(context));
			get(client(context));
			assertThat(made).hasValue(1);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					dedupe     | dedupe     | .dedupe is true, but equal calls are all made, because there is no dedupe store. Set toolkit.dynamodb.dedupe.enabled to true.
					rate-limit | cooldown   | .cooldown is true, but no cooldown is obeyed, because there are no cooldowns. Set toolkit.dynamodb.rate-limit.enabled to true.
					""")
	void warnsOfWhatIsOff(String store, String setting, String warning, CapturedOutput output) {
		this.runner
			.withPropertyValues("toolkit.dynamodb." + store + ".enabled=false",
					"toolkit.dynamodb.http.resources.api." + setting + "=true")
			.run((context) -> assertThat(output).containsOnlyOnce("toolkit.dynamodb.http.resources.api" + warning));
	}

	@Test
	void builderThatIsDeclaredAsOneKindStaysOne(CapturedOutput output) {
		ApplicationContextRunner own = this.runner.withUserConfiguration(OwnFactoryConfiguration.class);
		own.withPropertyValues("toolkit.dynamodb.http.resources.api.dedupe=true")
			.run((context) -> assertThat(context).hasSingleBean(JdkClientHttpRequestFactoryBuilder.class)
				.hasBean("injected"));
		assertThat(output).contains("the bean 'ownBuilder' must stay a JdkClientHttpRequestFactoryBuilder. Declare it "
				+ "as ClientHttpRequestFactoryBuilder<?>.");
		assertThat(join(own, (builder) -> builder)).isTrue();
		begin();
		assertThat(join(own, (builder) -> builder.requestInterceptor(wrapping()))).isFalse();
	}

	@Test
	void equalCallsOfTwoInstancesAreOne() {
		assertThat(join((builder) -> builder)).isTrue();
	}

	@Test
	void callsToWhichCredentialsAreAddedLaterAreNot() {
		assertThat(join((builder) -> builder.requestInterceptor(new BasicAuthenticationInterceptor("a", "b"))))
			.isFalse();
		begin();
		assertThat(join((builder) -> builder.requestInterceptor(wrapping()))).isFalse();
		begin();
		assertThat(
				join((builder) -> builder.requestInitializer((request) -> request.getHeaders().setBasicAuth("a", "b"))))
			.isFalse();
	}

	private static ClientHttpRequestInterceptor wrapping() {
		return (request, body, execution) -> execution.execute(new HttpRequestWrapper(request) {

			@Override
			public HttpHeaders getHeaders() {
				HttpHeaders headers = new HttpHeaders();
				headers.putAll(super.getHeaders());
				headers.setBearerAuth("token");
				return headers;
			}

		}, body);
	}

	/** Whether two instances call once for both. */
	private boolean join(Function<RestClient.Builder, RestClient.Builder> more) {
		return join(this.runner, more);
	}

	private static boolean join(ApplicationContextRunner runner,
			Function<RestClient.Builder, RestClient.Builder> more) {
		boolean[] same = new boolean[1];
		ApplicationContextRunner instance = runner.withPropertyValues(
				"toolkit.dynamodb.http.resources.api.urls=" + origin.url(),
				"toolkit.dynamodb.http.resources.api.dedupe=true");
		instance.run((here) -> instance.run((there) -> {
			origin.hold();
			CompletableFuture<String> one = async(here, more);
			TestOrigin.until(() -> origin.calls().size() == 1);
			CompletableFuture<String> two = async(there, more);
			TestOrigin.until(() -> there.getBean(Joins.class).joined + origin.calls().size() == 2);
			origin.release();
			same[0] = one.join().equals(two.join());
			assertThat(origin.calls()).hasSize(same[0] ? 1 : 2);
		}));
		return same[0];
	}

	private static CompletableFuture<String> async(AssertableApplicationContext context,
			Function<RestClient.Builder, RestClient.Builder> more) {
		RestClient client = more.apply(context.getBean(RestClient.Builder.class)).build();
		CompletableFuture<String> answer = new CompletableFuture<>();
		new Thread(() -> {
			try {
				answer.complete(get(client));
			}
			catch (RuntimeException ex) {
				answer.completeExceptionally(ex);
			}
		}).start();
		return answer;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					api.urls=example.com         | api.urls 'example.com' is not a URL that can be matched: write an origin such as https://api.example.com, a path such as /v1/**, or both.
					api.urls=https://*.example.com | api.urls 'https://*.example.com' has a wildcard in its host, which is never matched: write each origin, or name the resource by an HttpResourceResolver.
					api.max-wait=-1s             | api.max-wait must be between 0s and 1h, got -1s.
					api.max-wait=2h              | api.max-wait must be between 0s and 1h, got 2h.
					api.vary-headers=X A         | api.vary-headers 'X A' is not a name of a header: write one such as X-Limit-Reset.
					api.headers.retry-after=a:b  | api.headers.retry-after 'a:b' is not a name of a header: write one such as X-Limit-Reset.
					api.headers.remaining=(      | api.headers.remaining '(' is not a name of a header: write one such as X-Limit-Reset.
					api.headers.reset=ä          | api.headers.reset 'ä' is not a name of a header: write one such as X-Limit-Reset.
					""")
	void mistakesAreExplained(String property, String message) {
		this.runner.withPropertyValues("toolkit.dynamodb.http.resources." + property)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("toolkit.dynamodb.http.resources." + message));
	}

	@Test
	void urlOfTwoResourcesIsExplained() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.http.resources.api.urls=https://api.example,/v1/{id}",
					"toolkit.dynamodb.http.resources.other.urls=https://other.example,https://API.example:443/")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("toolkit.dynamodb.http.resources.api.urls and "
						+ "toolkit.dynamodb.http.resources.other.urls both have 'https://API.example:443/'. "
						+ "Leave it out of one."));
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean(destroyMethod = "")
		DynamoDbClient dynamoDbClient() {
			return DynamoDbLocal.client();
		}

		@Bean
		Joins joins() {
			return new Joins();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CircularConfiguration {

		@Bean(destroyMethod = "")
		DynamoDbClient dynamoDbClient(RestClient.Builder builder) {
			builder.build();
			return DynamoDbLocal.client();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFactoryConfiguration {

		@Bean
		JdkClientHttpRequestFactoryBuilder ownBuilder() {
			return ClientHttpRequestFactoryBuilder.jdk();
		}

		@Bean
		String injected(JdkClientHttpRequestFactoryBuilder builder) {
			return builder.getClass().getName();
		}

	}

	static class Joins implements ToolkitMetrics {

		private volatile int joined;

		@Override
		public void dedupeEvent(DedupeEvent event) {
			this.joined += event == DedupeEvent.JOINED ? 1 : 0;
		}

	}

	interface Api {

		@GetExchange("/{id}")
		String get(@PathVariable("id") String id,
				@RequestAttribute(DynamoDbHttpInterceptor.PRIORITY) Priority priority);

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "api", types = Api.class)
	static class GroupConfiguration {

	}

}
