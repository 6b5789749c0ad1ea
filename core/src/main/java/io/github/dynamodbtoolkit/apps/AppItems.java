package io.github.dynamodbtoolkit.apps;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.Item;
import org.jspecify.annotations.Nullable;

/**
 * Apps as items of the table, both ways. Read is every type that soketi's documents show
 * or its server takes; written are those that its server takes for what was meant.
 */
final class AppItems {

	private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "on", "1");

	private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "off", "0");

	private static final int LONGEST_IN_MESSAGE = 50;

	private static final int MAX_WEBHOOKS_BYTES = 300_000;

	private final AppLog log;

	private final Map<AppLimit, BigDecimal> serverLevel;

	AppItems(AppLog log, Map<AppLimit, BigDecimal> serverLevel) {
		this.log = log;
		this.serverLevel = serverLevel;
	}

	/**
	 * Reads an item. An app that is not usable is null; what cannot be read of one that
	 * is does as little as it can. Both are logged.
	 */
	@Nullable App read(Item item) {
		String id = String.valueOf(item.string(AppAttribute.ID));
		String key = text(item, AppAttribute.KEY);
		String secret = text(item, AppAttribute.SECRET);
		if (key == null) {
			return reject(id, "has no AppKey");
		}
		if (secret == null) {
			return reject(id, "has no AppSecret");
		}
		try {
			return new App(id, key, AppSecret.of(secret), isEnabled(id, item),
					isSet(id, item, AppAttribute.CLIENT_MESSAGES), isSet(id, item, AppAttribute.USER_AUTHENTICATION),
					limits(id, item), webhooks(id, item));
		}
		catch (IllegalArgumentException ex) {
			return reject(id, "has an id or key that cannot be one: " + ex.getMessage());
		}
	}

	private @Nullable App reject(String id, String reason) {
		this.log.warn(AppEvent.REJECTED, "App '" + id + "' " + reason + " and is not usable.");
		return null;
	}

	static @Nullable String text(Item item, AppAttribute attribute) {
		return attribute.read(item) instanceof String text && !text.isBlank() ? text : null;
	}

	private boolean isEnabled(String id, Item item) {
		Object value = AppAttribute.ENABLED.read(item);
		Boolean enabled = value != null ? flag(value) : Boolean.TRUE;
		if (enabled == null) {
			unreadable(id, AppAttribute.ENABLED, value, "the app is treated as disabled");
		}
		return Boolean.TRUE.equals(enabled);
	}

	private boolean isSet(String id, Item item, AppAttribute attribute) {
		Object value = attribute.read(item);
		Boolean set = value != null ? flag(value) : Boolean.FALSE;
		if (set == null) {
			unreadable(id, attribute, value, "it is treated as false");
		}
		return Boolean.TRUE.equals(set);
	}

	/** Null if it is neither. */
	private static @Nullable Boolean flag(Object value) {
		if (value instanceof Boolean flag) {
			return flag;
		}
		String text = plain(value).strip().toLowerCase(Locale.ROOT);
		return TRUE.contains(text) ? Boolean.TRUE : FALSE.contains(text) ? Boolean.FALSE : null;
	}

	private AppLimits limits(String id, Item item) {
		Map<AppLimit, BigDecimal> own = new EnumMap<>(AppLimit.class);
		for (AppLimit limit : AppLimit.values()) {
			Object value = limit.attribute().read(item);
			BigDecimal number = value != null ? number(limit, value) : AppLimit.UNLIMITED;
			if (number == null) {
				unreadable(id, limit.attribute(), value, "the server's default holds");
			}
			else if (number.signum() >= 0 || value != null && limit.canBeUnlimited()) {
				own.put(limit, number);
			}
		}
		return new AppLimits(own, this.serverLevel);
	}

	private static @Nullable BigDecimal number(AppLimit limit, Object value) {
		try {
			return limit.sound(value instanceof BigDecimal number ? number : new BigDecimal(plain(value).strip()));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private List<AppWebhook> webhooks(String id, Item item) {
		return WebhookJson.read(AppAttribute.WEBHOOKS.read(item),
				(problem) -> this.log.warn(AppEvent.UNREADABLE, "App '" + id + "': " + problem));
	}

	private void unreadable(String id, AppAttribute attribute, @Nullable Object value, String consequence) {
		String text = value != null ? plain(value) : "";
		String shown = text.length() > LONGEST_IN_MESSAGE ? text.substring(0, LONGEST_IN_MESSAGE) + "…" : text;
		this.log.warn(AppEvent.UNREADABLE, "App '" + id + "': attribute " + attribute.name()
				+ " has the unreadable value '" + shown + "'; " + consequence + ".");
	}

	private static String plain(Object value) {
		if (value instanceof byte[] bytes) {
			return new String(bytes, StandardCharsets.UTF_8);
		}
		return value instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : value.toString();
	}

	/**
	 * Makes the change that lets an item say what an app says, whatever it said before,
	 * and nothing else: attributes that are not an app's stay as they are. So do webhooks
	 * that are the same already, with all that their JSON says beside.
	 * @param present the item as it is, null if there is none
	 */
	Expression write(App app, @Nullable Item present) {
		Change change = new Change();
		change.set(AppAttribute.KEY, app.key());
		change.set(AppAttribute.SECRET, app.secret().reveal());
		change.set(AppAttribute.ENABLED, app.enabled());
		change.set(AppAttribute.CLIENT_MESSAGES, app.clientMessages());
		change.set(AppAttribute.USER_AUTHENTICATION, app.userAuthentication());
		for (AppLimit limit : AppLimit.values()) {
			change.set(limit.attribute(), app.limits().own().get(limit));
		}
		if (present == null || !app.webhooks().equals(webhooks(present))) {
			change.set(AppAttribute.WEBHOOKS, webhooks(app));
		}
		return change.expression();
	}

	/** What is wrong with them was told when they were read to be changed. */
	private static List<AppWebhook> webhooks(Item item) {
		return WebhookJson.read(AppAttribute.WEBHOOKS.read(item), (problem) -> {
		});
	}

	private static String webhooks(App app) {
		String json = WebhookJson.write(app.webhooks());
		int bytes = json.getBytes(StandardCharsets.UTF_8).length;
		if (bytes > MAX_WEBHOOKS_BYTES) {
			throw new IllegalArgumentException("The webhooks of app '%s' are %d bytes, the limit is %d. Remove some."
				.formatted(app.id(), bytes, MAX_WEBHOOKS_BYTES));
		}
		return json;
	}

	/** Makes the change of one attribute. */
	static Expression write(AppAttribute attribute, Object value) {
		Change change = new Change();
		change.set(attribute, value);
		return change.expression();
	}

	/** Sets attributes under the name that counts, and removes their other names. */
	private static final class Change {

		private final List<String> sets = new ArrayList<>();

		private final List<String> removals = new ArrayList<>();

		private final Map<String, Object> values = new HashMap<>();

		void set(AppAttribute attribute, @Nullable Object value) {
			if (value != null) {
				this.sets.add("#" + attribute.name() + " = :" + attribute.name());
				this.values.put(":" + attribute.name(), value);
			}
			else {
				this.removals.add("#" + attribute.name());
			}
			attribute.others().forEach((other) -> this.removals.add("#" + other));
		}

		Expression expression() {
			return Expression.of("SET " + String.join(", ", this.sets) + " REMOVE " + String.join(", ", this.removals))
				.with(this.values);
		}

	}

}
