package io.github.dynamodbtoolkit.flags;

import java.time.Instant;
import java.util.Map;

import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * Flags and segments on DynamoDB, in the layout of LaunchDarkly's SDKs and Relay Proxy,
 * so that each can read what the other wrote. Nothing is cached here. Safe for use by
 * many threads and processes.
 *
 * <table>
 * <caption>Items of a table with {@linkplain TableSchema#FLAGS its keys}; with a prefix,
 * {@code <prefix>:} comes first in every namespace</caption>
 * <tr>
 * <th>item</th>
 * <th>namespace</th>
 * <th>key</th>
 * <th>attributes</th>
 * </tr>
 * <tr>
 * <td>flag, segment</td>
 * <td>{@code features}, {@code segments}</td>
 * <td>the flag's or segment's key</td>
 * <td>{@code version} (N), {@code item} (S: JSON, or {@code null} for a tombstone)</td>
 * </tr>
 * <tr>
 * <td>mark of an initialised store</td>
 * <td>{@code $inited}</td>
 * <td>the namespace again</td>
 * <td></td>
 * </tr>
 * <tr>
 * <td>membership in big segments</td>
 * <td>{@code big_segments_user}</td>
 * <td>hash of the context's key</td>
 * <td>{@code included}, {@code excluded} (SS)</td>
 * </tr>
 * <tr>
 * <td>state of the big segments</td>
 * <td>{@code big_segments_metadata}</td>
 * <td>the namespace again</td>
 * <td>{@code synchronizedOn} (N, epoch milliseconds)</td>
 * </tr>
 * </table>
 *
 * An item that cannot be read counts as absent, is logged once and counted, and affects
 * no other. Items outside the prefix are never read or written.
 */
public interface FlagStore {

	/**
	 * Replaces the contents of the given kinds: one GetItem, one Query per kind and
	 * megabyte, and writes for what differs. Items are written kind by kind in the order
	 * given, then those are deleted that were not given, and only when DynamoDB has
	 * confirmed all of that is the store marked as initialised. Interrupted at any point,
	 * every item that is in both the old and the new set is still there, and a repetition
	 * continues where this one ended.
	 * <p>
	 * The first fill of a store that is not initialised goes by batches. Afterwards, with
	 * {@linkplain FlagStoreSettings#safeInit() safe init}, each change and deletion is
	 * conditional: an upsert that happens while this runs and is newer survives.
	 * @param data all items by key, by kind; other kinds are left alone
	 * @return what was done; an item that cannot be stored is left out and reported
	 * @throws io.github.dynamodbtoolkit.table.TableException if it is not certain that
	 * all was done
	 * @throws IllegalStateException if the store is read-only
	 */
	InitResult init(Map<FlagKind, Map<String, FlagItem>> data);

	/**
	 * Reads one item: one GetItem, consistent.
	 * @param kind its kind
	 * @param key its key
	 * @return the item or its tombstone, or null if there is none that can be read
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 */
	@Nullable FlagItem get(FlagKind kind, String key);

	/**
	 * Reads all items of a kind: one Query per megabyte.
	 * @param kind the kind
	 * @param consistency whether it must see every confirmed write, at twice the price
	 * @return items and tombstones by key
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB did not give all
	 * of them; never some as if they were all
	 */
	Map<String, FlagItem> getAll(FlagKind kind, Consistency consistency);

	/**
	 * Writes an item, or the tombstone of one, if it is newer than what stands there: one
	 * PutItem. Of several writers at once, the one with the highest version wins; the
	 * others learn that they were late, unless they wrote the very same.
	 * @param kind its kind
	 * @param key its key
	 * @param item the new version
	 * @return whether it stands there now; false if the version there is the same or
	 * newer
	 * @throws io.github.dynamodbtoolkit.table.TableException if it is not certain which
	 * @throws IllegalArgumentException if the item cannot be stored
	 * @throws IllegalStateException if the store is read-only
	 */
	boolean upsert(FlagKind kind, String key, FlagItem item);

	/**
	 * Tells whether any process has initialised the store: one GetItem, consistent.
	 * @return whether it has
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 */
	boolean isInitialized();

	/**
	 * Marks the store as initialised with what is in it: one PutItem.
	 * @throws io.github.dynamodbtoolkit.table.TableException if it is not certain that it
	 * was
	 * @throws IllegalStateException if the store is read-only
	 */
	void markInitialized();

	/**
	 * Reads the big segments of a context: one GetItem, consistent.
	 * @param contextHash LaunchDarkly's hash of the context's key
	 * @return the memberships, or null if there are none
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 */
	@Nullable SegmentMembership membership(String contextHash);

	/**
	 * Reads until when the big segments are up to date: one GetItem, consistent.
	 * @return the time, or null if there are no big segments
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 */
	@Nullable Instant segmentsSynchronizedOn();

	/**
	 * Adds a listener to what this store writes.
	 * @param listener hears of it; must return soon and throw nothing
	 */
	void addListener(FlagListener listener);

	/**
	 * Removes a listener.
	 * @param listener one that was added, or not
	 */
	void removeListener(FlagListener listener);

	/**
	 * Makes a store.
	 * @param table a table of the schema {@link TableSchema#FLAGS}; its own key prefix is
	 * not used, since LaunchDarkly's prefix comes first in a namespace
	 * @param settings how it behaves
	 * @return the store
	 */
	static FlagStore on(TableClient table, FlagStoreSettings settings) {
		return new DynamoDbFlagStore(table.forStore("flags", TableSchema.FLAGS), settings);
	}

}
