package io.github.dynamodbtoolkit.spring.http;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * Whether what was sent is what others may be given the answer of. Interceptors that come
 * after ours may add credentials to a call that had none, so whoever sends it has a look,
 * as often as it is sent. Travels as an attribute of the request.
 */
final class SentRequest {

	private static final String ATTRIBUTE = SentRequest.class.getName();

	private final EqualCalls equal;

	private final String resource;

	private final String origin;

	private final String key;

	private volatile boolean seen;

	private volatile boolean changed;

	SentRequest(EqualCalls equal, String resource, String origin, String key) {
		this.equal = equal;
		this.resource = resource;
		this.origin = origin;
		this.key = key;
	}

	/** What equal calls have in common, before it was sent. */
	String key() {
		return this.key;
	}

	EqualCalls equal() {
		return this.equal;
	}

	/** The request with this as an attribute; whatever its attributes are. */
	HttpRequest travelWith(HttpRequest request) {
		Map<String, Object> attributes = new LinkedHashMap<>(request.getAttributes());
		attributes.put(ATTRIBUTE, this);
		return new HttpRequestWrapper(request) {

			@Override
			public Map<String, Object> getAttributes() {
				return attributes;
			}

		};
	}

	/** A look at what is about to be sent. */
	static void look(HttpRequest request) {
		if (request.getAttributes().get(ATTRIBUTE) instanceof SentRequest sent) {
			if (!sent.key.equals(sent.equal.keyOf(sent.resource, sent.origin, request))) {
				sent.changed = true;
			}
			sent.seen = true;
		}
	}

	/** False too if nobody had a look. */
	boolean isAsExpected() {
		return this.seen && !this.changed;
	}

}
