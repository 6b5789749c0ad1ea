package io.github.dynamodbtoolkit.flags.launchdarkly;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.DataKind;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.FullDataSet;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.KeyedItems;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.SerializedItemDescriptor;
import com.launchdarkly.sdk.server.subsystems.PersistentDataStore;
import io.github.dynamodbtoolkit.flags.FlagItem;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.OneLine;
import io.github.dynamodbtoolkit.table.TableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A flag store as the SDK's persistence. What the store throws when DynamoDB fails tells
 * the SDK that it is not available.
 */
final class FlagStoreDataStore implements PersistentDataStore {

	private static final Logger logger = LoggerFactory.getLogger(LaunchDarkly.class);

	private final FlagStore store;

	FlagStoreDataStore(FlagStore store) {
		this.store = store;
	}

	@Override
	public void init(FullDataSet<SerializedItemDescriptor> allData) {
		Map<FlagKind, Map<String, FlagItem>> data = new LinkedHashMap<>();
		allData.getData().forEach((kind) -> data.put(kind(kind.getKey()), items(kind.getValue())));
		this.store.init(data);
	}

	private static Map<String, FlagItem> items(KeyedItems<SerializedItemDescriptor> items) {
		Map<String, FlagItem> flags = new LinkedHashMap<>();
		items.getItems().forEach((item) -> flags.put(item.getKey(), item(item.getValue())));
		return flags;
	}

	@Override
	public @Nullable SerializedItemDescriptor get(DataKind kind, String key) {
		FlagItem flag = this.store.get(kind(kind), key);
		return flag != null ? descriptor(flag) : null;
	}

	@Override
	public KeyedItems<SerializedItemDescriptor> getAll(DataKind kind) {
		Map<String, SerializedItemDescriptor> items = new LinkedHashMap<>();
		this.store.getAll(kind(kind), Consistency.STRONG).forEach((key, flag) -> items.put(key, descriptor(flag)));
		return new KeyedItems<>(items.entrySet());
	}

	/** An item that cannot be stored must not look like a store that is not available. */
	@Override
	public boolean upsert(DataKind kind, String key, SerializedItemDescriptor item) {
		try {
			return this.store.upsert(kind(kind), key, item(item));
		}
		catch (IllegalArgumentException ex) {
			logger.warn("{} It is not stored.", OneLine.of(String.valueOf(ex.getMessage())));
			return false;
		}
	}

	@Override
	public boolean isInitialized() {
		return this.store.isInitialized();
	}

	@Override
	public boolean isStoreAvailable() {
		try {
			this.store.isInitialized();
			return true;
		}
		catch (TableException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		// the store is not ours
	}

	private static FlagKind kind(DataKind kind) {
		return new FlagKind(kind.getName());
	}

	private static FlagItem item(SerializedItemDescriptor item) {
		return item.isDeleted() ? FlagItem.tombstone(item.getVersion())
				: new FlagItem(item.getVersion(), Objects.requireNonNull(item.getSerializedItem()));
	}

	private static SerializedItemDescriptor descriptor(FlagItem flag) {
		return new SerializedItemDescriptor(flag.version(), flag.deleted(), flag.json());
	}

}
