package io.github.dynamodbtoolkit.apps;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the address of a webhook may be. Whatever calls it runs inside somebody's network,
 * so it must not be made to ask what only machines on the same link may ask.
 */
final class WebhookUrls {

	/** 169.254.0.0/16 as it should be written. */
	private static final Pattern LINK_LOCAL_IPV4 = Pattern.compile("169\\.254\\.\\d+\\.\\d+");

	private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

	/** What browsers and Node take for an IPv4 address, in whatever notation. */
	private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?");

	/** fe80::/10, and IPv4 within IPv6. */
	private static final Pattern LINK_LOCAL_IPV6 = Pattern
		.compile("\\[(fe[89ab][0-9a-f]:.*|.*:a9fe:[0-9a-f]{1,4}" + "|.*:169\\.254\\.\\d+\\.\\d+)]");

	private WebhookUrls() {
	}

	/**
	 * Checks an address.
	 * @throws IllegalArgumentException whose message continues a sentence that begins
	 * with the webhook
	 */
	static void require(String url) {
		URI uri = parse(url);
		String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
		if (!scheme.equals("http") && !scheme.equals("https")) {
			throw new IllegalArgumentException("has a url that is neither http nor https");
		}
		if (uri.getHost() == null) {
			throw new IllegalArgumentException("has a url without a host");
		}
		String host = uri.getHost().toLowerCase(Locale.ROOT);
		if (LINK_LOCAL_IPV4.matcher(host).matches() || LINK_LOCAL_IPV6.matcher(host).matches()) {
			throw new IllegalArgumentException("has a link-local url");
		}
		if (NUMERIC.matcher(host).matches() && !IPV4.matcher(host).matches()) {
			throw new IllegalArgumentException("has a url whose host is a number");
		}
	}

	private static URI parse(String url) {
		try {
			return URI.create(url);
		}
		catch (IllegalArgumentException ex) {
			// Its message would repeat the address.
			throw new IllegalArgumentException("has a url that is not one");
		}
	}

}
