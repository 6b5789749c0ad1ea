package io.github.dynamodbtoolkit.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless {@code spring.cache.type} asks for another provider, or for none. Boot's
 * own type is an enum that has no value for us, so that {@code dynamodb} is understood
 * here alone.
 */
final class OnCacheTypeCondition extends SpringBootCondition {

	private static final String PROPERTY = "spring.cache.type";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String type = context.getEnvironment().getProperty(PROPERTY);
		ConditionMessage.Builder message = ConditionMessage.forCondition("DynamoDB cache");
		if (type == null || type.isBlank() || type.equalsIgnoreCase("dynamodb")) {
			return ConditionOutcome.match(message.because("automatic cache type"));
		}
		return ConditionOutcome.noMatch(message.because(PROPERTY + " is " + type));
	}

}
