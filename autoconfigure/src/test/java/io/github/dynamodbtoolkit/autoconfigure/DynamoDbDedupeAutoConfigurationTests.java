package io.github.dynamodbtoolkit.autoconfigure;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.dynamodbtoolkit.dedupe.DedupeSettings;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.dedupe.OnUnavailable;
import io.github.dynamodbtoolkit.spring.ValueMapperCustomizer;
import io.github.dynamodbtoolkit.spring.dedupe.Idempotent;
import io.github.dynamodbtoolkit.spring.dedupe.IdempotentPostProcessor;
import io.github.dynamodbtoolkit.spring.dedupe.IdempotentProblems;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.value.ValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import tools.jackson.databind.PropertyNamingStrategies;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

class DynamoDbDedupeAutoConfigurationTests {

	private static final AutoConfigurations OURS = AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
			DynamoDbCacheAutoConfiguration.class, DynamoDbDedupeAutoConfiguration.class);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(OURS)
		.withUserConfiguration(ClientConfiguration.class)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName(), "toolkit.dynamodb.warm-up=false");

	@Test
	void providesAStore() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(DedupeStore.class).hasSingleBean(ValueCodec.class);
			assertThat(context.getBean(DedupeStore.class)
				.<String, RuntimeException>execute("key", (Type) String.class, () -> "done")).isEqualTo("done");
		});
	}

	@Test
	void backsOffToAStoreOfTheApplication() {
		this.runner.withUserConfiguration(OwnStoreConfiguration.class)
			.run((context) -> assertThat(context.getBeanNamesForType(DedupeStore.class)).containsExactly("ownStore"));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("toolkit.dynamodb.dedupe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DedupeStore.class)
				.doesNotHaveBean(IdempotentPostProcessor.class));
	}

	@Test
	void isThereWithoutTheCache() {
		this.runner.withPropertyValues("toolkit.dynamodb.cache.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(DedupeStore.class).hasSingleBean(ValueCodec.class));
	}

	@Test
	void allowedPackagesHoldWithoutTheCache() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.cache.enabled=false",
					"toolkit.dynamodb.cache.allowed-packages=" + getClass().getPackageName())
			.run((context) -> assertThat(context.getBean(ValueCodec.class).encode(new Receipt("1"), null).type())
				.isEqualTo(Receipt.class.getName()));
	}

	@Test
	void mapperOfValuesCanBeCustomized() {
		this.runner
			.withBean(ValueMapperCustomizer.class,
					() -> (mapper) -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))
			.run((context) -> assertThat(
					context.getBean(ValueCodec.class).encode(new Receipt("1"), Receipt.class).bytes())
				.asString(StandardCharsets.UTF_8)
				.isEqualTo("{\"order_id\":\"1\"}"));
	}

	record Receipt(String orderId) {
	}

	@Test
	void asksForNoTableBeforeItIsUsed() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.table-name=missing", "toolkit.dynamodb.initialize-schema=validate")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void propertiesAreSettings() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.dedupe.lease=20", "toolkit.dynamodb.dedupe.job-timeout=1m",
					"toolkit.dynamodb.dedupe.poll-interval=50ms", "toolkit.dynamodb.dedupe.max-waiters=7",
					"toolkit.dynamodb.dedupe.keep-result-for=1d", "toolkit.dynamodb.dedupe.on-unavailable=run")
			.run((context) -> assertThat(context.getBean(DynamoDbDedupeProperties.class).settings())
				.isEqualTo(new DedupeSettings(Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofMillis(50), 7,
						Duration.ofDays(1), OnUnavailable.RUN)));
	}

	@Test
	void defaultsAreTheStores() {
		this.runner.run((context) -> assertThat(context.getBean(DynamoDbDedupeProperties.class).settings())
			.isEqualTo(DedupeSettings.defaults()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					lease=500ms         | toolkit.dynamodb.dedupe.lease must be between 1s and 1h, got 500ms.
					job-timeout=5s      | toolkit.dynamodb.dedupe.job-timeout 5s is shorter than lease 10s: use at least the lease.
					max-waiters=0       | toolkit.dynamodb.dedupe.max-waiters must be between 1 and 100000, got 0.
					keep-result-for=-5s | toolkit.dynamodb.dedupe.keep-result-for must not be negative, got -5s. Leave it out or use 0 to keep no result.
					table-name=t        | toolkit.dynamodb.dedupe.table-name 't' is not a DynamoDB table name: use 3 to 255 characters of a-z A-Z 0-9 _ - .
					""")
	void mistakesAreExplained(String property, String message) {
		this.runner.withPropertyValues("toolkit.dynamodb.dedupe." + property)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(message));
	}

	@Test
	void knownKeyWithAnotherPayloadIsAnswered422() {
		new WebApplicationContextRunner().withConfiguration(OURS)
			.withConfiguration(
					AutoConfigurations.of(DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
			.withUserConfiguration(ClientConfiguration.class, OrdersController.class)
			.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName())
			.run((context) -> {
				assertThat(context).hasSingleBean(IdempotentProblems.class);
				MockMvcTester mvc = MockMvcTester.from(context);
				assertThat(mvc.post().uri("/orders?key=secret&amount=5")).hasStatusOk();
				assertThat(mvc.post().uri("/orders?key=secret&amount=5")).hasStatusOk();
				assertThat(mvc.post().uri("/orders?key=secret&amount=6")).hasStatus(422)
					.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
					.bodyText()
					.contains("already used with another payload")
					.doesNotContain("secret");
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
	static class OwnStoreConfiguration {

		@Bean
		DedupeStore ownStore(ValueCodec codec) {
			return DedupeStore.on(dynamoDb.table(), codec, DedupeSettings.defaults().withLease(Duration.ofMinutes(1)));
		}

	}

	@RestController
	static class OrdersController {

		@PostMapping("/orders")
		@Idempotent(key = "#key", payload = "#amount")
		String order(@RequestParam("key") String key, @RequestParam("amount") int amount) {
			return "ordered " + amount;
		}

	}

}
