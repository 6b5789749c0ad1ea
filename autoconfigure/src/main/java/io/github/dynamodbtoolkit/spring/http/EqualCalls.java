package io.github.dynamodbtoolkit.spring.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;

/**
 * Which calls are so equal that one answer does for all of them: GET and HEAD, without
 * credentials, equal in method, URL and the headers on which the answer may depend. Those
 * are all headers but the ones of tracing, unless they are named.
 *
 * @param varyHeaders the headers on which the answer depends, beside those of which HTTP
 * itself says so; null for all
 */
public record EqualCalls(@Nullable Set<String> varyHeaders) {

	/** Whoever sends one of these may get an answer for himself alone. */
	private static final List<String> CREDENTIALS = List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.PROXY_AUTHORIZATION,
			HttpHeaders.COOKIE, "Cookie2");

	private static final Set<String> TRACING = Set.of("traceparent", "tracestate", "baggage", "b3", "x-b3-traceid",
			"x-b3-spanid", "x-b3-parentspanid", "x-b3-sampled", "x-b3-flags", "x-amzn-trace-id",
			"x-cloud-trace-context", "uber-trace-id");

	private static final Set<String> BY_HTTP = Set.of("accept", "accept-charset", "accept-datetime", "accept-encoding",
			"accept-language", "cache-control", "host", "if-match", "if-modified-since", "if-none-match", "if-range",
			"if-unmodified-since", "prefer", "range");

	public EqualCalls {
		varyHeaders = varyHeaders != null ? lowerCase(varyHeaders) : null;
	}

	/** Calls with all headers equal. */
	public static final EqualCalls IN_ALL_HEADERS = new EqualCalls(null);

	private static Set<String> lowerCase(Collection<String> names) {
		return names.stream().map((name) -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * What equal calls, and only they, have in common. It tells nothing about the call.
	 * @param resource the resource's name
	 * @param origin the origin as the caller wrote it; it may be replaced on the way
	 * @param request the request
	 * @return the key, null if the call has no equal
	 */
	@Nullable String keyOf(String resource, String origin, HttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		boolean safe = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
		if (!safe || hasCredentials(request.getURI(), headers) || CacheControl.of(headers).contains("no-store")) {
			return null;
		}
		Digest digest = new Digest().add(resource).add(origin).add(request.getMethod().name());
		digest.add(request.getURI().getRawPath()).add(request.getURI().getRawQuery());
		TreeMap<String, List<String>> relevant = new TreeMap<>();
		headers.forEach((name, values) -> relevant.put(name.toLowerCase(Locale.ROOT), values));
		relevant.keySet().removeIf((name) -> !isRelevant(name));
		relevant.forEach((name, values) -> digest.add(name).add(values));
		return digest.hex();
	}

	private static boolean hasCredentials(URI uri, HttpHeaders headers) {
		return uri.getRawUserInfo() != null || CREDENTIALS.stream().anyMatch(headers::containsHeader);
	}

	private boolean isRelevant(String header) {
		return this.varyHeaders != null ? BY_HTTP.contains(header) || this.varyHeaders.contains(header)
				: !TRACING.contains(header);
	}

	/**
	 * Whether an answer is the same for all equal calls, as its server sees it.
	 * @param answer the answer's headers
	 */
	boolean isForAll(HttpHeaders answer) {
		Set<String> directives = CacheControl.of(answer);
		boolean personal = answer.containsHeader(HttpHeaders.SET_COOKIE) || answer.containsHeader("Set-Cookie2")
				|| answer.containsHeader("Authentication-Info");
		return !personal && !directives.contains("private") && !directives.contains("no-store")
				&& answer.getValuesAsList(HttpHeaders.VARY)
					.stream()
					.filter((name) -> !name.isEmpty())
					.allMatch((name) -> !name.equals("*") && isRelevant(name.toLowerCase(Locale.ROOT)));
	}

	/** No two lists of parts give the same. */
	private static final class Digest {

		private final MessageDigest sha256;

		Digest() {
			try {
				this.sha256 = MessageDigest.getInstance("SHA-256");
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException("Every Java platform has SHA-256", ex);
			}
		}

		Digest add(@Nullable String part) {
			return part != null ? number(part.length()).bytes(part.getBytes(StandardCharsets.UTF_16BE)) : number(-1);
		}

		void add(List<String> parts) {
			number(parts.size());
			parts.forEach(this::add);
		}

		private Digest number(int number) {
			return bytes(
					new byte[] { (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number });
		}

		private Digest bytes(byte[] bytes) {
			this.sha256.update(bytes);
			return this;
		}

		String hex() {
			return HexFormat.of().formatHex(this.sha256.digest());
		}

	}

}
