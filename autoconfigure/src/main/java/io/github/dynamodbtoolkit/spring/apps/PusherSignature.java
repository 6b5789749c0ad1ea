package io.github.dynamodbtoolkit.spring.apps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.table.TimeSource;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Checks requests that are signed as Pusher's HTTP API says: {@code auth_signature} is
 * the HMAC-SHA256, under the app's secret and in hexadecimal digits, of the method, the
 * path and the other parameters of the query, sorted by their names in lower case and not
 * encoded. Among these are {@code auth_key}, {@code auth_timestamp} in seconds,
 * {@code auth_version} 1.0, and for a request with a body {@code body_md5}.
 */
final class PusherSignature {

	static final String KEY = "auth_key";

	private static final String SIGNATURE = "auth_signature";

	private static final String TIMESTAMP = "auth_timestamp";

	private static final String BODY_MD5 = "body_md5";

	private static final Duration TOLERANCE = Duration.ofSeconds(600);

	private static final String DOES_NOT_FIT = "The signature does not fit this request.";

	private final int maxBody;

	private final TimeSource time;

	PusherSignature(int maxBody, TimeSource time) {
		this.maxBody = maxBody;
		this.time = time;
	}

	/**
	 * Checks a request.
	 * @return the request, whose body can be read again
	 * @throws RefusedException if it is not signed, too late, or not by this app
	 */
	HttpServletRequest verify(HttpServletRequest request, App app) throws RefusedException, IOException {
		QueryParameters query = QueryParameters.parse(request.getQueryString());
		String signature = query.single(SIGNATURE);
		if (signature == null) {
			throw unauthorized("Sign the request: the query has no " + SIGNATURE + ".");
		}
		if (!"1.0".equals(query.single("auth_version"))) {
			throw unauthorized("auth_version must be 1.0.");
		}
		requireInTime(query.single(TIMESTAMP));
		byte[] expected = ascii(app.secret().sign(text(request, query)));
		if (!MessageDigest.isEqual(expected, ascii(signature.toLowerCase(Locale.ROOT)))) {
			throw unauthorized(DOES_NOT_FIT);
		}
		SignedRequest signed = SignedRequest.read(request, this.maxBody);
		requireFits(signed.body(), query.single(BODY_MD5));
		return signed;
	}

	private void requireInTime(@Nullable String timestamp) throws RefusedException {
		boolean readable = timestamp != null && timestamp.matches("[0-9]{1,12}");
		if (!readable || Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), this.time.instant())
			.abs()
			.compareTo(TOLERANCE) > 0) {
			throw unauthorized(TIMESTAMP + " must be the time in seconds, and at most " + TOLERANCE.toSeconds()
					+ " seconds from this server's.");
		}
	}

	/** Several values of one name are signed in their order. */
	private static String text(HttpServletRequest request, QueryParameters query) {
		String parameters = query.values()
			.entrySet()
			.stream()
			.filter((parameter) -> !parameter.getKey().equals(SIGNATURE))
			.flatMap((parameter) -> parameter.getValue()
				.stream()
				.map((value) -> new String[] { parameter.getKey().toLowerCase(Locale.ROOT), value }))
			.sorted((one, other) -> one[0].compareTo(other[0]))
			.map((pair) -> pair[0] + "=" + pair[1])
			.collect(Collectors.joining("&"));
		return request.getMethod() + "\n" + request.getRequestURI() + "\n" + parameters;
	}

	private static void requireFits(byte[] body, @Nullable String md5) throws RefusedException {
		if (body.length == 0 && md5 == null) {
			return;
		}
		if (md5 == null) {
			throw unauthorized("Sign the body: the query has no " + BODY_MD5 + ".");
		}
		if (!MessageDigest.isEqual(ascii(md5(body)), ascii(md5.toLowerCase(Locale.ROOT)))) {
			throw unauthorized(DOES_NOT_FIT);
		}
	}

	private static String md5(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has MD5", ex);
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static RefusedException unauthorized(String detail) {
		return new RefusedException(HttpStatus.UNAUTHORIZED, detail);
	}

}
