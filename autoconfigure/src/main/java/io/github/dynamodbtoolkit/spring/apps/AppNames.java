package io.github.dynamodbtoolkit.spring.apps;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.dynamodbtoolkit.apps.App;
import org.jspecify.annotations.Nullable;

/**
 * Names of apps for metrics, of which there are never more than a hundred and two: the
 * ids of the first hundred apps that call, {@value #OTHER} for all others, and
 * {@value #NONE} for no app. Safe for use by many threads.
 */
public final class AppNames {

	/** Stands for all apps beyond the first hundred. */
	static final String OTHER = "other";

	/** Stands for no app. */
	static final String NONE = "none";

	private static final int MAX_NAMES = 100;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	/**
	 * The name of an app.
	 * @param app the app, null for none
	 * @return its name
	 */
	public String of(@Nullable App app) {
		if (app == null) {
			return NONE;
		}
		if (this.names.contains(app.id())) {
			return app.id();
		}
		synchronized (this) {
			if (this.names.size() < MAX_NAMES) {
				this.names.add(app.id());
			}
			return this.names.contains(app.id()) ? app.id() : OTHER;
		}
	}

}
