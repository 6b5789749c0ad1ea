package io.github.dynamodbtoolkit.autoconfigure;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said at start of a dashboard that cannot be.
 */
@ExtendWith(OutputCaptureExtension.class)
class DynamoDbToolkitDashboardAutoConfigurationTests {

	private static final String THERE_IS_NONE = "There is no DynamoDB Toolkit dashboard although "
			+ "toolkit.dynamodb.dashboard.enabled is true: ";

	private static final String EXPOSED = "management.endpoints.web.exposure.include=dynamodbtoolkit";

	private static final String ENABLED = "toolkit.dynamodb.dashboard.enabled=true";

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final WebApplicationContextRunner withoutActuator = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
				DynamoDbToolkitDashboardAutoConfiguration.class))
		.withBean(DynamoDbClient.class, DynamoDbLocal::client, (definition) -> definition.setDestroyMethodName(""))
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName());

	private final WebApplicationContextRunner runner = this.withoutActuator
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitEndpointAutoConfiguration.class));

	@Test
	void saysThatTheEndpointIsNotExposed(CapturedOutput output) {
		this.runner.withPropertyValues(ENABLED).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(THERE_IS_NONE + "it is a part of its endpoint, which is not there. Add "
				+ "dynamodbtoolkit to management.endpoints.web.exposure.include");
	}

	@Test
	void saysThatTheActuatorIsMissing(CapturedOutput output) {
		this.withoutActuator.withPropertyValues(ENABLED, EXPOSED)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(THERE_IS_NONE + "it needs org.springframework.boot:spring-boot-starter-actuator")
			.doesNotContain("its endpoint");
	}

	@Test
	void saysThatSpringMvcIsMissing(CapturedOutput output) {
		this.runner.withPropertyValues(ENABLED, EXPOSED)
			.withClassLoader(new FilteredClassLoader(DispatcherServletPath.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(THERE_IS_NONE + "it needs an application with Spring MVC.");
	}

	@Test
	void isSilentWhereThereIsOneOrNoneIsAskedFor(CapturedOutput output) {
		this.runner.withPropertyValues(ENABLED, EXPOSED).run((context) -> assertThat(context).hasNotFailed());
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("There is no DynamoDB Toolkit dashboard");
	}

}
