package io.github.dynamodbtoolkit.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.Partition;
import io.github.dynamodbtoolkit.table.TableClient;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@link FlagStore#init}.
 * <p>
 * What stands in the table when a kind is queried is replaced whatever its version, as
 * LaunchDarkly's contract asks. What somebody upserts after that is the race that safe
 * init decides: a change is written where the version is not above both the one seen and
 * the one to be written, a deletion is made where the version is the one seen. A batch
 * can have no condition. So batches serve without safe init, and with it for the keys
 * that are absent from a store nobody has initialised, where an upsert of the same key at
 * the same time can be lost.
 */
final class FlagInit {

	private static final Expression IS_AS_SEEN = Expression.of("#version = :seen");

	private final DynamoDbFlagStore store;

	private final TableClient table;

	private final boolean initialized;

	private final List<String> rejected = new ArrayList<>();

	private final Map<ItemKey, Item> toDelete = new LinkedHashMap<>();

	private int written;

	private int unchanged;

	private int deleted;

	private int overtaken;

	FlagInit(DynamoDbFlagStore store) {
		this.store = store;
		this.table = store.table();
		this.initialized = this.table.get(store.inited().ownKey(), Consistency.STRONG, CallKind.BULK) != null;
	}

	InitResult run(Map<FlagKind, Map<String, FlagItem>> data) {
		data.forEach(this::write);
		delete();
		if (!this.initialized) {
			this.store.mark();
		}
		return new InitResult(this.written, this.unchanged, this.deleted, this.overtaken, List.copyOf(this.rejected));
	}

	private void write(FlagKind kind, Map<String, FlagItem> flags) {
		Partition namespace = this.store.namespace(kind.name());
		Map<String, Item> present = this.table.query(namespace, Consistency.STRONG, CallKind.BULK);
		List<Item> batch = new ArrayList<>();
		List<Change> changes = new ArrayList<>();
		flags.forEach((key, flag) -> {
			Item seen = present.remove(key);
			Item item = itemUnlessRejected(kind, namespace, key, flag);
			if (item == null) {
				return;
			}
			if (seen != null && this.store.items().isSame(seen, flag)) {
				this.unchanged++;
			}
			else if (this.store.settings().safeInit() && (seen != null || this.initialized)) {
				changes.add(new Change(item, condition(seen, flag)));
			}
			else {
				batch.add(item);
			}
		});
		present.forEach((key, item) -> this.toDelete.put(namespace.key(key), item));
		this.table.putAll(batch, CallKind.BULK);
		this.written += batch.size();
		changes.forEach(this::write);
	}

	private @Nullable Item itemUnlessRejected(FlagKind kind, Partition namespace, String key, FlagItem flag) {
		try {
			return FlagItems.write(kind, namespace, key, flag);
		}
		catch (IllegalArgumentException ex) {
			this.rejected.add(ex.getMessage());
			this.store.log().warn(FlagEvent.REJECTED, ex.getMessage() + " It is not stored.");
			return null;
		}
	}

	private static Expression condition(@Nullable Item seen, FlagItem flag) {
		Integer version = seen != null ? FlagItems.version(seen) : null;
		int highest = version != null ? Math.max(version, flag.version()) : flag.version();
		return DynamoDbFlagStore.isBelow(highest + 1L);
	}

	private void write(Change change) {
		if (this.table.put(change.item(), change.condition(), CallKind.BULK).applied()) {
			this.written++;
		}
		else {
			this.overtaken++;
		}
	}

	private void delete() {
		if (this.store.settings().safeInit()) {
			this.toDelete.forEach(this::deleteUnlessChanged);
		}
		else {
			this.table.deleteAll(this.toDelete.keySet(), CallKind.BULK);
			this.deleted += this.toDelete.size();
		}
	}

	private void deleteUnlessChanged(ItemKey key, Item seen) {
		Integer version = FlagItems.version(seen);
		Expression condition = version != null ? IS_AS_SEEN.with(":seen", version) : null;
		if (this.table.delete(key, condition, CallKind.BULK).applied()) {
			this.deleted++;
		}
		else {
			this.overtaken++;
		}
	}

	private record Change(Item item, Expression condition) {
	}

}
