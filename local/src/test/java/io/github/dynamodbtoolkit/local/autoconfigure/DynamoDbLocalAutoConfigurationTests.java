package io.github.dynamodbtoolkit.local.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.awspring.cloud.autoconfigure.AwsSyncClientCustomizer;
import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.AwsClientBuilderConfigurer;
import io.awspring.cloud.autoconfigure.core.AwsConnectionDetails;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration;
import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbClientCustomizer;
import io.awspring.cloud.dynamodb.DynamoDbTemplate;
import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import io.github.dynamodbtoolkit.local.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoDbLocalAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DynamoDbLocalAutoConfigurationTests {

	private final ApplicationContextRunner alone = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbLocalAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.alone
		.withConfiguration(AutoConfigurations.of(AwsAutoConfiguration.class, CredentialsProviderAutoConfiguration.class,
				RegionProviderAutoConfiguration.class, DynamoDbAutoConfiguration.class));

	private final ApplicationContextRunner elsewhere = this.runner.withPropertyValues(
			"spring.cloud.aws.region.static=eu-west-1", "spring.cloud.aws.credentials.access-key=key",
			"spring.cloud.aws.credentials.secret-key=secret");

	@Test
	void startsByItsPresenceWithoutRegionOrCredentials() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(DynamoDbLocalServer.class).hasSingleBean(DynamoDbClient.class);
			DynamoDbClient client = context.getBean(DynamoDbClient.class);
			Tables.create(client);
			Tables.put(client, "a");
			assertThat(Tables.has(client, "a")).isTrue();
		});
	}

	@Test
	void startsWithoutSpringCloudAws() {
		this.alone.withClassLoader(new FilteredClassLoader("io.awspring")).run((context) -> {
			assertThat(context).hasSingleBean(DynamoDbLocalServer.class);
			assertThat(context.getBean(DynamoDbClient.class).listTables().tableNames()).isEmpty();
		});
	}

	@Test
	void saysLoudlyThatItIsOn(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output)
			.containsPattern("WARN.* DynamoDB Local runs in this process at "
					+ context.getBean(DynamoDbLocalServer.class).endpoint() + ": .*never for production")
			.contains("toolkit.dynamodb.local.enabled=false"));
	}

	@Test
	void leavesTheRestOfSpringCloudAwsOnItsClient() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(DynamoDbTemplate.class));
	}

	@Test
	void leavesClientsOfOtherServicesWhereTheyWere() {
		this.elsewhere.run((context) -> {
			assertThat(context).hasSingleBean(DynamoDbLocalServer.class).doesNotHaveBean(AwsConnectionDetails.class);
			DynamoDbServiceClientConfiguration other = other(context.getBean(AwsClientBuilderConfigurer.class));
			assertThat(other.endpointOverride()).isEmpty();
			assertThat(other.region()).isEqualTo(Region.EU_WEST_1);
			assertThat(other.credentialsProvider().resolveIdentity().join().accessKeyId()).isEqualTo("key");
		});
	}

	@Test
	void appliesTheCustomizersOfSpringCloudAws() {
		AtomicInteger calls = new AtomicInteger();
		DynamoDbClientCustomizer client = (builder) -> builder
			.overrideConfiguration((override) -> override.addExecutionInterceptor(new CallCounter(calls)));
		AwsSyncClientCustomizer syncClient = (builder) -> calls.addAndGet(10);
		this.runner.withBean(DynamoDbClientCustomizer.class, () -> client)
			.withBean(AwsSyncClientCustomizer.class, () -> syncClient)
			.run((context) -> {
				context.getBean(DynamoDbClient.class).listTables();
				assertThat(calls).hasValue(11);
			});
	}

	@Test
	void letsNoCustomizerSendTestDataToAws() {
		DynamoDbClientCustomizer toAws = (builder) -> builder.region(Region.EU_NORTH_1)
			.endpointOverride(URI.create("https://dynamodb.eu-north-1.amazonaws.com"));
		this.runner.withBean(DynamoDbClientCustomizer.class, () -> toAws)
			.run((context) -> assertThat(endpoint(context.getBean(DynamoDbClient.class)))
				.isEqualTo(context.getBean(DynamoDbLocalServer.class).endpoint()));
	}

	@Test
	void staysOffWhenSwitchedOff() {
		this.elsewhere.withPropertyValues("toolkit.dynamodb.local.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoDbLocalServer.class)
				.hasSingleBean(DynamoDbClient.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "toolkit.dynamodb.endpoint", "spring.cloud.aws.dynamodb.endpoint",
			"spring.cloud.aws.endpoint" })
	void staysOffWhenAnEndpointIsSet(String property, CapturedOutput output) {
		this.elsewhere.withPropertyValues(property + "=http://127.0.0.1:1").run((context) -> {
			assertThat(context).doesNotHaveBean(DynamoDbLocalServer.class).hasSingleBean(DynamoDbClient.class);
			assertThat(output).containsOnlyOnce("DynamoDB Local stays off: the property %s is set".formatted(property));
		});
	}

	@Test
	void staysOffWhenTheApplicationUsesDax() {
		this.alone.withPropertyValues("spring.cloud.aws.dynamodb.dax.url=dax://cluster")
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoDbLocalServer.class));
	}

	@Test
	void staysOffWhenTheApplicationHasItsOwnClient(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnClientConfiguration.class).run((context) -> {
			assertThat(context).doesNotHaveBean(DynamoDbLocalServer.class).hasSingleBean(DynamoDbClient.class);
			assertThat(output).contains("DynamoDB Local stays off: there is a DynamoDbClient bean");
		});
	}

	@Test
	void staysOffWhenThereIsAServiceConnection(CapturedOutput output) {
		this.elsewhere.withBean(AwsConnectionDetails.class, () -> new AwsConnectionDetails() {
		}).run((context) -> {
			assertThat(context).doesNotHaveBean(DynamoDbLocalServer.class).hasSingleBean(DynamoDbClient.class);
			assertThat(output).contains("DynamoDB Local stays off: there is a service connection to AWS");
		});
	}

	@Test
	void usesTheServerOfTheApplication() {
		try (DynamoDbLocalServer own = DynamoDbLocalServer.start()) {
			this.runner.withBean(DynamoDbLocalServer.class, () -> own)
				.run((context) -> assertThat(endpoint(context.getBean(DynamoDbClient.class)))
					.isEqualTo(own.endpoint()));
		}
	}

	@Test
	void stopsWithTheContextAfterWhatUsesIt() {
		this.runner.withUserConfiguration(LastCallConfiguration.class).run((context) -> {
			LastCall lastCall = context.getBean(LastCall.class);
			int port = context.getBean(DynamoDbLocalServer.class).endpoint().getPort();
			context.close();
			assertThat(lastCall.answered).isTrue();
			DynamoDbLocalServer.start(port).close();
		});
	}

	@Test
	void laterInstancesJoinTheFirstOnItsPort(CapturedOutput output) {
		this.runner.run((first) -> {
			int port = first.getBean(DynamoDbLocalServer.class).endpoint().getPort();
			Tables.create(first.getBean(DynamoDbClient.class));
			this.runner.withPropertyValues("toolkit.dynamodb.local.port=" + port).run((second) -> {
				assertThat(second.getBean(DynamoDbLocalServer.class).joined()).isTrue();
				Tables.put(second.getBean(DynamoDbClient.class), "a");
			});
			assertThat(output).contains("DynamoDB Local of another process is used at");
			assertThat(Tables.has(first.getBean(DynamoDbClient.class), "a")).isTrue();
		});
	}

	@Test
	void dataInAFileSurvivesARestart(@TempDir Path directory) {
		ApplicationContextRunner withFile = this.runner
			.withPropertyValues("toolkit.dynamodb.local.file=" + directory.resolve("data.db"));
		withFile.run((context) -> Tables.create(context.getBean(DynamoDbClient.class)));
		withFile
			.run((context) -> assertThat(context.getBean(DynamoDbClient.class).listTables().tableNames()).isNotEmpty());
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 65536 })
	void saysWhichPortsThereAre(int port) {
		this.runner.withPropertyValues("toolkit.dynamodb.local.port=" + port)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(
						"toolkit.dynamodb.local.port is %d: write a port from 1 to 65535, or leave it out for a free one",
						port));
	}

	private static URI endpoint(DynamoDbClient client) {
		return client.serviceClientConfiguration().endpointOverride().orElseThrow();
	}

	private static DynamoDbServiceClientConfiguration other(AwsClientBuilderConfigurer configurer) {
		try (DynamoDbAsyncClient client = configurer.configure(DynamoDbAsyncClient.builder()).build()) {
			return client.serviceClientConfiguration();
		}
	}

	private record CallCounter(AtomicInteger calls) implements ExecutionInterceptor {

		@Override
		public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
			this.calls.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClientConfiguration {

		@Bean
		DynamoDbClient ownClient() {
			return DynamoDbClient.builder().region(Region.EU_WEST_1).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LastCallConfiguration {

		@Bean
		LastCall lastCall(DynamoDbClient client) {
			return new LastCall(client);
		}

	}

	static final class LastCall implements DisposableBean {

		private final DynamoDbClient client;

		private boolean answered;

		LastCall(DynamoDbClient client) {
			this.client = client;
		}

		@Override
		public void destroy() {
			this.answered = this.client.listTables().hasTableNames();
		}

	}

}
