package io.github.dynamodbtoolkit.spring.metrics;

import java.util.Map;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlagEvaluationCountersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final FlagEvaluationCounters counters = new FlagEvaluationCounters(() -> this.registry);

	@Test
	void countsByFlagVariantAndReason() {
		OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
		api.setProviderAndWait(new InMemoryProvider(Map.of("checkout",
				Flag.<Boolean>builder().variant("on", true).variant("off", false).defaultVariant("on").build())));
		Client client = api.getClient();
		client.addHooks(this.counters);
		client.getBooleanValue("checkout", false, new ImmutableContext("secret-user"));
		client.getBooleanValue("checkout", false);
		client.getStringValue("checkout", "?");
		client.getBooleanValue("absent", false);
		assertThat(count("checkout", "on", "STATIC")).isEqualTo(2);
		assertThat(count("checkout", "none", "ERROR")).isEqualTo(1);
		assertThat(count("_other", "none", "ERROR")).isEqualTo(1);
		assertThat(this.registry.getMeters()).hasSize(3)
			.allSatisfy((meter) -> assertThat(meter.getId().toString()).doesNotContain("secret-user"));
		api.shutdown();
	}

	@Test
	void hasMetersForAHundredFlags() {
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 1000; i++) {
				evaluated("flag-" + i, "0", "DEFAULT");
			}
		}
		assertThat(this.registry.getMeters()).hasSize(101);
		assertThat(count("flag-99", "0", "DEFAULT")).isEqualTo(2);
		assertThat(count("_other", "none", "DEFAULT")).isEqualTo(1800);
	}

	@Test
	void hasABoundedNumberOfMetersForVariantsWithoutEnd() {
		for (int i = 0; i < 5000; i++) {
			evaluated("flag", "variant-" + i, "SPLIT");
		}
		assertThat(this.registry.getMeters()).hasSize(1001);
	}

	private void evaluated(String flag, String variant, String reason) {
		this.counters.finallyAfter(null,
				FlagEvaluationDetails.<Object>builder().flagKey(flag).variant(variant).reason(reason).build(), null);
	}

	private double count(String flag, String variant, String reason) {
		Counter counter = this.registry.get("dynamodb.toolkit.flag.evaluations")
			.tags("flag", flag, "variant", variant, "reason", reason)
			.counter();
		return counter.count();
	}

}
