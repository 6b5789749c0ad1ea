package io.github.dynamodbtoolkit.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;

/**
 * By itself Apache's client repeats a call that was answered 429 or 503, after the
 * server's delay, and nobody above learns of it: the call would spend no permit, and the
 * server's wish be known to nobody else. Calls that are held to something are not
 * repeated so; all others are as ever, and so is what was not answered.
 */
final class RetriesInTheOpen extends DefaultHttpRequestRetryStrategy {

	private final Predicate<HttpRequest> held;

	RetriesInTheOpen(Predicate<HttpRequest> held) {
		this.held = held;
	}

	@Override
	public boolean retryRequest(HttpResponse response, int execCount, HttpContext context) {
		return super.retryRequest(response, execCount, context) && !isHeld(HttpCoreContext.cast(context).getRequest());
	}

	private boolean isHeld(org.apache.hc.core5.http.HttpRequest request) {
		try {
			HttpHeaders headers = new HttpHeaders();
			request.headerIterator().forEachRemaining((header) -> headers.add(header.getName(), header.getValue()));
			return this.held.test(new Sent(HttpMethod.valueOf(request.getMethod()), request.getUri(), headers));
		}
		catch (URISyntaxException ex) {
			return false; // it has no origin, and so no resource
		}
	}

	private record Sent(HttpMethod method, URI uri, HttpHeaders headers) implements HttpRequest {

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public Map<String, Object> getAttributes() {
			return Map.of();
		}

	}

}
