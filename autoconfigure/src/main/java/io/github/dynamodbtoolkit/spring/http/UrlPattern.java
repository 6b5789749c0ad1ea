package io.github.dynamodbtoolkit.spring.http;

import java.net.URI;
import java.util.Comparator;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which URLs are meant: an origin, a pattern of paths, or both.
 *
 * @param origin the origin, null for any
 * @param path the paths
 */
record UrlPattern(@Nullable String origin, PathPattern path) implements Comparable<UrlPattern> {

	private static final PathPatternParser PARSER = new PathPatternParser();

	private static final String NO_URL = "is not a URL that can be matched: write an origin such as "
			+ "https://api.example.com, a path such as /v1/**, or both.";

	/** A question mark alone is any character of a path. */
	private static final Pattern QUERY = Pattern.compile("#|://[^/]*\\?|\\?[^/]*=");

	private static final Pattern WILDCARD = Pattern.compile("://.*[*{}]");

	private static final Pattern VARIABLE = Pattern.compile("\\{[^/:*{}]+}");

	private static final Comparator<UrlPattern> MOST_SPECIFIC_FIRST = Comparator
		.comparing((UrlPattern pattern) -> pattern.origin() == null)
		.thenComparing(UrlPattern::path, PathPattern.SPECIFICITY_COMPARATOR);

	/**
	 * Reads a pattern.
	 * @param text such as {@code https://api.example.com},
	 * {@code https://api.example.com/v1/**} or {@code /v1/**}
	 * @throws IllegalArgumentException if it is none; the message ends the sentence that
	 * the caller begins with the text
	 */
	static UrlPattern parse(String text) {
		if (QUERY.matcher(text).find()) {
			throw new IllegalArgumentException("has a query or a fragment, which is never matched: leave it out.");
		}
		int pathStart = text.startsWith("/") ? 0 : text.indexOf('/', text.indexOf("://") + 3);
		String path = pathStart >= 0 ? text.substring(pathStart) : "/";
		String origin = pathStart == 0 ? null : requireOrigin(pathStart > 0 ? text.substring(0, pathStart) : text);
		try {
			return new UrlPattern(origin, PARSER.parse(path.equals("/") ? "/**" : path));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(NO_URL, ex);
		}
	}

	private static String requireOrigin(String text) {
		if (WILDCARD.matcher(text).find()) {
			throw new IllegalArgumentException("has a wildcard in its host, which is never matched: write each "
					+ "origin, or name the resource by an HttpResourceResolver.");
		}
		String origin = text.contains("://") ? originOf(text) : null;
		if (origin == null) {
			throw new IllegalArgumentException(NO_URL);
		}
		if (!origin.startsWith("http://") && !origin.startsWith("https://")) {
			throw new IllegalArgumentException("has a scheme that is never matched: write http or https.");
		}
		return origin;
	}

	private static @Nullable String originOf(String text) {
		try {
			return Origins.of(URI.create(text));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** The same for patterns that differ in nothing but the names of variables. */
	String canonical() {
		return (this.origin != null ? this.origin : "")
				+ VARIABLE.matcher(this.path.getPatternString()).replaceAll("{}");
	}

	boolean matches(String origin, PathContainer path) {
		return (this.origin == null || this.origin.equals(origin)) && this.path.matches(path);
	}

	@Override
	public int compareTo(UrlPattern other) {
		return MOST_SPECIFIC_FIRST.compare(this, other);
	}

}
