package io.github.dynamodbtoolkit.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.table.DurationText;
import io.github.dynamodbtoolkit.table.TableSettings;
import org.jspecify.annotations.Nullable;

/**
 * What the values of properties must be. Each message begins with the property, gives its
 * value, and says what to write.
 */
final class PropertyRules {

	private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,63}");

	private static final Duration LONGEST_WAIT = Duration.ofHours(1);

	private PropertyRules() {
	}

	static void requireTableName(String property, @Nullable String value) {
		if (value != null) {
			named(property, "table-name", () -> TableSettings.of(value));
		}
	}

	static void requireKeyPrefix(String property, String value) {
		named(property, "key-prefix", () -> TableSettings.of(TableSettings.DEFAULT_TABLE_NAME).withKeyPrefix(value));
	}

	/**
	 * The rule and its text are the table's own, which does not know the whole property.
	 * Without a cause, because Boot shows the innermost.
	 */
	private static void named(String property, String name, Runnable rule) {
		try {
			rule.run();
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(String.valueOf(ex.getMessage()).replaceFirst("^" + name, property));
		}
	}

	/**
	 * Makes settings of the core, whose messages begin with a property's last part.
	 * Without a cause, because Boot shows the innermost.
	 */
	static <T> T under(String path, Supplier<T> settings) {
		try {
			return settings.get();
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(path + "." + ex.getMessage());
		}
	}

	/**
	 * Where the settings of a resource stand, which also checks its name.
	 */
	static String pathOfResource(String prefix, String name) {
		String path = prefix + ".resources" + (name.matches("[a-z0-9-]+") ? "." + name : "[" + name + "]");
		try {
			RateLimitRequest.of(name);
			return path;
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(path + ": " + ex.getMessage());
		}
	}

	static void requireRegion(String property, @Nullable String value) {
		if (value != null && !REGION.matcher(value).matches()) {
			throw new IllegalArgumentException(
					property + " '" + value + "' is not an AWS region: write one such as eu-central-1.");
		}
	}

	static void requireEndpoint(String property, @Nullable URI value) {
		if (value == null) {
			return;
		}
		String scheme = String.valueOf(value.getScheme()).toLowerCase(Locale.ROOT);
		if (!scheme.equals("http") && !scheme.equals("https")) {
			throw new IllegalArgumentException(
					property + " '" + value + "' needs a scheme: http://" + value.toString().replaceFirst("^.*//", ""));
		}
		if (value.getHost() == null) {
			throw new IllegalArgumentException(
					property + " '" + value + "' has no host: write one such as http://localhost:8000.");
		}
	}

	static void requireMaxWait(String property, Duration value) {
		if (value.isNegative() || value.compareTo(LONGEST_WAIT) > 0) {
			throw new IllegalArgumentException(
					property + " must be between 0s and 1h, got " + DurationText.of(value) + ".");
		}
	}

	static String dashed(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
