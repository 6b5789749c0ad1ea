package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;

/**
 * Makes requests that are looked at after all interceptors. Only those that could be
 * joined: others may have bodies, which then are streamed as ever.
 */
final class LastLook extends AbstractClientHttpRequestFactoryWrapper {

	private static final String END_OF_CHAIN = "org.springframework.http.client.InterceptingClientHttpRequest$";

	private final ClientHttpRequestFactory looking;

	LastLook(ClientHttpRequestFactory requestFactory) {
		super(requestFactory);
		this.looking = new InterceptingClientHttpRequestFactory(requestFactory, List.of(LastLook::look));
	}

	private static ClientHttpResponse look(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		SentRequest.look(request);
		return execution.execute(request, body);
	}

	@Override
	protected ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod, ClientHttpRequestFactory requestFactory)
			throws IOException {
		boolean joinable = httpMethod == HttpMethod.GET || httpMethod == HttpMethod.HEAD;
		return (joinable ? this.looking : requestFactory).createRequest(uri, httpMethod);
	}

	/**
	 * Where requests come from another factory, whoever is the last interceptor can have
	 * the last look himself. That the rest is Spring's own end of the chain can only be
	 * seen by its name; if that changes, calls are not joined there.
	 */
	static boolean isMine(ClientHttpRequestExecution rest) {
		return rest.getClass().getName().startsWith(END_OF_CHAIN);
	}

}
