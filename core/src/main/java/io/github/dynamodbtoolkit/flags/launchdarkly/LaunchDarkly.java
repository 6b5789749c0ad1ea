package io.github.dynamodbtoolkit.flags.launchdarkly;

import java.time.Duration;

import com.launchdarkly.sdk.server.subsystems.BigSegmentStore;
import com.launchdarkly.sdk.server.subsystems.ComponentConfigurer;
import com.launchdarkly.sdk.server.subsystems.DataSource;
import com.launchdarkly.sdk.server.subsystems.PersistentDataStore;
import io.github.dynamodbtoolkit.flags.FlagStore;

/**
 * Components of LaunchDarkly's SDK that work on a {@link FlagStore}. Closing the client
 * closes them, but not the store.
 * <p>
 * Without LaunchDarkly's service: <pre>{@code
 * new LDConfig.Builder()
 *     .dataSource(LaunchDarkly.dataSource(store, Duration.ofSeconds(30)))
 *     .bigSegments(Components.bigSegments(LaunchDarkly.bigSegments(store)))
 *     .events(Components.noEvents())
 *     .build();
 * }</pre> With it: <pre>{@code
 * new LDConfig.Builder()
 *     .dataStore(Components.persistentDataStore(LaunchDarkly.dataStore(store)))
 *     .build();
 * }</pre>
 */
public final class LaunchDarkly {

	private LaunchDarkly() {
	}

	/**
	 * Keeps in the store what the SDK receives, for
	 * {@link com.launchdarkly.sdk.server.Components#persistentDataStore}. An item that
	 * cannot be stored is logged and left out.
	 * @param store holds the flags
	 * @return the component
	 */
	public static ComponentConfigurer<PersistentDataStore> dataStore(FlagStore store) {
		return (context) -> new FlagStoreDataStore(store);
	}

	/**
	 * Reads big segments from the store, for
	 * {@link com.launchdarkly.sdk.server.Components#bigSegments}.
	 * @param store holds the segments
	 * @return the component
	 */
	public static ComponentConfigurer<BigSegmentStore> bigSegments(FlagStore store) {
		return (context) -> new FlagStoreBigSegments(store);
	}

	/**
	 * Feeds the SDK from the store in place of LaunchDarkly's service. The SDK evaluates
	 * in memory and tells its listeners of changes, which it sees within the interval.
	 * While DynamoDB does not answer, what was read last holds, and the SDK's data source
	 * status says so. Each poll reads all flags and segments, eventually consistent; one
	 * that seems to go back in time is repeated consistently.
	 * @param store holds the flags
	 * @param interval the time between two polls; positive
	 * @return the component
	 */
	public static ComponentConfigurer<DataSource> dataSource(FlagStore store, Duration interval) {
		if (interval.isNegative() || interval.isZero()) {
			throw new IllegalArgumentException("cache-ttl must be positive, got " + interval + ".");
		}
		return (context) -> new FlagStoreDataSource(store, interval, context.getDataSourceUpdateSink());
	}

}
