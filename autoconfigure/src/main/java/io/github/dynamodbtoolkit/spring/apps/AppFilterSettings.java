package io.github.dynamodbtoolkit.spring.apps;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Which requests must come from an app, and how it shows who it is.
 *
 * @param paths patterns of Spring MVC for the paths within the application, such as
 * {@code /partner/**}
 * @param header the header with the app's key
 * @param parameter the parameter of the query with the app's key, if the header is not
 * there; null for none. Queries end up in many logs
 * @param signature whether requests must be signed as Pusher's HTTP API says; their
 * {@code auth_key} is the app's key then
 * @param maxSignedBody the largest body of a signed request, in bytes, from 0 to 100 MB;
 * it is kept in memory
 */
public record AppFilterSettings(List<String> paths, String header, @Nullable String parameter, boolean signature,
		long maxSignedBody) {

	private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final long LARGEST_BODY = 100 * 1024 * 1024;

	public AppFilterSettings {
		paths = List.copyOf(paths);
		paths.forEach(AppFilterSettings::requirePath);
		if (!HEADER.matcher(header).matches()) {
			throw new IllegalArgumentException(
					"header '" + header + "' is not the name of a header: write one such as X-App-Key.");
		}
		if (maxSignedBody < 0 || maxSignedBody > LARGEST_BODY) {
			throw new IllegalArgumentException(
					"max-signed-body must be between 0B and 100MB, got " + maxSignedBody + "B.");
		}
	}

	private static void requirePath(String path) {
		if (!path.startsWith("/")) {
			throw new IllegalArgumentException(
					"paths: '" + path + "' must begin with a slash. Write it as /partner/**.");
		}
	}

	/**
	 * Requests without signature, the key in a header.
	 * @param header the header
	 * @param paths which requests
	 * @return the settings
	 */
	public static AppFilterSettings of(String header, String... paths) {
		return new AppFilterSettings(List.of(paths), header, null, false, 0);
	}

	/**
	 * The same with signatures.
	 * @param maxSignedBody the largest body, in bytes
	 * @return the changed settings
	 */
	public AppFilterSettings withSignature(long maxSignedBody) {
		return new AppFilterSettings(this.paths, this.header, this.parameter, true, maxSignedBody);
	}

}
