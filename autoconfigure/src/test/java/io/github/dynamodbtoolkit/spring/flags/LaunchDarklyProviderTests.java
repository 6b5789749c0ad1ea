package io.github.dynamodbtoolkit.spring.flags;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.launchdarkly.sdk.ContextKind;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.TestData;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.ErrorInfo;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.State;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

	private Client client() {
		this.api.setProviderAndWait(new LaunchDarklyProvider(this.launchDarkly));
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
	void tellsOfChangesAndOfBeingStale() throws Exception {
		value("f", LDValue.of("blue"));
		Client client = client();
		BlockingQueue<List<String>> changed = new LinkedBlockingQueue<>();
		BlockingQueue<String> states = new LinkedBlockingQueue<>();
		client.onProviderConfigurationChanged((event) -> changed.add(event.getFlagsChanged()));
		client.onProviderStale((event) -> states.add("stale"));
		value("f", LDValue.of("red"));
		assertThat(changed.poll(20, TimeUnit.SECONDS)).containsExactly("f");
		this.flags.updateStatus(State.INTERRUPTED, ErrorInfo.fromHttpError(503));
		assertThat(states.poll(20, TimeUnit.SECONDS)).isEqualTo("stale");
		assertThat(client.getStringValue("f", "?", ANN)).isEqualTo("red");
		client.onProviderReady((event) -> states.add("ready"));
		this.flags.updateStatus(State.VALID, null);
		assertThat(states.poll(20, TimeUnit.SECONDS)).isEqualTo("ready");
	}

}
