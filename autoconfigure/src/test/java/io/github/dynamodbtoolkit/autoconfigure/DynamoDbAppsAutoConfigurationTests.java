package io.github.dynamodbtoolkit.autoconfigure;

import java.math.BigDecimal;
import java.util.Map;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppLimit;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.apps.AppRegistrySettings;
import io.github.dynamodbtoolkit.apps.AppSecret;
import io.github.dynamodbtoolkit.spring.Patience;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.apps.AppFilter;
import io.github.dynamodbtoolkit.spring.health.DynamoDbTableHealthIndicator;
import io.github.dynamodbtoolkit.spring.metrics.AppObservationFilter;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class DynamoDbAppsAutoConfigurationTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
				DynamoDbRateLimitAutoConfiguration.class, DynamoDbAppsAutoConfiguration.class))
		.withUserConfiguration(ClientConfiguration.class)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName())
		.withPropertyValues(Patience.properties());

	@Test
	void asksForNoTableWhereThereAreNoApps() {
		this.runner.run((context) -> {
			assertThat(context.getBean(TableClients.class).tables()).isEmpty();
			assertThat(context).doesNotHaveBean("dynamoDbAppFilter").doesNotHaveBean(AppObservationFilter.class);
		});
	}

	@Test
	void createsTheTableOfThatNameAndIndex() {
		String table = dynamoDb.newTableName();
		this.runner
			.withPropertyValues("toolkit.dynamodb.initialize-schema=create",
					"toolkit.dynamodb.apps.table-name=" + table, "toolkit.dynamodb.apps.index-name=by-key",
					"toolkit.dynamodb.apps.defaults.max-read-requests-per-second=5",
					"toolkit.dynamodb.apps.defaults.max-event-payload-in-kb=0.5")
			.run((context) -> {
				AppRegistry registry = context.getBean(AppRegistry.class);
				registry.save(App.of("a", "a-key", AppSecret.of("s")));
				assertThat(registry.findByKey("a-key").limits().serverLevel())
					.isEqualTo(Map.of(AppLimit.MAX_READ_REQUESTS_PER_SECOND, new BigDecimal(5),
							AppLimit.MAX_EVENT_PAYLOAD_IN_KB, new BigDecimal("0.5")));
				assertThat(new DynamoDbTableHealthIndicator(context.getBean(TableClients.class)).health().getStatus())
					.isEqualTo(Status.UP);
			});
	}

	@Test
	void missingIndexIsSaidAtStartAndInHealth() {
		String table = dynamoDb.newTable(new TableSchema("AppId", null, null, null));
		String[] filtering = { "toolkit.dynamodb.apps.filter.enabled=true",
				"toolkit.dynamodb.apps.table-name=" + table };
		this.runner.withPropertyValues(filtering).run((context) -> {
			var health = new DynamoDbTableHealthIndicator(context.getBean(TableClients.class)).health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().toString()).contains("it has no index AppKeyIndex");
		});
		this.runner.withPropertyValues(filtering)
			.withPropertyValues("toolkit.dynamodb.initialize-schema=validate")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("it has no index AppKeyIndex"));
	}

	@Test
	void filterIsThereWhenItIsSwitchedOn() {
		String table = dynamoDb.newTable(TableSchema.APPS);
		AppRegistry
			.on(TableClient.on(DynamoDbLocal.client(), DynamoDbLocal.settings(table)), AppRegistrySettings.defaults())
			.save(App.of("a", "a-key", AppSecret.of("s")).withLimit(AppLimit.MAX_READ_REQUESTS_PER_SECOND, 7));
		this.runner
			.withPropertyValues("toolkit.dynamodb.apps.filter.enabled=true",
					"toolkit.dynamodb.apps.filter.paths=/partner/**", "toolkit.dynamodb.apps.filter.header=X-Partner",
					"toolkit.dynamodb.apps.table-name=" + table)
			.run((context) -> {
				FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
				assertThat(registration.getOrder()).isEqualTo(-110);
				MockHttpServletRequest request = new MockHttpServletRequest("GET", "/partner/orders");
				request.addHeader("X-Partner", "a-key");
				MockHttpServletResponse response = new MockHttpServletResponse();
				registration.getFilter().doFilter(request, response, new MockFilterChain());
				assertThat(response.getStatus()).isEqualTo(200);
				assertThat(response.getHeader("RateLimit-Policy")).isEqualTo("\"app-reads\";q=7;w=1");
				assertThat(AppFilter.appOf(request).id()).isEqualTo("a");
				assertThat(app(context.getBean(AppObservationFilter.class), request)).isEqualTo("a");
				assertThat(app(context.getBean(AppObservationFilter.class), new MockHttpServletRequest()))
					.isEqualTo("none");
			});
	}

	private static String app(AppObservationFilter filter, MockHttpServletRequest request) {
		Observation.Context context = filter
			.map(new ServerRequestObservationContext(request, new MockHttpServletResponse()));
		return context.getLowCardinalityKeyValue("app").getValue();
	}

	@Test
	void withoutRateLimitsAppsAreOnlyIdentified() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.apps.filter.enabled=true",
					"toolkit.dynamodb.rate-limit.enabled=false",
					"toolkit.dynamodb.apps.table-name=" + dynamoDb.newTable(TableSchema.APPS))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("dynamoDbAppFilter"));
	}

	@Test
	void backsOffToARegistryOfTheApplication() {
		AppRegistry own = AppRegistry.on(TableClient.on(DynamoDbLocal.client(), "unused"),
				AppRegistrySettings.defaults());
		this.runner.withBean(AppRegistry.class, () -> own)
			.run((context) -> assertThat(context).getBean(AppRegistry.class).isSameAs(own));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.apps.enabled=false", "toolkit.dynamodb.apps.filter.enabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(AppRegistry.class)
				.doesNotHaveBean("dynamoDbAppFilter"));
	}

	@Test
	void doesWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.withPropertyValues("toolkit.dynamodb.apps.filter.enabled=true",
					"toolkit.dynamodb.apps.table-name=" + dynamoDb.newTable(TableSchema.APPS))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("dynamoDbAppFilter"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					cache-ttl=-1s | toolkit.dynamodb.apps.cache-ttl must be between 0s and 1h, got -1s.
					stale-for=6m | toolkit.dynamodb.apps.stale-for must be between 0s and 5m, got 6m.
					index-name=x | toolkit.dynamodb.apps.index-name 'x' is not the name of a DynamoDB index
					table-name=x | toolkit.dynamodb.apps.table-name 'x' is not a DynamoDB table name
					endpoint=localhost:8000 | toolkit.dynamodb.apps.endpoint 'localhost:8000' needs a scheme
					defaults.max-event-batch-size=-1 | toolkit.dynamodb.apps.defaults.MaxEventBatchSize must be between 0 and 10^12, got -1.
					filter.header=X App | toolkit.dynamodb.apps.filter.header 'X App' is not the name of a header
					filter.paths=partner | toolkit.dynamodb.apps.filter.paths: 'partner' must begin with a slash. Write it as /partner/**.
					filter.max-signed-body=-1B | toolkit.dynamodb.apps.filter.max-signed-body must be between 0B and 100MB, got -1B.
					filter.max-signed-body=5GB | toolkit.dynamodb.apps.filter.max-signed-body must be between 0B and 100MB, got 5368709120B.""")
	void valueOutOfRangeNamesItsProperty(String property, String message) {
		this.runner.withPropertyValues("toolkit.dynamodb.apps." + property)
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining(message));
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean(destroyMethod = "")
		DynamoDbClient dynamoDbClient() {
			return DynamoDbLocal.client();
		}

	}

}
