package io.github.dynamodbtoolkit.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.FileData;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.State;
import com.launchdarkly.sdk.server.interfaces.LDClientInterface;
import com.sun.net.httpserver.HttpServer;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import io.github.dynamodbtoolkit.flags.FlagDefinition;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagStoreSettings;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.spring.Patience;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.flags.FlagFile;
import io.github.dynamodbtoolkit.spring.flags.LDConfigCustomizer;
import io.github.dynamodbtoolkit.spring.flags.OpenFeatureRegistration;
import io.github.dynamodbtoolkit.spring.health.DynamoDbTableHealthIndicator;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	void eachOfTwoApplicationsInTheJvmHasItsOwnFlags() {
		this.runner.run((one) -> {
			this.runner.withPropertyValues("toolkit.dynamodb.flags.prefix=other").run((other) -> {
				assertThat(other.getBean(Client.class).getBooleanValue("checkout", false, ANN)).isFalse();
				assertThat(one.getBean(Client.class).getBooleanValue("checkout", false, ANN)).isTrue();
			});
			assertThat(one.getBean(Client.class).getBooleanValue("checkout", false, ANN)).isTrue();
		});
	}

	@Test
	void leavesOpenFeaturesDefaultToWhomeverHasIt() {
		OpenFeatureAPI api = OpenFeatureAPI.getInstance();
		AtomicBoolean shutDown = new AtomicBoolean();
		FeatureProvider own = new InMemoryProvider(Map.of()) {
			@Override
			public void shutdown() {
				shutDown.set(true);
			}
		};
		api.setProviderAndWait(own);
		this.runner.run((context) -> {
			assertThat(context.getBean(Client.class).getBooleanValue("checkout", false, ANN)).isTrue();
			assertThat(api.getProvider()).isSameAs(own);
			assertThat(api.getClient().getBooleanValue("checkout", false, ANN)).isFalse();
		});
		assertThat(api.getProvider()).isSameAs(own);
		assertThat(shutDown).isFalse();
		api.setProviderAndWait(new NoOpProvider());
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
	void whatTheApplicationWritesItSeesAtOnce() {
		this.runner.withPropertyValues("toolkit.dynamodb.flags.prefix=own", "toolkit.dynamodb.flags.cache-ttl=1h")
			.run((context) -> {
				Client client = context.getBean(Client.class);
				FlagWriter writer = context.getBean(FlagWriter.class);
				FlagDefinition flag = writer.save(FlagDefinition.of("checkout").turnedOn());
				assertThat(client.getBooleanValue("checkout", false, ANN)).isTrue();
				writer.save(flag.turnedOff());
				assertThat(client.getBooleanValue("checkout", true, ANN)).isFalse();
			});
	}

	@Test
	void evaluatesAsTheOfficialSdkDoesOnTheSameData() throws IOException {
		URL data = DynamoDbLocal.class.getResource("flag-data.json");
		LDConfig config = new LDConfig.Builder()
			.dataSource(FileData.dataSource().classpathResources("io/github/dynamodbtoolkit/testing/flag-data.json"))
			.events(Components.noEvents())
			.build();
		try (LDClient official = new LDClient("unused", config)) {
			this.runner
				.withPropertyValues("toolkit.dynamodb.flags.prefix=official",
						"toolkit.dynamodb.flags.import-from=" + data)
				.run((context) -> {
					Client client = context.getBean(Client.class);
					Set<String> seen = new HashSet<>();
					for (int i = 0; i < 100; i++) {
						for (String flag : official.allFlagsState(LDContext.create("user-" + i))
							.toValuesMap()
							.keySet()) {
							seen.add(flag + " " + evaluateAlike(client, official, flag, i));
						}
					}
					assertThat(seen).contains("rules TARGETING_MATCH", "rules DEFAULT", "rollout DEFAULT",
							"dependent DEFAULT", "off DISABLED", "number DEFAULT", "organizations DEFAULT");
				});
		}
	}

	private static String evaluateAlike(Client client, LDClient official, String flag, int user) {
		boolean beta = user % 5 == 0;
		String country = (user % 3 == 0) ? "de" : "fr";
		String version = "2." + user % 7 + ".0";
		var expected = official.jsonValueVariationDetail(flag,
				LDContext.builder("user-" + user)
					.set("country", country)
					.set("version", version)
					.set("beta", beta)
					.build(),
				LDValue.ofNull());
		FlagEvaluationDetails<Value> details = client.getObjectDetails(flag, new Value("default"),
				new MutableContext("user-" + user).add("country", country).add("version", version).add("beta", beta));
		assertThat(details.getErrorCode()).isNull();
		if (expected.getValue().isNull()) {
			assertThat(details.getValue().asString()).isEqualTo("default");
		}
		else {
			assertThat(details.getVariant()).isEqualTo(String.valueOf(expected.getVariationIndex()));
			Value value = details.getValue();
			Object plain = value.isStructure() ? value.asStructure().asObjectMap() : value.asObject();
			assertThat(LDValue.parse(JsonMapper.shared().writeValueAsString(plain))).isEqualTo(expected.getValue());
		}
		return details.getReason();
	}

	@Test
	void importsAFileAtStart(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("flags.json"),
				"{\"flags\": {\"theme\": %s}}".formatted(FlagDefinition.of("theme").turnedOn().json()));
		ApplicationContextRunner importing = this.runner.withPropertyValues("toolkit.dynamodb.flags.prefix=imported",
				"toolkit.dynamodb.flags.import-from=" + file.toUri());
		importing.run((context) -> {
			assertThat(context.getBean(Client.class).getBooleanValue("theme", false, ANN)).isTrue();
			context.getBean(FlagWriter.class).save(FlagDefinition.of("made-by-hand"));
		});
		importing.run((context) -> {
			assertThat(context.getBean(FlagWriter.class).find("made-by-hand")).isNull();
			assertThat(context.getBean(FlagWriter.class).find("theme").version()).isEqualTo(1);
		});
	}

	@Test
	void doesNotStartWithAFileThatIsNotValid(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("flags.json"), "{\"flags\": {\"theme\": {}}}");
		this.runner.withPropertyValues("toolkit.dynamodb.flags.import-from=" + file.toUri())
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.startsWith("The flags were not imported. URL [file:")
				.contains("Flag 'theme' is not valid: "));
		this.runner.withPropertyValues("toolkit.dynamodb.flags.import-from=classpath:absent.json").run((context) -> {
			FailureAnalysis analysis = analysis(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("class path resource [absent.json] cannot be read");
			assertThat(analysis.getAction()).contains("toolkit.dynamodb.flags.import-from");
		});
		this.runner
			.withPropertyValues("toolkit.dynamodb.flags.import-from=classpath:absent.json",
					"toolkit.dynamodb.flags.read-only=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("toolkit.dynamodb.flags.import-from is class path resource [absent.json], but "
						+ "toolkit.dynamodb.flags.read-only is true: leave out one of them."));
	}

	private static FailureAnalysis analysis(Throwable failure) {
		return new InvalidFlagFileFailureAnalyzer().analyze(failure);
	}

	@Test
	void startsAndKeepsTheFileForLaterWhileDynamoDbIsDown(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("flags.json"),
				"{\"flags\": {\"theme\": %s}}".formatted(FlagDefinition.of("theme").turnedOn().json()));
		FaultyHttpClient http = new FaultyHttpClient();
		http.always(Fault.error(400, "AccessDeniedException"));
		FlagWriter writer = FlagWriter
			.on(FlagStore.on(TableClient.on(DynamoDbLocal.client(http), DynamoDbLocal.settings(tableName)),
					FlagStoreSettings.defaults().withPrefix("later")));
		FlagFile importing = new FlagFile(new FileSystemResource(file), writer, Duration.ofMillis(20));
		importing.afterPropertiesSet();
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> writer.find("theme"));
		http.heal();
		Awaitility.await().ignoreExceptions().until(() -> writer.find("theme") != null);
		importing.destroy();
	}

	@Test
	void startsWithoutDynamoDbServesDefaultsAndRecovers() {
		FaultyHttpClient http = new FaultyHttpClient();
		http.always(Fault.unreachable());
		this.runner.withPropertyValues("toolkit.dynamodb.flags.cache-ttl=200ms")
			.withBean("dynamoDbClient", DynamoDbClient.class, () -> DynamoDbLocal.client(http))
			.withAllowBeanDefinitionOverriding(true)
			.run((context) -> {
				Client client = context.getBean(Client.class);
				assertThat(client.getBooleanValue("checkout", false, ANN)).isFalse();
				http.heal();
				Awaitility.await().until(() -> client.getBooleanValue("checkout", false, ANN));
				http.always(Fault.unreachable());
				Awaitility.await().until(() -> client.getProviderState() == ProviderState.STALE);
				assertThat(client.getBooleanValue("checkout", false, ANN)).isTrue();
				http.heal();
				Awaitility.await().until(() -> client.getProviderState() == ProviderState.READY);
			});
	}

	@Test
	void healthCoversTheTableOfTheFlags() {
		this.runner.withConfiguration(AutoConfigurations.of(DynamoDbToolkitHealthContributorAutoConfiguration.class))
			.run((context) -> Awaitility.await()
				.untilAsserted(
						() -> assertThat(context.getBean(DynamoDbTableHealthIndicator.class).health().getDetails())
							.hasToString("{tables={" + tableName + "={status=UP, stores=[flags]}}}")));
	}

	@Test
	void countsEvaluationsAndEvents() {
		this.runner.withConfiguration(AutoConfigurations.of(DynamoDbToolkitMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("toolkit.dynamodb.flags.prefix=counted", "toolkit.dynamodb.flags.cache-ttl=100ms")
			.run((context) -> {
				context.getBean(FlagWriter.class).save(FlagDefinition.of("checkout").turnedOn());
				context.getBean(Client.class).getBooleanValue("checkout", false, ANN);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("dynamodb.toolkit.flag.evaluations")
					.tags("flag", "checkout", "variant", "0", "reason", "DEFAULT")
					.counter()
					.count()).isEqualTo(1);
				Awaitility.await()
					.ignoreExceptions()
					.until(() -> registry.get("dynamodb.toolkit.flag.events")
						.tag("event", "ready")
						.counter()
						.count() == 1
							&& registry.get("dynamodb.toolkit.flag.events")
								.tag("event", "changed")
								.counter()
								.count() > 0);
			});
	}

	@Test
	void receivesFlagsFromTheServiceWhereAKeyIsGivenAndKeepsThemInTheTable() throws IOException {
		List<String> keys = new CopyOnWriteArrayList<>();
		List<String> calls = new CopyOnWriteArrayList<>();
		HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		service.createContext("/sdk/latest-all", (exchange) -> {
			keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
			byte[] flags = "{\"flags\": {\"served\": %s}, \"segments\": {}}"
				.formatted(FlagDefinition.of("served").turnedOn().json())
				.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, flags.length);
			exchange.getResponseBody().write(flags);
			exchange.close();
		});
		service.start();
		URI address = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
		ApplicationContextRunner online = this.runner
			.withPropertyValues("toolkit.dynamodb.flags.launchdarkly.sdk-key=sdk-secret",
					"toolkit.dynamodb.flags.prefix=service", "toolkit.dynamodb.flags.cache-ttl=1ms")
			.withBean(ToolkitMetrics.class, () -> new ToolkitMetrics() {
				@Override
				public void tableCalled(TableCall call) {
					calls.add(call.operation());
				}
			})
			.withBean(LDConfigCustomizer.class,
					() -> (config) -> config.events(Components.noEvents())
						.bigSegments(null)
						.dataSource(Components.pollingDataSource())
						.serviceEndpoints(Components.serviceEndpoints().polling(address)));
		online.run((context) -> {
			assertThat(context.getBean(Client.class).getBooleanValue("served", false, ANN)).isTrue();
			assertThat(context.getBean(FlagWriter.class).find("served").isOn()).isTrue();
			calls.clear();
			for (int i = 0; i < 100; i++) {
				context.getBean(Client.class).getBooleanValue("served", false, ANN);
			}
			assertThat(calls).isEmpty();
		});
		assertThat(keys).containsOnly("sdk-secret");
		service.stop(0);
		online.withPropertyValues("toolkit.dynamodb.flags.start-wait=100ms")
			.run((context) -> assertThat(context.getBean(Client.class).getBooleanValue("served", false, ANN)).isTrue());
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
	void backsOffToAProviderOfTheApplication() {
		this.runner.withBean(FeatureProvider.class, NoOpProvider::new)
			.run((context) -> assertThat(context).doesNotHaveBean(OpenFeatureRegistration.class)
				.doesNotHaveBean(Client.class));
	}

	@Test
	void hasNoWriterOfAStoreThatIsOnlyRead() {
		this.runner.withPropertyValues("toolkit.dynamodb.flags.read-only=true").run((context) -> {
			assertThat(context).doesNotHaveBean(FlagWriter.class);
			assertThat(context.getBean(Client.class).getBooleanValue("checkout", false, ANN)).isTrue();
		});
	}

	@Test
	void lazyApplicationHasItsFlagsAtStartAsWell(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("flags.json"),
				"{\"flags\": {\"theme\": %s}}".formatted(FlagDefinition.of("theme").turnedOn().json()));
		ApplicationContextRunner lazy = this.runner.withInitializer(
				(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()));
		lazy.withPropertyValues("toolkit.dynamodb.flags.prefix=lazy",
				"toolkit.dynamodb.flags.import-from=" + file.toUri())
			.run((context) -> assertThat(OpenFeatureAPI.getInstance().getClient().getBooleanValue("theme", false, ANN))
				.isTrue());
		lazy.withClassLoader(new FilteredClassLoader("com.launchdarkly", "dev.openfeature"))
			.withPropertyValues("toolkit.dynamodb.flags.import-from=classpath:absent.json")
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.contains("absent.json"));
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
	void prefixThatCannotBeNamesItsPropertyAtStart() {
		this.runner.withPropertyValues("toolkit.dynamodb.flags.prefix=" + "x".repeat(256))
			.withClassLoader(new FilteredClassLoader("com.launchdarkly", "dev.openfeature"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("toolkit.dynamodb.flags.prefix is 256 bytes in UTF-8, the limit is 255. "
						+ "Shorten it or hash it yourself."));
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
