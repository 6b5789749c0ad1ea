package io.github.dynamodbtoolkit.spring.dashboard;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what the page itself sends, and nothing that another site makes a browser
 * send: that has a foreign origin, cannot have a header of ours without being asked
 * first, and a form cannot send JSON.
 */
final class WriteGuard {

	/** A header that only scripts of this origin can set. */
	static final String HEADER = "X-DynamoDB-Toolkit";

	private static final int LARGEST_BODY = 16 * 1024;

	private static final int PAYLOAD_TOO_LARGE = HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;

	private final boolean readOnly;

	WriteGuard(boolean readOnly) {
		this.readOnly = readOnly;
	}

	boolean isReadOnly() {
		return this.readOnly;
	}

	/**
	 * Why a request is refused.
	 *
	 * @param status of the answer
	 * @param reason in words, with nothing of the request
	 */
	record Refusal(int status, String reason) {
	}

	@Nullable Refusal refuse(HttpServletRequest request) {
		if (this.readOnly) {
			return new Refusal(HttpServletResponse.SC_FORBIDDEN, "The dashboard is read-only.");
		}
		if (!isOfThisSite(request) || request.getHeader(HEADER) == null) {
			return new Refusal(HttpServletResponse.SC_FORBIDDEN, "Only the dashboard itself may send this.");
		}
		return request.getMethod().equals("POST") ? refuseBody(request) : null;
	}

	private static @Nullable Refusal refuseBody(HttpServletRequest request) {
		String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
		if (!type.equals("application/json") && !type.startsWith("application/json;")) {
			return new Refusal(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "Only application/json is understood.");
		}
		if (request.getContentLengthLong() > LARGEST_BODY) {
			return new Refusal(PAYLOAD_TOO_LARGE, "The request is too large.");
		}
		return request.getContentLengthLong() >= 0 ? null
				: new Refusal(HttpServletResponse.SC_LENGTH_REQUIRED, "The request has no length.");
	}

	/** Who is no browser says nothing about the site, and needs no protection. */
	private static boolean isOfThisSite(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		String origin = request.getHeader("Origin");
		return (site == null || site.equals("same-origin")) && (origin == null || isOrigin(origin, request));
	}

	/**
	 * Behind a proxy, the host that the browser asked may stand in the request line or in
	 * forwarded headers, and TLS may end before us: the scheme is not compared.
	 */
	private static boolean isOrigin(String origin, HttpServletRequest request) {
		String authority = authority(origin);
		String server = request.getServerName() + ":" + request.getServerPort();
		return authority != null && (authority.equalsIgnoreCase(request.getHeader("Host"))
				|| authority.equalsIgnoreCase(server) || (authority + ":80").equalsIgnoreCase(server)
				|| (authority + ":443").equalsIgnoreCase(server));
	}

	private static @Nullable String authority(String origin) {
		try {
			return new URI(origin).getRawAuthority();
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

}
