package io.github.dynamodbtoolkit.apps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks as soketi's JSON, both ways.
 */
final class WebhookJson {

	private static final JsonMapper json = JsonMapper.shared();

	private WebhookJson() {
	}

	static String write(List<AppWebhook> webhooks) {
		return json.writeValueAsString(webhooks.stream().map(WebhookJson::members).toList());
	}

	private static Map<String, Object> members(AppWebhook webhook) {
		Map<String, Object> members = new LinkedHashMap<>();
		set(members, "url", webhook.url());
		set(members, "lambda_function", webhook.lambdaFunction());
		members.put("event_types", webhook.eventTypes());
		set(members, "headers", webhook.headers().isEmpty() ? null : webhook.headers());
		AppWebhook.Lambda lambda = webhook.lambda();
		if (lambda != null) {
			Map<String, Object> call = new LinkedHashMap<>();
			set(call, "async", lambda.async());
			set(call, "region", lambda.region());
			members.put("lambda", call);
		}
		AppWebhook.Filter filter = webhook.filter();
		if (filter != null) {
			Map<String, Object> names = new LinkedHashMap<>();
			set(names, "channel_name_starts_with", filter.channelNameStartsWith());
			set(names, "channel_name_ends_with", filter.channelNameEndsWith());
			members.put("filter", names);
		}
		return members;
	}

	private static void set(Map<String, Object> members, String name, @Nullable Object value) {
		if (value != null) {
			members.put(name, value);
		}
	}

	/**
	 * Reads what stands in an item.
	 * @param value JSON, or a list as of
	 * {@link io.github.dynamodbtoolkit.table.Item#value}; null for nothing
	 * @param problems receives what could not be read, in words without its content
	 * @return the webhooks that soketi could call
	 */
	static List<AppWebhook> read(@Nullable Object value, Consumer<String> problems) {
		JsonNode array = array(value);
		if (array == null) {
			problems.accept("attribute Webhooks is not a JSON array; it has no webhooks.");
			return List.of();
		}
		List<AppWebhook> webhooks = new ArrayList<>();
		for (int i = 0; i < array.size(); i++) {
			try {
				webhooks.add(webhook(array.get(i)));
			}
			catch (IllegalArgumentException ex) {
				problems.accept("webhook " + i + " " + ex.getMessage() + "; it is dropped.");
			}
		}
		return webhooks;
	}

	private static @Nullable JsonNode array(@Nullable Object value) {
		if (value == null) {
			return json.createArrayNode();
		}
		try {
			JsonNode node = value instanceof String text ? json.readTree(text) : json.valueToTree(value);
			return node.isArray() ? node : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static AppWebhook webhook(JsonNode node) {
		if (!node.isObject()) {
			throw new IllegalArgumentException("is not an object");
		}
		JsonNode lambda = node.path("lambda");
		JsonNode filter = node.path("filter");
		return new AppWebhook(texts(node.path("event_types")), text(node, "url"), headers(node.path("headers")),
				text(node, "lambda_function"),
				lambda.isObject() ? new AppWebhook.Lambda(flag(lambda, "async"), text(lambda, "region")) : null,
				filter.isObject() ? new AppWebhook.Filter(text(filter, "channel_name_starts_with"),
						text(filter, "channel_name_ends_with")) : null);
	}

	private static List<String> texts(JsonNode node) {
		return node.isArray() ? node.values().stream().filter(JsonNode::isString).map(JsonNode::stringValue).toList()
				: List.of();
	}

	private static @Nullable String text(JsonNode node, String name) {
		JsonNode value = node.path(name);
		return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
	}

	private static @Nullable Boolean flag(JsonNode node, String name) {
		JsonNode value = node.path(name);
		return value.isBoolean() ? Boolean.valueOf(value.booleanValue()) : null;
	}

	private static Map<String, String> headers(JsonNode node) {
		Map<String, String> headers = new LinkedHashMap<>();
		if (node.isObject()) {
			node.properties().forEach((header) -> {
				if (header.getValue().isValueNode() && !header.getValue().isNull()) {
					headers.put(header.getKey(), header.getValue().asString());
				}
			});
		}
		return headers;
	}

}
