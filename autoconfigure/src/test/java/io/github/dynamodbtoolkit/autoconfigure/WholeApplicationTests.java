package io.github.dynamodbtoolkit.autoconfigure;

import java.util.Comparator;

import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for all auto-configurations together, as an application has them, and for what
 * remains of them where optional libraries are not on the class path.
 */
class WholeApplicationTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName());

	@Test
	void hasTablesMetricsAndHealth() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(TableClients.class)
			.hasBean("dynamoDbToolkitMetrics")
			.hasBean("dynamoDbToolkitHealthIndicator"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.health", "org.springframework.boot.actuate", "io.micrometer",
			"org.springframework.boot.micrometer", "org.springframework.boot.cache", "io.awspring",
			"io.github.dynamodbtoolkit.local" })
	void doesWithout(String library) {
		new ApplicationContextRunner().withUserConfiguration(OwnAutoConfigurationsOnly.class)
			.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName())
			.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TableClients.class));
	}

	/**
	 * By name, so that they are read as in an application: without loading their
	 * annotations.
	 */
	static class OwnAutoConfigurations implements DeferredImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata metadata) {
			return ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith(DynamoDbToolkitAutoConfiguration.class.getPackageName() + "."))
				.sorted(Comparator.comparing((name) -> !name.endsWith(".DynamoDbToolkitAutoConfiguration")))
				.toArray(String[]::new);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(OwnAutoConfigurations.class)
	static class OwnAutoConfigurationsOnly {

		@Bean(destroyMethod = "")
		DynamoDbClient client() {
			return DynamoDbLocal.client();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean(destroyMethod = "")
		DynamoDbClient client() {
			return DynamoDbLocal.client();
		}

	}

}
