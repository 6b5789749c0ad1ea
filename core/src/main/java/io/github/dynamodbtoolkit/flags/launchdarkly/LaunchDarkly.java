package io.github.dynamodbtoolkit.flags.launchdarkly;

import java.time.Duration;

import com.launchdarkly.sdk.server.subsystems.BigSegmentStore;
import com.launchdarkly.sdk.server.subsystems.ComponentConfigurer;
import com.launchdarkly.sdk.server.subsystems.DataSource;
import com.launchdarkly.sdk.server.subsystems.PersistentDataStore;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.table.DurationText;

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

	/** What a poll may take without making a change be seen too late. */
	private static final Duration LONGEST_POLL = Duration.ofMillis(500);

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
	 * in memory and tells its listeners of changes. It sees those made through the same
	 * store object at once, and all others within the time given: polls are that far
	 * apart, less what a poll may take. While DynamoDB does not answer, what was read
	 * last holds, and the SDK's data source status says so. Each poll reads all flags and
	 * segments, eventually consistent; one that seems to go back in time is repeated
	 * consistently. As long as the store could not be read, or nobody has initialised it,
	 * it is asked again after a second, then less and less often; the SDK's start does
	 * not wait for that.
	 * @param store holds the flags
	 * @param staleness how late a change may be seen; positive
	 * @return the component
	 */
	public static ComponentConfigurer<DataSource> dataSource(FlagStore store, Duration staleness) {
		return dataSource(store, staleness, Duration.ZERO);
	}

	/**
	 * As {@link #dataSource(FlagStore, Duration)}, and waits itself when it is started.
	 * Use it with a {@code startWait} of zero: if the SDK waits, it warns of a client
	 * that was not initialised, also where only nobody has written flags yet.
	 * @param store holds the flags
	 * @param staleness how late a change may be seen; positive
	 * @param startWait how long the start waits for the first poll at most; not negative
	 * @return the component
	 */
	public static ComponentConfigurer<DataSource> dataSource(FlagStore store, Duration staleness, Duration startWait) {
		if (staleness.isNegative() || staleness.isZero()) {
			throw new IllegalArgumentException("cache-ttl must be positive, got " + DurationText.of(staleness) + ".");
		}
		if (startWait.isNegative()) {
			throw new IllegalArgumentException(
					"start-wait must not be negative, got " + DurationText.of(startWait) + ".");
		}
		return (context) -> new FlagStoreDataSource(store, interval(staleness), startWait,
				context.getDataSourceUpdateSink());
	}

	private static Duration interval(Duration staleness) {
		Duration fifth = staleness.dividedBy(5);
		return staleness.minus(fifth.compareTo(LONGEST_POLL) < 0 ? fifth : LONGEST_POLL);
	}

}
