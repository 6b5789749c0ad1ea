package io.github.dynamodbtoolkit.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.apps.AppRegistrySettings;
import io.github.dynamodbtoolkit.apps.AppSecret;
import io.github.dynamodbtoolkit.apps.AppWebhook;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.TableDefaults;
import io.github.dynamodbtoolkit.spring.apps.AppFilter;
import io.github.dynamodbtoolkit.spring.apps.AppFilterSettings;
import io.github.dynamodbtoolkit.spring.health.DynamoDbTableHealthIndicator;
import io.github.dynamodbtoolkit.spring.metrics.MicrometerToolkitMetrics;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets of apps appear in no log at TRACE, metric, health, exception or answer,
 * whatever goes wrong.
 */
class CanaryTests {

	private static final String CANARY = "canary-4711";

	/** DynamoDB itself, which is in this process only in tests. */
	private static final Set<String> SERVER = Set.of("com.amazonaws", "com.almworks", "org.eclipse.jetty");

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level level = this.root.getLevel();

	/** Other threads log too, also while a test looks. */
	private final Queue<String> seen = new ConcurrentLinkedQueue<>();

	private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			if (SERVER.stream().noneMatch(event.getLoggerName()::startsWith)) {
				CanaryTests.this.see(event.getThreadName() + event.getFormattedMessage()
						+ ThrowableProxyUtil.asString(event.getThrowableProxy()));
			}
		}

	};

	private void see(String text) {
		this.seen.add(text);
	}

	/** As {@code logging.level.root=trace} does. */
	@BeforeEach
	void traceEverything() {
		DiscreetLogsEnvironmentPostProcessor.LEVELS
			.forEach((name, level) -> logger(name).setLevel(Level.toLevel((String) level)));
		this.log.start();
		this.root.addAppender(this.log);
		this.root.setLevel(Level.TRACE);
	}

	private static Logger logger(String property) {
		return (Logger) LoggerFactory.getLogger(property.substring("logging.level.".length()));
	}

	@AfterEach
	void stopTracing() {
		DiscreetLogsEnvironmentPostProcessor.LEVELS.keySet().forEach((name) -> logger(name).setLevel(null));
		this.root.setLevel(this.level);
		this.root.detachAppender(this.log);
	}

	/** Shows that the test below would notice. */
	@Test
	void wholeRequestsWouldBeThereOtherwise() {
		DiscreetLogsEnvironmentPostProcessor.LEVELS.keySet().forEach((name) -> logger(name).setLevel(null));
		String table = dynamoDb.newTable(TableSchema.APPS);
		AppRegistry
			.on(TableClient.on(DynamoDbLocal.client(), DynamoDbLocal.settings(table)), AppRegistrySettings.defaults())
			.save(app("a", "a-key"));
		assertThat(this.seen).anyMatch((text) -> text.contains(CANARY));
	}

	/** Whoever sets no level at all has what Spring Boot has: INFO. */
	@Test
	void levelsShowNothingThatWouldNotBeShownWithoutThem() {
		assertThat(DiscreetLogsEnvironmentPostProcessor.LEVELS.values()).containsOnly("info");
	}

	@Test
	void quietApplicationsDoNotLogMore() {
		String table = dynamoDb.newTable(TableSchema.APPS);
		this.seen.clear();
		this.root.setLevel(Level.WARN);
		AppRegistry
			.on(TableClient.on(DynamoDbLocal.client(), DynamoDbLocal.settings(table)), AppRegistrySettings.defaults())
			.save(app("a", "a-key"));
		assertThat(this.seen).isEmpty();
	}

	@Test
	void levelsAreSetBelowAllThatTheApplicationSays() {
		StandardEnvironment environment = new StandardEnvironment();
		new DiscreetLogsEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
		String wire = "logging.level.org.apache.hc.client5.http.wire";
		assertThat(environment.getProperty(wire)).isEqualTo("info");
		environment.getPropertySources().addFirst(new MapPropertySource("own", Map.of(wire, "trace")));
		assertThat(environment.getProperty(wire)).isEqualTo("trace");
	}

	@Test
	void secretsAppearNowhere() throws Exception {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		FaultyHttpClient http = new FaultyHttpClient();
		String table = dynamoDb.newTable(TableSchema.APPS);
		TableClients tables = new TableClients(DynamoDbLocal.client(http),
				TableDefaults.of(DynamoDbLocal.settings(table).withMetrics(new MicrometerToolkitMetrics(meters))));
		AppRegistry registry = AppRegistry.on(tables.forStore("apps", null, null, null, TableSchema.APPS),
				AppRegistrySettings.defaults().withAllowScan(true));

		App app = app("a", "a-key");
		attempt(() -> registry.save(app));
		attempt(() -> registry.save(app("b", "a-key")));
		attempt(() -> see(String.valueOf(registry.findByKey("a-key"))));
		attempt(() -> see(String.valueOf(registry.list(null, 10))));
		attempt(() -> see(String.valueOf(registry.rotateSecret("a"))));
		writeMalformed(table);
		attempt(() -> see(String.valueOf(registry.findById("bad"))));
		attempt(() -> registry.findByKey("a-key"));
		for (Fault fault : List.of(Fault.error(400, "ValidationException"), Fault.throttled(), Fault.internalError(),
				Fault.truncatedAfterwards(), Fault.garbage())) {
			http.always(fault);
			attempt(() -> registry.save(app));
			attempt(() -> registry.rotateSecret("a"));
			attempt(() -> registry.findById("a"));
		}
		http.heal();
		filter(registry, "nobody");
		filter(registry, "a-key");
		meters.getMeters().forEach((meter) -> see(meter.getId().toString()));
		see(new DynamoDbTableHealthIndicator(tables).health().getDetails().toString());

		assertThat(this.seen).hasSizeGreaterThan(100).noneMatch((text) -> text.contains(CANARY));
	}

	private static App app(String id, String key) {
		return App.of(id, key, AppSecret.of(CANARY))
			.withWebhooks(new AppWebhook(List.of("x"), "https://u:" + CANARY + "@h/", Map.of("Authorization", CANARY),
					null, null, null));
	}

	/** Its webhooks cannot be read, and so must not be shown. */
	private static void writeMalformed(String table) {
		DynamoDbLocal.client()
			.putItem((request) -> request.tableName(table)
				.item(Map.of("AppId", AttributeValue.fromS("bad"), "AppKey", AttributeValue.fromS("a-key"), "AppSecret",
						AttributeValue.fromS(CANARY), "Enabled", AttributeValue.fromS("maybe"), "Webhooks",
						AttributeValue
							.fromS("[{\"url\":\"ftp://" + CANARY + "\",\"event_types\":[\"x\"]}, " + CANARY))));
	}

	private void attempt(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			StringWriter trace = new StringWriter();
			ex.printStackTrace(new PrintWriter(trace));
			see(trace.toString());
		}
	}

	private void filter(AppRegistry registry, String key) throws Exception {
		AppFilter filter = new AppFilter(registry, null, AppFilterSettings.of("X-App-Key", "/**").withSignature(1000),
				TimeSource.system());
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
		request.setQueryString("auth_key=" + key + "&auth_timestamp=1&auth_version=1.0&auth_signature=0");
		MockHttpServletResponse response = new MockHttpServletResponse();
		filter.doFilter(request, response, new MockFilterChain());
		see(response.getContentAsString() + response.getHeaderNames());
	}

}
