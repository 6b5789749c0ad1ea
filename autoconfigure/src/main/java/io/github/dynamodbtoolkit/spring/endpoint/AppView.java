package io.github.dynamodbtoolkit.spring.endpoint;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.dynamodbtoolkit.apps.App;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * An app, without its secret.
 *
 * @param name its id
 * @param key its key, which is no secret
 * @param enabled whether it may call
 * @param limits the limits of its own, -1 for none
 * @param webhooks how many webhooks it has
 */
record AppView(String name, String key, boolean enabled, Map<String, BigDecimal> limits,
		int webhooks) implements OperationResponseBody {

	static AppView of(App app) {
		Map<String, BigDecimal> limits = new TreeMap<>();
		app.limits().own().forEach((limit, value) -> limits.put(limit.name().toLowerCase(Locale.ROOT), value));
		return new AppView(app.id(), app.key(), app.enabled(), limits, app.webhooks().size());
	}

}
