package io.github.dynamodbtoolkit.spring.flags;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.launchdarkly.sdk.ContextKind;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.DataModel;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.TestData;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.ErrorInfo;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.ErrorKind;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.State;
import com.launchdarkly.sdk.server.subsystems.DataSource;
import com.launchdarkly.sdk.server.subsystems.DataSourceUpdateSink;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.FullDataSet;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.ItemDescriptor;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.KeyedItems;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenFeature's client over LaunchDarkly's.
 */
class LaunchDarklyProviderTests {

	private static final ImmutableContext ANN = new ImmutableContext("ann");

	private final TestData flags = TestData.dataSource();

	private final LDClient launchDarkly = new LDClient("unused",
			new LDConfig.Builder().dataSource(this.flags).events(Components.noEvents()).build());

	private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();

	private final BlockingQueue<FlagEvent> events = new LinkedBlockingQueue<>();

	private final ToolkitMetrics metrics = new ToolkitMetrics() {
		@Override
		public void flagEvent(FlagEvent event) {
			LaunchDarklyProviderTests.this.events.add(event);
		}
	};

	private Client client() {
		this.api.setProviderAndWait(new LaunchDarklyProvider(this.launchDarkly, this.metrics, List.of()));
		return this.api.getClient();
	}

	@AfterEach
	void shutDown() throws IOException {
		this.api.shutdown();
		this.launchDarkly.close();
	}

	@Test
	void evaluatesValuesOfAllTypes() {
		value("boolean", LDValue.of(true));
		value("string", LDValue.of("blue"));
		value("integer", LDValue.of(42));
		value("double", LDValue.of(1.5));
		value("object", LDValue.parse("{\"limit\":7,\"names\":[\"a\",null]}"));
		Client client = client();
		assertThat(client.getBooleanValue("boolean", false, ANN)).isTrue();
		assertThat(client.getStringValue("string", "?", ANN)).isEqualTo("blue");
		assertThat(client.getIntegerValue("integer", 0, ANN)).isEqualTo(42);
		assertThat(client.getDoubleValue("double", 0.0, ANN)).isEqualTo(1.5);
		Value object = client.getObjectValue("object", new Value(), ANN);
		assertThat(object.asStructure().getValue("limit").asInteger()).isEqualTo(7);
		assertThat(object.asStructure().getValue("names").asList()).containsExactly(new Value("a"), new Value());
	}

	private void value(String key, LDValue value) {
		this.flags.update(this.flags.flag(key).valueForAll(value));
	}

	@Test
	void attributesAndKindsOfTheContextCount() {
		this.flags.update(
				this.flags.flag("f").fallthroughVariation(false).ifMatch("country", LDValue.of("de")).thenReturn(true));
		this.flags.update(this.flags.flag("g")
			.fallthroughVariation(false)
			.ifMatch(ContextKind.of("organization"), "key", LDValue.of("acme"))
			.thenReturn(true));
		Client client = client();
		assertThat(client.getBooleanValue("f", false, new MutableContext("ann").add("country", "de"))).isTrue();
		assertThat(client.getBooleanValue("f", true, new MutableContext("ann").add("country", "fr"))).isFalse();
		assertThat(client.getBooleanValue("g", false, new MutableContext("acme").add("kind", "organization"))).isTrue();
		assertThat(client.getBooleanValue("g", false,
				new ImmutableContext(Map.of("kind", new Value("multi"), "user",
						new Value(new ImmutableStructure(Map.of("key", new Value("ann")))), "organization",
						new Value(new ImmutableStructure(Map.of("key", new Value("acme"))))))))
			.isTrue();
	}

	@Test
	void saysWhyAndWhichVariation() {
		this.flags.update(this.flags.flag("f").variationForUser("ann", true).fallthroughVariation(false));
		Client client = client();
		assertThat(client.getBooleanDetails("f", false, ANN))
			.returns("TARGETING_MATCH", FlagEvaluationDetails::getReason)
			.returns("0", FlagEvaluationDetails::getVariant);
		assertThat(client.getBooleanDetails("f", false, new ImmutableContext("bob"))).returns("DEFAULT",
				FlagEvaluationDetails::getReason);
		this.flags.update(this.flags.flag("f").on(false));
		assertThat(client.getBooleanDetails("f", false, ANN)).returns("DISABLED", FlagEvaluationDetails::getReason);
	}

