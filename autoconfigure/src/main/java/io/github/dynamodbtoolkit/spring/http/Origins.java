package io.github.dynamodbtoolkit.spring.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Origins as browsers and http-client-toolkit write them: {@code https://example.com},
 * the port only if it is not the scheme's own.
 */
final class Origins {

	/** What a resource may be called, and cooldowns be looked up by. */
	private static final int LONGEST = 255;

	private static final Pattern DEFAULT_PORT = Pattern.compile("(http://.*):80|(https://.*):443");

	private Origins() {
	}

	/**
	 * Reads the origin of a URL.
	 * @return the origin, null if it has none, or none that we can deal with
	 */
	static @Nullable String of(URI uri) {
		String authority = uri.getRawAuthority();
		if (uri.getScheme() == null || authority == null) {
			return null;
		}
		String server = authority.substring(authority.lastIndexOf('@') + 1);
		String origin = (uri.getScheme() + "://" + server).toLowerCase(Locale.ROOT);
		return server.isEmpty() || origin.length() > LONGEST ? null : withoutDefaultPort(origin);
	}

	private static String withoutDefaultPort(String origin) {
		Matcher matcher = DEFAULT_PORT.matcher(origin);
		return matcher.matches() ? origin.substring(0, origin.lastIndexOf(':')) : origin;
	}

}
