package io.github.dynamodbtoolkit.test;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.openfeature.sdk.Value;
import io.github.dynamodbtoolkit.autoconfigure.FeatureFlagAutoConfiguration;
import io.github.dynamodbtoolkit.spring.flags.FeatureFlag;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Flags of single tests, in front of an application's own, which go on after them.
 */
@WithFlag(value = "theme", is = "dark")
@WithFlag(value = "greeting", is = "hello")
class WithFlagTests {

	private static final Everything own = new Everything();

	private final Client client = OpenFeatureAPI.getInstance().getClient();

	@BeforeAll
	static void provide() {
		OpenFeatureAPI.getInstance().setProviderAndWait(own);
	}

	/** It was not shut down meanwhile, so its events are still heard. */
	@AfterAll
	static void stopProviding() throws InterruptedException {
		OpenFeatureAPI api = OpenFeatureAPI.getInstance();
		assertThat(api.getProvider()).isSameAs(own);
		BlockingQueue<String> told = new LinkedBlockingQueue<>();
		api.getClient().onProviderConfigurationChanged((event) -> told.add("changed"));
		own.emitProviderConfigurationChanged(ProviderEventDetails.builder().build());
		assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
		assertThat(own.shutDowns).isZero();
		api.setProviderAndWait(new NoOpProvider());
	}

	@AfterEach
	void thisTestStillHasItsFlags() {
		assertThat(this.client.getStringValue("greeting", "?")).isEqualTo("hello");
	}

	@Test
	void flagsOfTheClassAreSetAndAllOthersAreAsTheyWere() {
		assertThat(this.client.getStringValue("theme", "?")).isEqualTo("dark");
		assertThat(this.client.getStringValue("other", "?")).isEqualTo("own");
	}

	@Test
	@WithFlag(value = "theme", is = "light")
	@WithFlag("checkout")
	void flagOfTheMethodCounts() {
		assertThat(this.client.getStringValue("theme", "?")).isEqualTo("light");
		assertThat(this.client.getBooleanValue("checkout", false)).isTrue();
	}

	@Test
	void flagOfAnotherMethodIsGone() {
		assertThat(this.client.getStringDetails("checkout", "?").getValue()).isEqualTo("own");
	}

	@Test
	@WithFlag(value = "number", is = "42")
	@WithFlag(value = "share", is = "0.5")
	@WithFlag(value = "object", is = "{\"limit\": 7, \"names\": [\"a\"]}")
	@WithFlag(value = "off", is = "false")
	void valueIsOfTheTypeThatIsAskedFor() {
		assertThat(this.client.getIntegerValue("number", 0)).isEqualTo(42);
		assertThat(this.client.getLongValue("number", 0L)).isEqualTo(42);
		assertThat(this.client.getStringValue("number", "?")).isEqualTo("42");
		assertThat(this.client.getDoubleValue("share", 0.0)).isEqualTo(0.5);
		assertThat(this.client.getBooleanValue("off", true)).isFalse();
		Value object = this.client.getObjectValue("object", new Value());
		assertThat(object.asStructure().getValue("limit").asInteger()).isEqualTo(7);
		assertThat(object.asStructure().getValue("names").asList()).containsExactly(new Value("a"));
		assertThat(this.client.getObjectValue("theme", new Value()).asString()).isEqualTo("dark");
		assertThat(this.client.getBooleanDetails("number", true).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
	}

	@Test
	@WithFlag(value = "checkout", is = "false")
	void guardedMethodsObey() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FeatureFlagAutoConfiguration.class))
			.withBean(Checkout.class)
			.run((context) -> {
				assertThat(context.getBean(Checkout.class).pay()).isEqualTo("cash");
				assertThat(context.getBean(Checkout.class).wrap()).isEqualTo("wrapped");
			});
	}

	@Nested
	@WithFlag(value = "theme", is = "plain")
	class Inner {

		@Test
		void innerClassCounts() {
			assertThat(WithFlagTests.this.client.getStringValue("theme", "?")).isEqualTo("plain");
		}

	}

	static class Checkout {

		@FeatureFlag(value = "checkout", fallback = "cash")
		public String pay() {
			return "card";
		}

		String cash() {
			return "cash";
		}

		@FeatureFlag("wrapping")
		public String wrap() {
			return "wrapped";
		}

	}

	/** Says {@code own} to every text, true to everything else. */
	private static final class Everything extends EventProvider {

		int shutDowns;

		@Override
		public Metadata getMetadata() {
			return () -> "own";
		}

		@Override
		public void shutdown() {
			this.shutDowns++;
			super.shutdown();
		}

		@Override
		public ProviderEvaluation<Boolean> getBooleanEvaluation(String key, Boolean value, EvaluationContext context) {
			return of(true);
		}

		@Override
		public ProviderEvaluation<String> getStringEvaluation(String key, String value, EvaluationContext context) {
			return of("own");
		}

		@Override
		public ProviderEvaluation<Integer> getIntegerEvaluation(String key, Integer value, EvaluationContext context) {
			return of(value);
		}

		@Override
		public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double value, EvaluationContext context) {
			return of(value);
		}

		@Override
		public ProviderEvaluation<Value> getObjectEvaluation(String key, Value value, EvaluationContext context) {
			return of(value);
		}

		private static <T> ProviderEvaluation<T> of(T value) {
			return ProviderEvaluation.<T>builder().value(value).build();
		}

	}

}
