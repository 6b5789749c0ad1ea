package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.util.List;

import org.springframework.http.client.ClientHttpResponse;

/**
 * A step on a call's way to its server. It answers the call itself, refuses it by an
 * exception, or lets it go on; what the rest answers it may look at, or replace.
 */
@FunctionalInterface
interface Stage {

	/**
	 * Handles a call.
	 * @param call the call
	 * @param rest the stages after this one, and then the exchange itself
	 * @return the answer
	 * @throws IOException if the exchange failed
	 */
	ClientHttpResponse handle(HttpCall call, Exchange rest) throws IOException;

	/**
	 * Puts stages before an exchange.
	 * @param exchange what is behind the last
	 * @param stages in the order in which a call comes to them
	 * @return all of it
	 */
	static Exchange before(Exchange exchange, List<Stage> stages) {
		Exchange all = exchange;
		for (int i = stages.size() - 1; i >= 0; i--) {
			Stage stage = stages.get(i);
			Exchange rest = all;
			all = (call) -> stage.handle(call, rest);
		}
		return all;
	}

	/**
	 * What is left of a call's way.
	 */
	@FunctionalInterface
	interface Exchange {

		/**
		 * Lets a call go on.
		 * @param call the call
		 * @return the answer
		 * @throws IOException if the exchange failed
		 */
		ClientHttpResponse proceed(HttpCall call) throws IOException;

	}

}
