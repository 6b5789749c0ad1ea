package io.github.dynamodbtoolkit.flags.launchdarkly;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.launchdarkly.sdk.server.DataModel;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.DataKind;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.FullDataSet;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.ItemDescriptor;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.KeyedItems;
import com.launchdarkly.sdk.server.subsystems.SerializationException;
import io.github.dynamodbtoolkit.flags.FlagItem;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.OneLine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All flags and segments at one time, as they are stored and as the SDK wants them.
 * Immutable.
 */
final class FlagSnapshot {

	private static final Logger logger = LoggerFactory.getLogger(LaunchDarkly.class);

	private static final List<DataKind> KINDS = List.of(DataModel.SEGMENTS, DataModel.FEATURES);

	static final FlagSnapshot NONE = new FlagSnapshot(
			KINDS.stream().collect(Collectors.toMap(Function.identity(), (kind) -> Map.of())));

	private final Map<DataKind, Map<String, Parsed>> items;

	private FlagSnapshot(Map<DataKind, Map<String, Parsed>> items) {
		this.items = items;
	}

	/**
	 * Reads the store anew. What has not changed is not parsed again. What the SDK cannot
	 * parse stays as it was.
	 */
	FlagSnapshot next(FlagStore store, Consistency consistency) {
		Map<DataKind, Map<String, Parsed>> next = new LinkedHashMap<>();
		for (DataKind kind : KINDS) {
			Map<String, Parsed> parsed = new HashMap<>();
			store.getAll(new FlagKind(kind.getName()), consistency)
				.forEach((key, flag) -> parsed.put(key, parse(kind, key, flag)));
			next.put(kind, parsed);
		}
		return new FlagSnapshot(next);
	}

	/** This snapshot with a version of one item, unless it has a newer one. */
	FlagSnapshot with(FlagKind flagKind, String key, FlagItem flag) {
		Map<DataKind, Map<String, Parsed>> next = new LinkedHashMap<>(this.items);
		next.replaceAll((kind, items) -> kind.getName().equals(flagKind.name()) ? with(kind, items, key, flag) : items);
		return new FlagSnapshot(next);
	}

	/**
	 * This snapshot with every item that is another in a later snapshot than in an
	 * earlier one, unless it has a newer one.
	 */
	FlagSnapshot withChanges(FlagSnapshot earlier, FlagSnapshot later) {
		Map<DataKind, Map<String, Parsed>> next = new LinkedHashMap<>(this.items);
		next.replaceAll((kind, items) -> {
			Map<String, Parsed> changed = new HashMap<>(later.of(kind));
			changed.entrySet().removeAll(earlier.of(kind).entrySet());
			Map<String, Parsed> merged = new HashMap<>(items);
			changed.forEach((key, parsed) -> merged.merge(key, parsed, FlagSnapshot::newer));
			return merged;
		});
		return new FlagSnapshot(next);
	}

	private static Parsed newer(Parsed mine, Parsed other) {
		return other.source().version() > mine.source().version() ? other : mine;
	}

	private Map<String, Parsed> with(DataKind kind, Map<String, Parsed> items, String key, FlagItem flag) {
		Parsed known = items.get(key);
		if (known != null && known.source().version() >= flag.version()) {
			return items;
		}
		Map<String, Parsed> next = new HashMap<>(items);
		next.put(key, parse(kind, key, flag));
		return next;
	}

	private Parsed parse(DataKind kind, String key, FlagItem flag) {
		Parsed known = of(kind).get(key);
		if (known != null && known.source().equals(flag)) {
			return known;
		}
		try {
			Object parsed = flag.json() != null ? kind.deserialize(flag.json()).getItem() : null;
			return new Parsed(flag, new ItemDescriptor(flag.version(), parsed));
		}
		catch (SerializationException ex) {
			ItemDescriptor before = known != null ? known.item() : null;
			logger.warn("Version {} of '{}' in {} is not as LaunchDarkly defines it; {}. {}", flag.version(),
					OneLine.of(key), kind.getName(),
					(before != null) ? "version " + before.getVersion() + " stays in use" : "it is ignored",
					OneLine.of(String.valueOf(ex.getMessage())));
			return new Parsed(flag, before);
		}
	}

	/** Whether something is older here than there, or missing. */
	boolean isBehind(FlagSnapshot other) {
		return KINDS.stream()
			.anyMatch((kind) -> other.of(kind)
				.entrySet()
				.stream()
				.anyMatch((entry) -> isBehind(of(kind).get(entry.getKey()), entry.getValue())));
	}

	private static boolean isBehind(@Nullable Parsed mine, Parsed other) {
		return mine == null || mine.source().version() < other.source().version();
	}

	boolean saysTheSameAs(FlagSnapshot other) {
		return this.items.equals(other.items);
	}

	FullDataSet<ItemDescriptor> toDataSet() {
		Map<DataKind, KeyedItems<ItemDescriptor>> data = new LinkedHashMap<>();
		KINDS.forEach((kind) -> {
			Map<String, ItemDescriptor> descriptors = new HashMap<>();
			of(kind).forEach((key, parsed) -> {
				if (parsed.item() != null) {
					descriptors.put(key, parsed.item());
				}
			});
			data.put(kind, new KeyedItems<>(descriptors.entrySet()));
		});
		return new FullDataSet<>(data.entrySet());
	}

	private Map<String, Parsed> of(DataKind kind) {
		return this.items.getOrDefault(kind, Map.of());
	}

	/**
	 * An item.
	 *
	 * @param source as it is stored
	 * @param item as the SDK wants it; if it cannot be parsed, the last version that can,
	 * or null
	 */
	private record Parsed(FlagItem source, @Nullable ItemDescriptor item) {
	}

}
