package io.github.dynamodbtoolkit.sample;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The list of all that is delivered with the shop, in CycloneDX's format, where Spring
 * Boot's actuator finds it.
 */
@EnabledIfSystemProperty(named = "maven", matches = "offline: false",
		disabledReason = "Only Maven makes a bill of materials, and not without the network")
class SbomTests {

	@Test
	void namesWhatIsDeliveredWithVersionsAndLicences() throws Exception {
		JsonNode components = JsonMapper.shared()
			.readTree(new ClassPathResource("META-INF/sbom/application.cdx.json").getContentAsByteArray())
			.path("components");
		assertThat(components.size()).isGreaterThan(100);
		for (String name : List.of("dynamodb-toolkit-core", "dynamodb", "jackson-databind", "spring-boot",
				"resilience4j-circuitbreaker")) {
			JsonNode component = components.valueStream()
				.filter((each) -> each.path("name").asString().equals(name))
				.findFirst()
				.orElseThrow();
			assertThat(component.path("version").asString()).as(name).isNotEmpty();
			assertThat(component.path("purl").asString()).as(name).startsWith("pkg:maven/");
			assertThat(component.path("licenses").size()).as(name).isPositive();
		}
	}

}
