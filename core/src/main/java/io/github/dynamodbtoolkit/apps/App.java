package io.github.dynamodbtoolkit.apps;

import java.util.List;

import io.github.dynamodbtoolkit.table.Keys;

/**
 * An app that may call. Immutable.
 *
 * @param id identifies it for good; at most 1,024 bytes of UTF-8
 * @param key what it names itself by when it calls; not secret; no two apps have the same
 * @param secret what it proves itself with
 * @param enabled whether it may call at all
 * @param clientMessages whether its clients may send events
 * @param userAuthentication whether its clients can sign in as users
 * @param limits what it is limited in
 * @param webhooks where events are reported to
 */
public record App(String id, String key, AppSecret secret, boolean enabled, boolean clientMessages,
		boolean userAuthentication, AppLimits limits, List<AppWebhook> webhooks) {

	/** The guard of a key, which repeats it, must be a key of the table as well. */
	static final int MAX_BYTES = 1024;

	public App {
		requireName("App id", id);
		requireName("App key", key);
		if (Keys.isAppKeyGuard(id)) {
			throw new IllegalArgumentException("App id must not begin with 'key#'. Use another id.");
		}
		webhooks = List.copyOf(webhooks);
	}

	private static void requireName(String what, String name) {
		if (Keys.requireName(what, name, MAX_BYTES).isBlank()) {
			throw new IllegalArgumentException(what + " must not be blank.");
		}
	}

	/**
	 * An enabled app without limits of its own and without webhooks.
	 * @param id its id
	 * @param key its key
	 * @param secret its secret
	 * @return the app
	 * @throws IllegalArgumentException if id or key is not usable
	 */
	public static App of(String id, String key, AppSecret secret) {
		return new App(id, key, secret, true, false, false, AppLimits.none(), List.of());
	}

	/**
	 * This app under another key.
	 * @param key what it names itself by
	 * @return the changed app
	 */
	public App withKey(String key) {
		return new App(this.id, key, this.secret, this.enabled, this.clientMessages, this.userAuthentication,
				this.limits, this.webhooks);
	}

	/**
	 * This app with another secret.
	 * @param secret what it proves itself with
	 * @return the changed app
	 */
	public App withSecret(AppSecret secret) {
		return new App(this.id, this.key, secret, this.enabled, this.clientMessages, this.userAuthentication,
				this.limits, this.webhooks);
	}

	/**
	 * This app, enabled or not.
	 * @param enabled whether it may call at all
	 * @return the changed app
	 */
	public App withEnabled(boolean enabled) {
		return new App(this.id, this.key, this.secret, enabled, this.clientMessages, this.userAuthentication,
				this.limits, this.webhooks);
	}

	/**
	 * This app with or without events from its clients.
	 * @param clientMessages whether its clients may send events
	 * @return the changed app
	 */
	public App withClientMessages(boolean clientMessages) {
		return new App(this.id, this.key, this.secret, this.enabled, clientMessages, this.userAuthentication,
				this.limits, this.webhooks);
	}

	/**
	 * This app with or without users.
	 * @param userAuthentication whether its clients can sign in as users
	 * @return the changed app
	 */
	public App withUserAuthentication(boolean userAuthentication) {
		return new App(this.id, this.key, this.secret, this.enabled, this.clientMessages, userAuthentication,
				this.limits, this.webhooks);
	}

	/**
	 * This app with another limit of its own.
	 * @param limit in what
	 * @param value as of {@link AppLimits#with(AppLimit, long)}
	 * @return the changed app
	 */
	public App withLimit(AppLimit limit, long value) {
		return withLimits(this.limits.with(limit, value));
	}

	/**
	 * This app with other limits.
	 * @param limits what it is limited in
	 * @return the changed app
	 */
	public App withLimits(AppLimits limits) {
		return new App(this.id, this.key, this.secret, this.enabled, this.clientMessages, this.userAuthentication,
				limits, this.webhooks);
	}

	/**
	 * This app with other webhooks.
	 * @param webhooks where events are reported to
	 * @return the changed app
	 */
	public App withWebhooks(AppWebhook... webhooks) {
		return new App(this.id, this.key, this.secret, this.enabled, this.clientMessages, this.userAuthentication,
				this.limits, List.of(webhooks));
	}

}
