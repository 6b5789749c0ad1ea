package io.github.dynamodbtoolkit.local.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Matches unless the application says where its DynamoDB is, and says at INFO how it did,
 * because whoever has the module on the class path expects it to be on.
 */
final class OnNoOtherDynamoDbCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final List<String> ENDPOINT_PROPERTIES = List.of("toolkit.dynamodb.endpoint",
			"spring.cloud.aws.dynamodb.endpoint", "spring.cloud.aws.dynamodb.dax.url", "spring.cloud.aws.endpoint");

	private static final String CONNECTION_DETAILS = "io.awspring.cloud.autoconfigure.core.AwsConnectionDetails";

	private static final Logger logger = LoggerFactory.getLogger(DynamoDbLocalAutoConfiguration.class);

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String other = other(context);
		ConditionMessage.Builder message = ConditionMessage.forCondition("DynamoDB Local");
		if (other == null) {
			return ConditionOutcome.match(message.because("nothing says where else DynamoDB is"));
		}
		logger.info("DynamoDB Local stays off: {}", other);
		return ConditionOutcome.noMatch(message.because(other));
	}

	private static @Nullable String other(ConditionContext context) {
		String property = endpointProperty(context.getEnvironment());
		if (property != null) {
			return "the property " + property + " is set";
		}
		if (hasBean(context, DynamoDbClient.class.getName())) {
			return "there is a DynamoDbClient bean";
		}
		return hasBean(context, CONNECTION_DETAILS) ? "there is a service connection to AWS" : null;
	}

	private static @Nullable String endpointProperty(Environment environment) {
		return ENDPOINT_PROPERTIES.stream()
			.filter((property) -> !environment.getProperty(property, "").isBlank())
			.findFirst()
			.orElse(null);
	}

	private static boolean hasBean(ConditionContext context, String type) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		if (beans == null || !ClassUtils.isPresent(type, context.getClassLoader())) {
			return false;
		}
		Class<?> beanType = ClassUtils.resolveClassName(type, context.getClassLoader());
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, beanType, true, false).length > 0;
	}

}
