package io.github.dynamodbtoolkit.spring.apps;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppLimit;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.apps.AppRegistrySettings;
import io.github.dynamodbtoolkit.apps.AppSecret;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * Who is let pass, and what the others are answered.
 */
class AppFilterTests {

	private static final String CANARY = "canary-4711";

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final MutableTimeSource time = new MutableTimeSource();

	private final String apps = dynamoDb.newTable(TableSchema.APPS);

	private final AppRegistry registry = registry();

	private final MockMvc here = instance(AppFilterSettings.of("X-App-Key", "/partner/**"));

	private AppRegistry registry() {
		return AppRegistry.on(
				TableClient.on(DynamoDbLocal.client(this.http), DynamoDbLocal.settings(this.apps).withTime(this.time)),
				AppRegistrySettings.defaults());
	}

	private MockMvc instance(AppFilterSettings settings) {
		RateLimiter limiter = RateLimiter.on(
				TableClient.on(DynamoDbLocal.client(), dynamoDb.settings().withTime(this.time)),
				RateLimiterSettings.of(Map.of()));
		return MockMvcBuilders.standaloneSetup(new Controller())
			.setCustomArgumentResolvers(new AppArgumentResolver())
			.addFilters(new AppFilter(registry(), limiter, settings, this.time))
			.build();
	}

	@BeforeEach
	void saveApps() {
		save("limited", (app) -> app.withLimit(AppLimit.MAX_READ_REQUESTS_PER_SECOND, 10)
			.withLimit(AppLimit.MAX_BACKEND_EVENTS_PER_SECOND, 2));
		save("unlimited", (app) -> app);
		save("disabled", (app) -> app.withEnabled(false));
	}

	/** Each test class has its table of limits, so ids are each test's own. */
	private void save(String name, UnaryOperator<App> change) {
		this.registry.save(change.apply(App.of(name + "-" + this.apps, name, AppSecret.of(CANARY))));
	}

