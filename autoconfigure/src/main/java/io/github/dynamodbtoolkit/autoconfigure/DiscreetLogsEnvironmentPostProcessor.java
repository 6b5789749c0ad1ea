package io.github.dynamodbtoolkit.autoconfigure;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps whole requests out of logs, where {@code logging.level.root=trace} would put
 * them: they hold secrets of apps and cached values. The lowest of all property sources,
 * so that whoever names one of these loggers gets what he asks for. None is below
 * {@code info}, for that would make an application log more which asks for little.
 */
final class DiscreetLogsEnvironmentPostProcessor implements EnvironmentPostProcessor {

	static final Map<String, Object> LEVELS = Map.of(
			"logging.level.software.amazon.awssdk.core.interceptor.ExecutionInterceptorChain", "info",
			"logging.level.org.apache.hc.client5.http.wire", "info", "logging.level.org.apache.http.wire", "info",
			"logging.level.io.netty.handler.logging", "info", "logging.level.software.amazon.awssdk.crt", "info");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources().addLast(new MapPropertySource("dynamodbToolkitLogLevels", LEVELS));
	}

}
