package io.github.dynamodbtoolkit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the reference of the properties is complete and current. With
 * {@code -Dupdate-docs} it is written first.
 */
class PropertiesReferenceTests {

	private static final Path PAGE = Path.of("../docs/properties.md");

	@Test
	void isCurrent() throws IOException {
		String markdown = new PropertiesReference().markdown();
		if (System.getProperty("update-docs") != null) {
			Files.writeString(PAGE, markdown);
		}
		assertThat(Files.readString(PAGE)).as("docs/properties.md, see there how to write it").isEqualTo(markdown);
	}

	@Test
	void hasWhatStandsBelowNamesOfTheUser() throws IOException {
		assertThat(new PropertiesReference().markdown()).contains(
				"| `toolkit.dynamodb.cache.caches.<name>.near.ttl` | duration | `10s` |",
				"| `toolkit.dynamodb.time-budgets.<name>.attempts` | number |  | Attempts in all, from 1 to 10. |",
				"- `cache-read`: A cache's read");
	}

	@Test
	void hasTheOtherModulesToo() throws IOException {
		assertThat(new PropertiesReference().markdown()).contains("`toolkit.dynamodb.local.port`",
				"`management.health.dynamodbtoolkit.enabled`");
	}

}
