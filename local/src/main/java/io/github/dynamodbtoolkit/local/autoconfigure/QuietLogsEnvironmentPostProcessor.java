package io.github.dynamodbtoolkit.local.autoconfigure;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Quiets DynamoDB Local, which logs access keys at INFO and a stack trace at WARN for
 * every refused call, a failed condition included. The lowest of all property sources, so
 * that whatever the application sets wins.
 */
final class QuietLogsEnvironmentPostProcessor implements EnvironmentPostProcessor {

	private static final Map<String, Object> LEVELS = Map.of("logging.level.com.amazonaws.services.dynamodbv2.local",
			"error", "logging.level.org.eclipse.jetty", "warn");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources().addLast(new MapPropertySource("dynamodbLocalLogLevels", LEVELS));
	}

}
