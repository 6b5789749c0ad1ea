package io.github.dynamodbtoolkit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.github.dynamodbtoolkit.table.CallKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what editors know about the properties.
 */
class MetadataTests {

	@Test
	void describesEveryProperty() throws IOException {
		assertThat(read("$.properties")).isNotEmpty().allSatisfy((property) -> {
			assertThat((String) property.get("name"))
				.matches("(toolkit\\.dynamodb|management\\.(health|endpoint)\\.dynamodbtoolkit)\\..*");
			assertThat((String) property.get("description")).as("description of %s", property.get("name"))
				.isNotBlank()
				.endsWith(".");
		});
	}

	@Test
	void knowsTheDefaultOfEveryPropertyThatCannotBeNull() throws IOException {
		assertThat(read("$.properties[?(@.sourceType)]")).filteredOn(MetadataTests::isOfARecord)
			.isNotEmpty()
			.allSatisfy((property) -> {
				Parameter parameter = parameter(property);
				DefaultValue defaultValue = parameter.getAnnotation(DefaultValue.class);
				assertThat(property.containsKey("defaultValue")).as("default of %s", property.get("name"))
					.isEqualTo(defaultValue != null && defaultValue.value().length > 0);
				assertThat(defaultValue != null || parameter.getAnnotatedType().isAnnotationPresent(Nullable.class))
					.as("default of %s, or null", property.get("name"))
					.isTrue();
			});
	}

	/** Those of an endpoint are made by Boot, from its annotations. */
	private static boolean isOfARecord(Map<String, Object> property) {
		return ClassUtils.resolveClassName((String) property.get("sourceType"), null).isRecord();
	}

	private static Parameter parameter(Map<String, Object> property) throws ClassNotFoundException {
		String name = (String) property.get("name");
		String last = name.substring(name.lastIndexOf('.') + 1).replace("-", "");
		return Arrays.stream(Class.forName((String) property.get("sourceType")).getDeclaredConstructors())
			.flatMap((constructor) -> Arrays.stream(constructor.getParameters()))
			.filter((parameter) -> parameter.getName().equalsIgnoreCase(last))
			.findAny()
			.orElseThrow();
	}

	/** Credentials are Spring Cloud AWS' business, and no example has any. */
	@Test
	void asksForNoSecretAndShowsNone() throws IOException {
		assertThat(read("$.properties")).extracting("name", String.class)
			.noneMatch((name) -> name.matches(".*(secret|password|credential|access-key|token).*"));
		Pattern key = Pattern.compile("\\b(AKIA|ASIA)[A-Z0-9]{16}\\b|secret-key[=: ]+[^\\s\"']{3,}");
		try (Stream<Path> files = Files.walk(Path.of(".."))) {
			assertThat(files.filter((file) -> file.toString().matches(".*/(src/main|docs)/.*|.*/README.md"))
				.filter((file) -> file.toString().matches(".*\\.(md|ya?ml|properties|json|java|tf|ts|sh)")))
				.isNotEmpty()
				.allSatisfy((file) -> assertThat(Files.readString(file)).doesNotContainPattern(key));
		}
	}

	@Test
	void knowsEverySwitch() throws IOException {
		assertThat(read("$.properties")).extracting("name")
			.contains("toolkit.dynamodb.enabled", "toolkit.dynamodb.metrics.enabled", "toolkit.dynamodb.cache.enabled",
					"toolkit.dynamodb.rate-limit.enabled", "toolkit.dynamodb.warm-up",
					"management.health.dynamodbtoolkit.enabled");
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
