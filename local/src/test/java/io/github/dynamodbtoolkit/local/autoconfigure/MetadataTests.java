package io.github.dynamodbtoolkit.local.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what editors know about the properties.
 */
class MetadataTests {

	@Test
	void describesEveryProperty() throws IOException {
		try (InputStream metadata = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			List<Map<String, Object>> properties = JsonPath.read(metadata, "$.properties");
			assertThat(properties).extracting("name")
				.containsExactlyInAnyOrder("toolkit.dynamodb.local.enabled", "toolkit.dynamodb.local.file",
						"toolkit.dynamodb.local.port");
			assertThat(properties)
				.allSatisfy((property) -> assertThat((String) property.get("description")).isNotBlank());
		}
	}

}
