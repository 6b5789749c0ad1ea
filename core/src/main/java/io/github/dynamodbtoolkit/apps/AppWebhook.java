package io.github.dynamodbtoolkit.apps;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where soketi reports events of an app to: an address or an AWS Lambda function. The
 * toolkit never calls it.
 *
 * @param eventTypes the events, such as {@code channel_occupied}; at least one
 * @param url the address, http or https; null for a Lambda function. Not one of a link,
 * where clouds keep their credentials
 * @param headers sent along with each report; values may be secrets, and are not printed
 * @param lambdaFunction the function's name; null for an address
 * @param lambda how the function is called, null for soketi's defaults
 * @param filter which channels' events, null for all
 */
public record AppWebhook(List<String> eventTypes, @Nullable String url, Map<String, String> headers,
		@Nullable String lambdaFunction, @Nullable Lambda lambda, @Nullable Filter filter) {

	public AppWebhook {
		eventTypes = List.copyOf(eventTypes);
		headers = Map.copyOf(headers);
		if (eventTypes.isEmpty() || eventTypes.stream().anyMatch(String::isBlank)) {
			throw new IllegalArgumentException("has no event_types");
		}
		if (url == null && (lambdaFunction == null || lambdaFunction.isBlank())) {
			throw new IllegalArgumentException("has neither url nor lambda_function");
		}
		if (url != null) {
			WebhookUrls.require(url);
		}
	}

	/**
	 * A webhook at an address.
	 * @param url the address
	 * @param eventTypes the events
	 * @return the webhook
	 * @throws IllegalArgumentException if the address cannot be one, or there are no
	 * events
	 */
	public static AppWebhook at(String url, String... eventTypes) {
		return new AppWebhook(List.of(eventTypes), url, Map.of(), null, null, null);
	}

	/**
	 * A webhook that is an AWS Lambda function.
	 * @param function its name
	 * @param eventTypes the events
	 * @return the webhook
	 * @throws IllegalArgumentException if there are no events
	 */
	public static AppWebhook ofLambda(String function, String... eventTypes) {
		return new AppWebhook(List.of(eventTypes), null, Map.of(), function, null, null);
	}

	/** Neither address nor headers: both may hold credentials. */
	@Override
	public String toString() {
		return "AppWebhook[" + (this.url != null ? "url" : "lambda_function") + ", eventTypes=" + this.eventTypes + "]";
	}

	/**
	 * How a function is called.
	 *
	 * @param async whether soketi does not wait for it, null for its default
	 * @param region the function's AWS region, null for soketi's own
	 */
	public record Lambda(@Nullable Boolean async, @Nullable String region) {
	}

	/**
	 * Which channels.
	 *
	 * @param channelNameStartsWith how their names begin, null for anyhow
	 * @param channelNameEndsWith how their names end, null for anyhow
	 */
	public record Filter(@Nullable String channelNameStartsWith, @Nullable String channelNameEndsWith) {
	}

}
