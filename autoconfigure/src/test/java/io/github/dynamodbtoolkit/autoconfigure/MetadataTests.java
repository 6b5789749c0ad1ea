package io.github.dynamodbtoolkit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.jayway.jsonpath.JsonPath;
import io.github.dynamodbtoolkit.table.CallKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what editors know about the properties.
 */
class MetadataTests {

	/** Without a value, what stands in their description holds. */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("toolkit.dynamodb.region", "toolkit.dynamodb.endpoint",
			"toolkit.dynamodb.time-budgets", "toolkit.dynamodb.cache.table-name", "toolkit.dynamodb.cache.region",
			"toolkit.dynamodb.cache.endpoint", "toolkit.dynamodb.cache.time-to-live",
			"toolkit.dynamodb.cache.allowed-packages", "toolkit.dynamodb.cache.caches",
			"toolkit.dynamodb.dedupe.table-name", "toolkit.dynamodb.dedupe.region",
			"toolkit.dynamodb.dedupe.endpoint");

	@Test
	void describesEveryProperty() throws IOException {
		assertThat(read("$.properties")).isNotEmpty().allSatisfy((property) -> {
			assertThat((String) property.get("name"))
				.startsWith(property.containsKey("sourceType") ? "toolkit.dynamodb." : "");
			assertThat((String) property.get("description")).as("description of %s", property.get("name"))
				.isNotBlank()
				.endsWith(".");
		});
	}

	@Test
	void knowsTheDefaultOfEveryPropertyThatHasOne() throws IOException {
		assertThat(read("$.properties")).allSatisfy(
				(property) -> assertThat(property.containsKey("defaultValue")).as("default of %s", property.get("name"))
					.isNotEqualTo(WITHOUT_DEFAULT.contains(property.get("name"))));
	}

	@Test
	void knowsEverySwitch() throws IOException {
		assertThat(read("$.properties")).extracting("name")
			.contains("toolkit.dynamodb.enabled", "toolkit.dynamodb.metrics.enabled", "toolkit.dynamodb.cache.enabled",
					"toolkit.dynamodb.warm-up", "management.health.dynamodbtoolkit.enabled");
	}

	@Test
	void hintsAtEveryTimeBudgetWithItsDefault() throws IOException {
		List<Map<String, Object>> hints = read("$.hints[?(@.name=='toolkit.dynamodb.time-budgets.keys')].values[*]");
		assertThat(hints).extracting("value")
			.containsExactlyElementsOf(Arrays.stream(CallKind.values()).map(PropertyRules::dashed).toList());
		for (CallKind kind : CallKind.values()) {
			Map<String, Object> hint = hints.get(kind.ordinal());
			int attempts = kind.defaultBudget().attempts();
			assertThat((String) hint.get("description")).contains("Default: " + attempts + " attempt")
				.contains(", " + text(kind.defaultBudget().attemptTimeout().toMillis()) + ", ")
				.endsWith(text(kind.defaultBudget().timeout().toMillis()) + ".");
		}
	}

	private static String text(long millis) {
		return (millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms";
	}

	private static List<Map<String, Object>> read(String path) throws IOException {
		for (var url : Collections
			.list(MetadataTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			if (url.getPath().contains("autoconfigure/target/classes")) {
				try (InputStream metadata = url.openStream()) {
					return JsonPath.read(metadata, path);
				}
			}
		}
		throw new AssertionError("No metadata of this module");
	}

}
