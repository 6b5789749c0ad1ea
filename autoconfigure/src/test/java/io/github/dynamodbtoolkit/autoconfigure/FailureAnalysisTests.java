package io.github.dynamodbtoolkit.autoconfigure;

import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what is printed when an application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	@Test
	void ofAMissingTable(CapturedOutput output) {
		String missing = dynamoDb.newTableName();
		fail(Application.class, "--toolkit.dynamodb.table-name=" + missing,
				"--toolkit.dynamodb.initialize-schema=validate");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("DynamoDB table \"" + missing + "\" is not as the stores need it:")
			.contains("    - the table does not exist")
			.contains("    aws dynamodb create-table --table-name " + missing)
			.contains("toolkit.dynamodb.initialize-schema=create")
			.doesNotContain("\tat ");
	}

	@Test
	void ofATableWithAnotherSchema(CapturedOutput output) {
		String flags = dynamoDb.newTableName();
		TableClient.on(DynamoDbLocal.client(), flags).admin().create(new TableSchema("namespace", "key", null, null));
		fail(Application.class, "--toolkit.dynamodb.table-name=" + flags,
				"--toolkit.dynamodb.initialize-schema=validate");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("    - its keys are namespace (S, HASH), key (S, RANGE), expected pk (S, HASH), sk (S, RANGE)")
			.contains("    Keys cannot be changed: create a table of another name, and use that")
			.doesNotContain("time to live", "aws dynamodb", "initialize-schema=create");
	}

	@Test
	void ofATableThatIsFoundMissingLater(CapturedOutput output) {
		String missing = dynamoDb.newTableName();
		fail(ReadingApplication.class, "--toolkit.dynamodb.table-name=" + missing);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("DynamoDB table \"" + missing + "\" was not found. Create the table using your infrastructure "
					+ "before using DynamoDB stores")
			.contains("toolkit.dynamodb.initialize-schema=validate prints the command");
	}

	@Test
	void ofDynamoDbThatDoesNotAnswer(CapturedOutput output) {
		fail(Application.class, "--toolkit.dynamodb.endpoint=http://127.0.0.1:1",
				"--toolkit.dynamodb.initialize-schema=validate");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("DescribeTable failed: ")
			.contains("with never the application starts without it");
	}

	@Test
	void ofAMissingRegion(CapturedOutput output) {
		withoutRegion(() -> fail(NoRegionApplication.class));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("No AWS region: the DynamoDB client found none")
			.contains("Set spring.cloud.aws.region.static or AWS_REGION")
			.contains("toolkit.dynamodb.region does not do it");
	}

	@Test
	void ofAMissingRegionWithSpringCloudAws(CapturedOutput output) {
		withoutRegion(() -> fail(SpringCloudAwsApplication.class, "--spring.cloud.aws.credentials.access-key=key",
				"--spring.cloud.aws.credentials.secret-key=secret"));
		assertThat(output).contains("No AWS region: the DynamoDB client found none");
	}

	@Test
	void ofAnotherClientsMissingRegionIsNotOurs() {
		SdkClientException ofOther = SdkClientException.create("Unable to load region from any of the providers");
		ofOther.setStackTrace(new StackTraceElement[0]);
		assertThat(new NoRegionFailureAnalyzer().analyze(ofOther)).isNull();
		assertThat(new NoRegionFailureAnalyzer().analyze(SdkClientException.create("Something else"))).isNull();
	}

	@Test
	void ofSeveralClients(CapturedOutput output) {
		fail(TwoClientsApplication.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("required a single bean, but 2 were found")
			.contains("marking one of the beans as @Primary");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"table-name=t | toolkit.dynamodb.table-name 't' is not a DynamoDB table name: use 3 to 255 characters",
			"endpoint=localhost:8000 | toolkit.dynamodb.endpoint 'localhost:8000' needs a scheme: http://localhost:8000",
			"initialize-schema=always | Property: toolkit.dynamodb.initialize-schema",
			"initialize-schema=always | VALIDATE", "time-budgets.cache-reed.attempts=2 | cache-reed",
			"warm-up=perhaps | Property: toolkit.dynamodb.warm-up" })
	void ofAPropertyThatCannotBe(String property, String message, CapturedOutput output) {
		fail(Application.class, "--toolkit.dynamodb." + property);
		assertThat(output).contains("APPLICATION FAILED TO START").contains(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "rate-limit.default.limit=5 | rate-limit.default.window is missing",
			"dedupe.lease=0 | dedupe.lease must be between 1s and 1h, got 0s" })
	void ofASettingOfAStoreThatCannotBe(String property, String message, CapturedOutput output) {
		fail(StoresApplication.class, "--toolkit.dynamodb." + property);
		assertThat(output).contains("APPLICATION FAILED TO START").contains("Exception: toolkit.dynamodb." + message);
	}

	private static void fail(Class<?> application, String... args) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE).run(args).close());
	}

	private static void withoutRegion(Runnable action) {
		System.setProperty("aws.disableEc2Metadata", "true");
		try {
			action.run();
		}
		finally {
			System.clearProperty("aws.disableEc2Metadata");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DynamoDbToolkitAutoConfiguration.class)
	static class Application {

		@Bean(destroyMethod = "")
		DynamoDbClient client() {
			return DynamoDbLocal.client();
		}

		@Bean
		TableClient store(TableClients tables) {
			return tables.forStore("test", null, null, null, TableSchema.TOOLKIT);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DynamoDbToolkitAutoConfiguration.class, DynamoDbDedupeAutoConfiguration.class,
			DynamoDbRateLimitAutoConfiguration.class })
	static class StoresApplication {

		@Bean(destroyMethod = "")
		DynamoDbClient client() {
			return DynamoDbLocal.client();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReadingApplication extends Application {

		@Bean
		Object value(TableClient table) {
			return table.get(table.keys().tag("a"), Consistency.STRONG, CallKind.BULK);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DynamoDbToolkitAutoConfiguration.class)
	static class NoRegionApplication {

		@Bean
		DynamoDbClient client() {
			return DynamoDbClient.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AwsAutoConfiguration.class, CredentialsProviderAutoConfiguration.class,
			RegionProviderAutoConfiguration.class, DynamoDbAutoConfiguration.class,
			DynamoDbToolkitAutoConfiguration.class })
	static class SpringCloudAwsApplication {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoClientsApplication extends Application {

		@Bean(destroyMethod = "")
		DynamoDbClient secondClient() {
			return DynamoDbLocal.client();
		}

	}

}
