package io.github.dynamodbtoolkit.cache;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One cache. Reads answer a miss when DynamoDB fails, and loaded values are then dropped;
 * everything that must not be lost in silence throws. Keys may be of the types that
 * {@link CacheKeys} takes.
 */
public interface CacheRegion {

	/**
	 * The cache's name.
	 * @return the name
	 */
	String name();

	/**
	 * How the cache behaves.
	 * @return the settings given
	 */
	CacheSettings settings();

	/**
	 * Looks at an entry for those who operate the application, without counting a hit or
	 * a miss: one consistent GetItem; one BatchGetItem if what is known of its tags is
	 * too old; and if the value is asked for, those of its chunks.
	 * @param key the key
	 * @param withValue whether to read the value
	 * @return the entry, or null if there is none that would be a hit
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 * @throws IllegalArgumentException if the key is not usable
	 */
	@Nullable StoredEntry inspect(Object key, boolean withValue);

	/**
	 * Reads an entry: one GetItem, and one BatchGetItem if what is known of its tags is
	 * too old, both within the time budget of one read.
	 * @param key the key
	 * @param type the value's declared type, null if unknown
	 * @param tags the tags that a value loaded now will carry, as far as they are known
	 * before the load; to be handed in again with the value
	 * @return a hit, or a miss with what it saw; a miss too if DynamoDB fails
	 * @throws IllegalArgumentException if the key is not usable
	 */
	Lookup get(Object key, @Nullable Type type, Collection<String> tags);

	/**
	 * As {@link #get}, but sees every write that was confirmed before.
	 * @param key the key
	 * @param type the value's declared type, null if unknown
	 * @param tags the tags that are known before a load
	 * @return a hit, or a miss with what it saw
	 * @throws IllegalArgumentException if the key is not usable
	 */
	Lookup getConsistently(Object key, @Nullable Type type, Collection<String> tags);

	/**
	 * Reads several entries: one BatchGetItem per 100 keys, and one more if what is known
	 * of their tags is too old.
	 * @param <K> the keys' type
	 * @param keys the keys; repeated ones are read once
	 * @param type the values' declared type, null if unknown
	 * @return a hit or a miss for each key, in the keys' order; only misses if DynamoDB
	 * fails
	 * @throws IllegalArgumentException if a key is not usable
	 */
	<K> Map<K, Lookup> getAll(Collection<K> keys, @Nullable Type type);

	/**
	 * Stores a value in place of whatever stands there: one PutItem, and one BatchGetItem
	 * if what is known of its tags is too old. A value that cannot be stored, being too
	 * large or not writable as JSON, evicts the entry instead, is counted and logged
	 * once.
	 * @param key the key
	 * @param value the value; null is cached as null
	 * @param options type, tags and time to live
	 * @throws io.github.dynamodbtoolkit.table.TableException if the value may not have
	 * been stored
	 * @throws IllegalArgumentException if the key is not usable
	 */
	void put(Object key, @Nullable Object value, EntryOptions options);

	/**
	 * Stores a value that was loaded after a miss, unless the entry, the cache or one of
	 * its tags has changed since: one PutItem, and one BatchGetItem if there are tags
	 * that were not known at the miss. Throws nothing if DynamoDB fails: the value is
	 * then not stored, which is counted.
	 * @param key the key
	 * @param value the loaded value; null is cached as null
	 * @param ticket what the miss saw
	 * @param options type, tags and time to live
	 * @return whether the value was stored
	 */
	boolean putLoaded(Object key, @Nullable Object value, LoadTicket ticket, EntryOptions options);

	/**
	 * Tells whether a load that began with a miss can still be in time.
	 * @param ticket what the miss saw
	 * @return false if a value that comes now would not be stored, because its load has
	 * taken longer than the cache permits
	 */
	boolean isTimely(LoadTicket ticket);

	/**
	 * Stores a value unless there is one.
	 * @param key the key
	 * @param value the value; null is cached as null
	 * @param options type, tags and time to live
	 * @return the value that was there already, or null if the given one was stored
	 * @throws io.github.dynamodbtoolkit.table.TableException if it is not certain which
	 */
	Lookup.@Nullable Hit putIfAbsent(Object key, @Nullable Object value, EntryOptions options);

	/**
	 * Removes an entry, and keeps every load that is under way from storing it again: one
	 * UpdateItem.
	 * @param key the key
	 * @throws io.github.dynamodbtoolkit.table.TableException if the entry may still be
	 * there
	 */
	void evict(Object key);

	/**
	 * As {@link #evict}, and tells whether there was something to remove.
	 * @param key the key
	 * @return whether a live entry was removed
	 * @throws io.github.dynamodbtoolkit.table.TableException if the entry may still be
	 * there
	 */
	boolean evictIfPresent(Object key);

	/**
	 * Removes all entries, in one UpdateItem however many there are; other instances
	 * follow within the tags' staleness.
	 * @throws io.github.dynamodbtoolkit.table.TableException if the cache may not have
	 * been cleared
	 */
	void clear();

	/**
	 * Stands for a key of this cache elsewhere, such as in the name of a lease.
	 * @param key the key
	 * @return 64 hexadecimal digits that no other key of any cache has
	 * @throws IllegalArgumentException if the key is not usable
	 */
	String fingerprint(Object key);

	/**
	 * Reports that a value which is still served could not be loaded anew. It is counted,
	 * and logged at most once a minute.
	 * @param failure why
	 */
	void refreshFailed(Throwable failure);

	/**
	 * What this view of the cache has done.
	 * @return live counts
	 */
	CacheStatistics statistics();

}
