package io.github.dynamodbtoolkit.spring.apps;

import java.nio.charset.StandardCharsets;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query or a form, decoded. The container's own would read the body
 * for those of a form.
 *
 * @param values the values in order, by name
 */
record QueryParameters(Map<String, List<String>> values) {

	static QueryParameters parse(@Nullable String query) {
		Map<String, List<String>> values = new LinkedHashMap<>();
		for (String pair : query != null ? query.split("&") : new String[0]) {
			if (!pair.isEmpty()) {
				int equals = pair.indexOf('=');
				String name = equals >= 0 ? pair.substring(0, equals) : pair;
				String value = equals >= 0 ? pair.substring(equals + 1) : "";
				values.computeIfAbsent(decode(name), (absent) -> new ArrayList<>()).add(decode(value));
			}
		}
		return new QueryParameters(values);
	}

	/** What is not encoded as it should be stands for itself. */
	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	/** The value, or null if there is none or more than one. */
	@Nullable String single(String name) {
		List<String> all = this.values.getOrDefault(name, List.of());
		return all.size() == 1 ? all.get(0) : null;
	}

}