	@Test
	void knownAppPassesAndIsAnArgument() throws Exception {
		get("/partner/orders", "unlimited").andExpect(status().isOk())
			.andExpect(content().string("unlimited-" + this.apps))
			.andExpect(header().doesNotExist("RateLimit"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nobody", "UNLIMITED", "unlimited ", "key#unlimited", "'", "\u00e9" })
	void unknownKeyIsUnauthorized(String key) throws Exception {
		refused(get("/partner/orders", key), 401).andExpect(header().string("WWW-Authenticate", "AppKey"));
	}

	@Test
	void missingKeyIsUnauthorizedAndCostsNothing() throws Exception {
		this.http.forget();
		refused(get("/partner/orders", null), 401)
			.andExpect(jsonPath("$.detail").value("Send the key of your app in the header X-App-Key."))
			.andExpect(jsonPath("$.title").value("Unauthorized"))
			.andExpect(jsonPath("$.instance").value("/partner/orders"));
		assertThat(this.http.attempts()).isZero();
	}

	@Test
	void disabledAppIsForbidden() throws Exception {
		refused(get("/partner/orders", "disabled"), 403).andExpect(jsonPath("$.detail").value("This app is disabled."));
	}

	@ParameterizedTest
	@CsvSource({ "/partner/orders, 401", "/partner, 401", "/partner/orders/, 401", "/partner/orders;x=y, 401",
			"/partner/%6Frders, 401", "/%70artner/orders, 401", "/public, 200", "/partners, 200" })
	void onlyTheConfiguredPathsAreForAppsAlone(String path, int status) throws Exception {
		this.here.perform(MockMvcRequestBuilders.request(HttpMethod.GET, URI.create(path)))
			.andExpect(status().is(status));
	}

	@Test
	void argumentMayBeNullWhereNoAppIsAskedFor() throws Exception {
		this.here.perform(MockMvcRequestBuilders.get("/public")).andExpect(content().string("nobody"));
	}

	@Test
	void preflightRequestsPass() throws Exception {
		AppFilter filter = new AppFilter(this.registry, null, AppFilterSettings.of("X-App-Key", "/partner/**"),
				this.time);
		MockHttpServletRequest request = new MockHttpServletRequest("OPTIONS", "/partner/orders");
		MockFilterChain chain = new MockFilterChain();
		filter.doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(chain.getRequest()).isNull();
		request.addHeader("Origin", "https://example.com");
		request.addHeader("Access-Control-Request-Method", "GET");
		filter.doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(chain.getRequest()).isNotNull();
	}

	@Test
	void readsAreLimitedAndToldHowManyAreLeft() throws Exception {
		for (int left = 9; left >= 0; left--) {
			get("/partner/orders", "limited").andExpect(status().isOk())
				.andExpect(header().string("RateLimit-Policy", "\"app-reads\";q=10;w=1"))
				.andExpect(header().string("RateLimit", startsWith("\"app-reads\";r=" + left)));
		}
		refused(get("/partner/orders", "limited"), 429).andExpect(header().string("Retry-After", "2"))
			.andExpect(header().string("RateLimit", "\"app-reads\";r=0;t=2"))
			.andExpect(jsonPath("$.detail").value("This app may make no more requests now. Try again in 2 seconds."));
		refused(perform(MockMvcRequestBuilders.head("/partner/orders"), "limited"), 429);
		this.time.advance(Duration.ofMillis(1100));
		get("/partner/orders", "limited").andExpect(status().isOk());
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH" })
	void writesAreLimitedApartFromReads(String method) throws Exception {
		for (int i = 0; i < 10; i++) {
			get("/partner/orders", "limited");
		}
		for (int i = 0; i < 2; i++) {
			perform(MockMvcRequestBuilders.request(HttpMethod.valueOf(method), "/partner/orders"), "limited")
				.andExpect(status().isOk())
				.andExpect(header().string("RateLimit-Policy", "\"app-events\";q=2;w=1"));
		}
		refused(perform(MockMvcRequestBuilders.request(HttpMethod.valueOf(method), "/partner/orders"), "limited"), 429);
	}

	@Test
	void tenOfThirtyPassInOneSecondOverTwoInstances() throws Exception {
		MockMvc there = instance(AppFilterSettings.of("X-App-Key", "/partner/**"));
		int passed = 0;
		for (int i = 0; i < 30; i++) {
			passed += (i % 2 == 0 ? this.here : there)
				.perform(MockMvcRequestBuilders.get("/partner/orders").header("X-App-Key", "limited"))
				.andReturn()
				.getResponse()
				.getStatus() == 200 ? 1 : 0;
			this.time.advance(Duration.ofMillis(33));
		}
		assertThat(passed).isEqualTo(10);
	}

	@Test
	void outageServesKnownAppsAndAnswersOthersThatItIsOne() throws Exception {
		get("/partner/orders", "unlimited").andExpect(status().isOk());
		this.http.always(Fault.throttled());
		this.time.advance(Duration.ofMinutes(4));
		get("/partner/orders", "unlimited").andExpect(status().isOk());
		refused(get("/partner/orders", "disabled"), 503).andExpect(header().string("Retry-After", "1"));
		this.time.advance(Duration.ofMinutes(2));
		refused(get("/partner/orders", "unlimited"), 503);
	}

	@Test
	void keyOfTwoAppsIsTheServersError() throws Exception {
		for (String id : new String[] { "a", "b" }) {
			DynamoDbLocal.client()
				.putItem((request) -> request.tableName(this.apps)
					.item(Map.of("AppId", AttributeValue.fromS(id), "AppKey", AttributeValue.fromS("same"), "AppSecret",
							AttributeValue.fromS(CANARY))));
		}
		refused(get("/partner/orders", "same"), 500);
	}

	@Test
	void keyMayBeAParameterOfTheQuery() throws Exception {
		MockMvc mvc = instance(new AppFilterSettings(List.of("/partner/**"), "X-App-Key", "app_key", false, 0));
		mvc.perform(MockMvcRequestBuilders.get("/partner/orders?app_key=unlimited")).andExpect(status().isOk());
		mvc.perform(MockMvcRequestBuilders.get("/partner/orders?app_key=unlimited&app_key=disabled"))
			.andExpect(status().isUnauthorized());
		mvc.perform(MockMvcRequestBuilders.get("/partner/orders?app_key=unlimited").header("X-App-Key", "disabled"))
			.andExpect(status().isForbidden());
		this.here.perform(MockMvcRequestBuilders.get("/partner/orders?app_key=unlimited"))
			.andExpect(status().isUnauthorized());
	}

	@Test
	void settingsThatCannotBeAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> AppFilterSettings.of("X-App-Key", "partner"))
			.withMessage("paths: 'partner' must begin with a slash. Write it as /partner/**.");
		assertThatIllegalArgumentException().isThrownBy(() -> AppFilterSettings.of("X App", "/**"))
			.withMessage("header 'X App' is not the name of a header: write one such as X-App-Key.");
		AppFilterSettings settings = AppFilterSettings.of("X-App-Key", "/**");
		assertThatIllegalArgumentException().isThrownBy(() -> settings.withSignature(-1))
			.withMessage("max-signed-body must be between 0B and 100MB, got -1B.");
	}

	@Test
	void namesOfAppsForMetricsAreBounded() {
		AppNames names = new AppNames();
		for (int i = 0; i < 1000; i++) {
			assertThat(names.of(App.of("app-" + i, "key", AppSecret.random())))
				.isEqualTo(i < 100 ? "app-" + i : "other");
		}
		assertThat(names.of(App.of("app-7", "key", AppSecret.random()))).isEqualTo("app-7");
		assertThat(names.of(null)).isEqualTo("none");
	}

	private ResultActions get(String path, @Nullable String key) throws Exception {
		return perform(MockMvcRequestBuilders.get(path), key);
	}

	private ResultActions perform(MockHttpServletRequestBuilder request, @Nullable String key) throws Exception {
		return this.here.perform(key != null ? request.header("X-App-Key", key) : request);
	}

	private static ResultActions refused(ResultActions answer, int status) throws Exception {
		return answer.andExpect(status().is(status))
			.andExpect(content().contentType("application/problem+json"))
			.andExpect(jsonPath("$.status").value(status))
			.andExpect((result) -> assertThat(result.getResponse().getContentAsString()).doesNotContain(CANARY, "test-",
					"DynamoDB"));
	}

	@RestController
	static class Controller {

		@RequestMapping("/partner/orders")
		String orders(App app) {
			return app.id();
		}

		@RequestMapping({ "/public", "/partners" })
		String open(@Nullable App app) {
			return app != null ? app.id() : "nobody";
		}

	}

}
