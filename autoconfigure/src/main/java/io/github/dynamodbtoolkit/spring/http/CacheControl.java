package io.github.dynamodbtoolkit.spring.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.springframework.http.HttpHeaders;

/**
 * The names of the directives in {@code Cache-Control}, as far as they can be read. One
 * that comes with a list of headers, such as {@code private="x, y"}, counts as without.
 */
final class CacheControl {

	private CacheControl() {
	}

	/**
	 * Reads them.
	 * @return the names in lower case
	 */
	static Set<String> of(HttpHeaders headers) {
		List<String> lines = headers.getOrEmpty(HttpHeaders.CACHE_CONTROL);
		if (lines.isEmpty()) {
			return Set.of();
		}
		Set<String> names = new HashSet<>();
		lines.forEach((line) -> read(line, names));
		return names;
	}

	private static void read(String line, Set<String> names) {
		int start = 0;
		boolean quoted = false;
		for (int i = 0; i < line.length(); i++) {
			char c = line.charAt(i);
			if (quoted && c == '\\') {
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (c == ',' && !quoted) {
				names.add(name(line.substring(start, i)));
				start = i + 1;
			}
		}
		names.add(name(line.substring(start)));
	}

	private static String name(String directive) {
		int equals = directive.indexOf('=');
		return (equals >= 0 ? directive.substring(0, equals) : directive).trim().toLowerCase(Locale.ROOT);
	}

}
