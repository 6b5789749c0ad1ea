package io.github.dynamodbtoolkit.autoconfigure;

import java.time.Duration;

import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.State;
import com.launchdarkly.sdk.server.interfaces.LDClientInterface;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import io.github.dynamodbtoolkit.flags.FlagDefinition;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagStoreSettings;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.spring.Patience;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.flags.OpenFeatureRegistration;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class DynamoDbFlagsAutoConfigurationTests {

	private static final ImmutableContext ANN = new ImmutableContext("ann");

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static String tableName;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class, DynamoDbFlagsAutoConfiguration.class))
		.withUserConfiguration(ClientConfiguration.class)
		.withPropertyValues("toolkit.dynamodb.flags.table-name=" + tableName, "toolkit.dynamodb.flags.start-wait=20s")
		.withPropertyValues(Patience.properties());

	@BeforeAll
	static void writeAFlag() {
		tableName = dynamoDb.newTable(TableSchema.FLAGS);
		FlagStore store = FlagStore.on(TableClient.on(DynamoDbLocal.client(), DynamoDbLocal.settings(tableName)),
				FlagStoreSettings.defaults());
		FlagWriter.on(store).save(FlagDefinition.of("checkout").turnedOn());
	}

	@Test
	void evaluatesFlagsOfTheTableThroughOpenFeature() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(LDClient.class).hasSingleBean(FlagWriter.class);
			assertThat(context.getBean(Client.class).getBooleanValue("checkout", false, ANN)).isTrue();
			assertThat(OpenFeatureAPI.getInstance().getClient().getBooleanValue("checkout", false, ANN)).isTrue();
		});
		assertThat(OpenFeatureAPI.getInstance().getProvider()).isInstanceOf(NoOpProvider.class);
	}

	@Test
	void startsWithoutATableAndAnswersDefaults() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.flags.table-name=absent-flags",
					"toolkit.dynamodb.flags.start-wait=100ms")
			.run((context) -> assertThat(context.getBean(Client.class).getBooleanValue("checkout", false, ANN))
				.isFalse());
	}

	@Test
	void changedFlagIsSeenWithinTheCacheTtl() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.flags.prefix=changing", "toolkit.dynamodb.flags.start-wait=100ms",
					"toolkit.dynamodb.flags.cache-ttl=100ms")
			.run((context) -> {
				context.getBean(FlagWriter.class).save(FlagDefinition.of("checkout").turnedOn());
				assertThat(context.getBean(LDClient.class)
					.getDataSourceStatusProvider()
					.waitFor(State.VALID, Duration.ofSeconds(20))).isTrue();
				assertThat(context.getBean(Client.class).getBooleanValue("checkout", false, ANN)).isTrue();
			});
	}

	@Test
	void backsOffToAClientOfTheApplication() {
		LDClient own = new LDClient("own", new LDConfig.Builder().offline(true).build());
		this.runner.withBean(LDClientInterface.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(LDClientInterface.class)
				.getBean(LDClientInterface.class)
				.isSameAs(own));
	}

	@Test
	void backsOffToAnOpenFeatureClientOfTheApplication() {
		Client own = OpenFeatureAPI.createIsolated().getClient();
		this.runner.withBean(Client.class, () -> own)
			.run((context) -> assertThat(context).doesNotHaveBean(OpenFeatureRegistration.class));
	}

	@Test
	void asksForNoTableWithoutLaunchDarklysSdk() {
		this.runner.withClassLoader(new FilteredClassLoader("com.launchdarkly", "dev.openfeature")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(TableClients.class).tables()).isEmpty();
			assertThat(context.getBean(FlagWriter.class).find("checkout").isOn()).isTrue();
		});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("toolkit.dynamodb.flags.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FlagStore.class).doesNotHaveBean(LDClient.class));
	}

	@Test
	void keyOfTheServiceIsNeverShown() {
		assertThat(new DynamoDbFlagsProperties.LaunchDarklyService("sdk-secret").toString()).doesNotContain("secret");
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean(destroyMethod = "")
		DynamoDbClient dynamoDbClient() {
			return DynamoDbLocal.client();
		}

	}

}