	@Test
	void whatGoesWrongAnswersTheDefaultWithTheReason() {
		value("string", LDValue.of("blue"));
		Client client = client();
		assertThat(client.getBooleanDetails("absent", true, ANN)).returns(true, FlagEvaluationDetails::getValue)
			.returns(ErrorCode.FLAG_NOT_FOUND, FlagEvaluationDetails::getErrorCode);
		assertThat(client.getBooleanDetails("string", true, ANN)).returns(true, FlagEvaluationDetails::getValue)
			.returns(ErrorCode.TYPE_MISMATCH, FlagEvaluationDetails::getErrorCode);
		assertThat(client.getStringDetails("string", "?")).returns("?", FlagEvaluationDetails::getValue)
			.returns(ErrorCode.TARGETING_KEY_MISSING, FlagEvaluationDetails::getErrorCode);
		assertThat(client.getStringDetails("string", "?", new MutableContext("ann").add("kind", "no kind")))
			.returns(ErrorCode.INVALID_CONTEXT, FlagEvaluationDetails::getErrorCode);
	}

	@Test
	void tellsWhichFlagsHaveChanged() throws Exception {
		value("f", LDValue.of("blue"));
		Client client = client();
		BlockingQueue<List<String>> changed = new LinkedBlockingQueue<>();
		client.onProviderConfigurationChanged((event) -> changed.add(event.getFlagsChanged()));
		value("f", LDValue.of("red"));
		assertThat(changed.poll(20, TimeUnit.SECONDS)).containsExactly("f");
		assertThat(this.events.poll(20, TimeUnit.SECONDS)).isEqualTo(FlagEvent.CHANGED);
		assertThat(client.getStringValue("f", "?", ANN)).isEqualTo("red");
	}

	@Test
	void tellsOnceOfBeingStaleReadyAgainAndBroken() throws Exception {
		value("f", LDValue.of("blue"));
		Client client = client();
		BlockingQueue<String> told = new LinkedBlockingQueue<>();
		client.onProviderStale((event) -> told.add("stale: " + event.getMessage()));
		client.onProviderError((event) -> told.add("error: " + event.getMessage()));
		this.flags.updateStatus(State.INTERRUPTED, ErrorInfo.fromHttpError(503));
		assertThat(told.poll(20, TimeUnit.SECONDS)).startsWith("stale: ").contains("503");
		assertThat(client.getProviderState()).isEqualTo(ProviderState.STALE);
		assertThat(client.getStringValue("f", "?", ANN)).isEqualTo("blue");
		this.flags.updateStatus(State.INTERRUPTED, ErrorInfo.fromHttpError(504));
		client.onProviderReady((event) -> told.add("ready"));
		this.flags.updateStatus(State.VALID, null);
		assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("ready");
		this.flags.updateStatus(State.OFF, ErrorInfo.fromHttpError(401));
		assertThat(told.poll(20, TimeUnit.SECONDS)).startsWith("error: ").contains("401");
		assertThat(client.getStringValue("f", "?", ANN)).isEqualTo("blue");
		assertThat(told).isEmpty();
		assertThat(this.events).containsExactly(FlagEvent.STALE, FlagEvent.READY, FlagEvent.FAILED);
	}

	@Test
	void tellsOnceHoweverOftenItIsInitialized() throws Exception {
		LaunchDarklyProvider provider = new LaunchDarklyProvider(this.launchDarkly, this.metrics, List.of());
		provider.initialize(new ImmutableContext());
		this.api.setProviderAndWait(provider);
		value("f", LDValue.of("blue"));
		this.flags.updateStatus(State.INTERRUPTED, ErrorInfo.fromHttpError(503));
		assertThat(this.events.poll(20, TimeUnit.SECONDS)).isEqualTo(FlagEvent.CHANGED);
		assertThat(this.events.poll(20, TimeUnit.SECONDS)).isEqualTo(FlagEvent.STALE);
		provider.shutdown();
		value("f", LDValue.of("red"));
		this.launchDarkly.getFlagTracker().addFlagChangeListener((event) -> this.events.add(FlagEvent.READY));
		value("f", LDValue.of("green"));
		assertThat(this.events.poll(20, TimeUnit.SECONDS)).isEqualTo(FlagEvent.READY);
		assertThat(this.events).isEmpty();
	}

