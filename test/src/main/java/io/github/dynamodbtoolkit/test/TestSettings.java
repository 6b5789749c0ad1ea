package io.github.dynamodbtoolkit.test;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.dynamodbtoolkit.table.CallKind;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The settings of the toolkit that differ in a test: every endpoint is taken back, tables
 * are created, and calls may take longer.
 */
final class TestSettings {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("toolkit.dynamodb");

	private static final ConfigurationPropertyName BUDGETS = PREFIX.append("time-budgets");

	/** How long calls for a lease may take is bound to how long a lease is. */
	private static final Set<CallKind> LONGER = EnumSet.complementOf(EnumSet.of(CallKind.LEASE));

	private TestSettings() {
	}

	static void apply(ConfigurableEnvironment environment) {
		Map<String, Object> settings = new HashMap<>();
		settings.put(PREFIX.append("initialize-schema").toString(), "create");
		endpoints(environment).forEach((name) -> settings.put(name.toString(), ""));
		if (!Binder.get(environment).bind(BUDGETS, Bindable.mapOf(String.class, Object.class)).isBound()) {
			LONGER.forEach((kind) -> allowTime(settings, kind));
		}
		environment.getPropertySources().addFirst(new MapPropertySource("dynamoDbToolkitTest", settings));
	}

	private static Stream<ConfigurationPropertyName> endpoints(ConfigurableEnvironment environment) {
		return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.map(IterableConfigurationPropertySource.class::cast)
			.flatMap(IterableConfigurationPropertySource::stream)
			.filter((name) -> PREFIX.isAncestorOf(name) && name.toString().endsWith(".endpoint"));
	}

	private static void allowTime(Map<String, Object> settings, CallKind kind) {
		String budget = BUDGETS + "." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
		settings.put(budget + ".attempt-timeout", "5s");
		settings.put(budget + ".timeout", "15s");
	}

}
