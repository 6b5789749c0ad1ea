package io.github.dynamodbtoolkit.test;

import java.util.Set;
import java.util.TreeSet;

import io.github.dynamodbtoolkit.autoconfigure.DynamoDbConnectionAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitDashboardAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitEndpointAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitHealthContributorAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitMetricsAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which auto-configurations a test of the toolkit has.
 */
class ImportedAutoConfigurationTests {

	/** A test has its connection, and the others need auto-configurations of Boot's. */
	private static final Set<String> OTHERS = Set.of(DynamoDbConnectionAutoConfiguration.class.getName(),
			DynamoDbToolkitDashboardAutoConfiguration.class.getName(),
			DynamoDbToolkitEndpointAutoConfiguration.class.getName(),
			DynamoDbToolkitHealthContributorAutoConfiguration.class.getName(),
			DynamoDbToolkitMetricsAutoConfiguration.class.getName());

	@Test
	void areAllOfTheStores() {
		Set<String> expected = new TreeSet<>();
		ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith(DynamoDbToolkitAutoConfiguration.class.getPackageName() + "."))
			.filter((name) -> !OTHERS.contains(name))
			.forEach(expected::add);
		assertThat(ImportCandidates.load(AutoConfigureDynamoDbToolkit.class, getClass().getClassLoader()))
			.containsExactlyElementsOf(expected);
	}

}