	@Test
	void becomesReadyWhenThereAreFlagsAtLast() throws Exception {
		CompletableFuture<Waiting> source = new CompletableFuture<>();
		try (LDClient waiting = new LDClient("unused",
				new LDConfig.Builder().startWait(Duration.ofMillis(1))
					.dataSource((context) -> new Waiting(source, context.getDataSourceUpdateSink()))
					.events(Components.noEvents())
					.build())) {
			BlockingQueue<String> told = new LinkedBlockingQueue<>();
			OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
			Client client = api.getClient();
			client.onProviderError((event) -> told.add("error"));
			new OpenFeatureRegistration(api, new LaunchDarklyProvider(waiting, this.metrics, List.of()))
				.afterPropertiesSet();
			assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("error");
			assertThat(client.getBooleanDetails("f", true, ANN).getErrorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
			client.onProviderReady((event) -> told.add("ready"));
			source.get().bringFlags();
			assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("ready");
			assertThat(this.events).containsExactly(FlagEvent.READY);
			assertThat(client.getBooleanDetails("f", true, ANN).getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
			BlockingQueue<List<String>> changed = new LinkedBlockingQueue<>();
			client.onProviderConfigurationChanged((event) -> changed.add(event.getFlagsChanged()));
			source.get().sink.init(new FullDataSet<>(List.of(Map.entry(DataModel.FEATURES, flag("f")))));
			client.onProviderStale((event) -> told.add("stale"));
			source.get().sink.updateStatus(State.INTERRUPTED, ErrorInfo.fromHttpError(503));
			assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("stale");
			assertThat(changed.poll(20, TimeUnit.SECONDS)).containsExactly("f");
			assertThat(this.events).containsExactly(FlagEvent.READY, FlagEvent.CHANGED, FlagEvent.STALE);
			api.shutdown();
		}
	}

	private static KeyedItems<ItemDescriptor> flag(String key) {
		String json = "{\"key\":\"%s\",\"version\":1}".formatted(key);
		return new KeyedItems<>(List.of(Map.entry(key, DataModel.FEATURES.deserialize(json))));
	}

	@Test
	void asksTheClientForNothingWhileItHasNoFlags() throws Exception {
		Logger logger = (Logger) LoggerFactory.getLogger("com.launchdarkly");
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		CompletableFuture<Waiting> source = new CompletableFuture<>();
		try (LDClient empty = new LDClient("unused",
				new LDConfig.Builder().startWait(Duration.ZERO)
					.dataSource((context) -> new Waiting(source, context.getDataSourceUpdateSink()))
					.events(Components.noEvents())
					.build())) {
			source.get().tellThatNobodyHasWrittenFlags();
			this.api.setProviderAndWait(new LaunchDarklyProvider(empty));
			logger.addAppender(log);
			assertThat(this.api.getClient().getBooleanDetails("f", true, ANN))
				.returns(true, FlagEvaluationDetails::getValue)
				.returns(ErrorCode.PROVIDER_NOT_READY, FlagEvaluationDetails::getErrorCode);
			assertThat(log.list).isEmpty();
			source.get().bringFlags();
			assertThat(this.api.getClient().getBooleanDetails("f", true, ANN).getErrorCode())
				.isEqualTo(ErrorCode.FLAG_NOT_FOUND);
		}
		finally {
			logger.detachAppender(log);
		}
	}

	@Test
	void hooksTakePartInEveryEvaluation() {
		value("f", LDValue.of("blue"));
		List<String> evaluated = new ArrayList<>();
		Hook<Object> hook = new Hook<>() {
			@Override
			public void finallyAfter(HookContext<Object> context, FlagEvaluationDetails<Object> details,
					Map<String, Object> hints) {
				evaluated.add(details.getFlagKey() + " " + details.getValue());
			}
		};
		this.api.setProviderAndWait(new LaunchDarklyProvider(this.launchDarkly, this.metrics, List.of(hook)));
		this.api.getClient().getStringValue("f", "?", ANN);
		this.api.getClient("another").getBooleanValue("absent", true, ANN);
		assertThat(evaluated).containsExactly("f blue", "absent true");
	}

	/** A data source that waits for the test. */
	private static final class Waiting implements DataSource {

		private final CompletableFuture<Waiting> given;

		private final DataSourceUpdateSink sink;

		private volatile boolean initialized;

		private Waiting(CompletableFuture<Waiting> given, DataSourceUpdateSink sink) {
			this.given = given;
			this.sink = sink;
		}

		@Override
		public Future<Void> start() {
			this.given.complete(this);
			return new CompletableFuture<>();
		}

		private void tellThatNobodyHasWrittenFlags() {
			this.sink.updateStatus(State.INTERRUPTED,
					ErrorInfo.fromException(ErrorKind.STORE_ERROR, new IllegalStateException()));
		}

		private void bringFlags() {
			this.sink.init(new FullDataSet<>(List.of()));
			this.initialized = true;
			this.sink.updateStatus(State.VALID, null);
		}

		@Override
		public boolean isInitialized() {
			return this.initialized;
		}

		@Override
		public void close() {
		}

	}

}
