package io.github.dynamodbtoolkit.cache;

import java.util.Collection;
import java.util.Map;

import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.value.ValueCodec;

/**
 * Caches in one table, which all instances of an application share, and the tags that
 * invalidate their entries. Safe for use by many threads.
 */
public interface CacheStore {

	/**
	 * One cache of this store. Each call makes a new view with statistics of its own, so
	 * keep it.
	 * @param name the cache's name, at most 255 bytes of UTF-8
	 * @param settings how it behaves
	 * @return the cache
	 * @throws IllegalArgumentException if the name is not usable
	 */
	CacheRegion region(String name, CacheSettings settings);

	/**
	 * Invalidates all entries that carry one of the tags, in every cache of the table, in
	 * one write a tag, however many entries there are. When it returns, no instance
	 * serves such an entry whose load began before, later than the tags' staleness from
	 * now.
	 * @param tags the tags
	 * @throws io.github.dynamodbtoolkit.table.TableException if a tag may not have been
	 * invalidated; those before it in the collection were
	 * @throws IllegalArgumentException if a tag is not usable
	 */
	void invalidateTags(Collection<String> tags);

	/**
	 * Reads the versions of tags: one consistent BatchGetItem per 100.
	 * @param tags the tags
	 * @return the versions of those that were ever invalidated
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 * @throws IllegalArgumentException if a tag is not usable
	 */
	Map<String, TagVersion> tagVersions(Collection<String> tags);

	/**
	 * Makes a store.
	 * @param table the table
	 * @param codec writes and reads values
	 * @param keys writes keys
	 * @param tags how up to date tags are
	 * @param directory told of the caches and tags that are in use
	 * @return the store
	 */
	static CacheStore on(TableClient table, ValueCodec codec, CacheKeys keys, TagSettings tags, Directory directory) {
		return new DynamoDbCacheStore(table.forStore("cache"), codec, keys, tags, directory);
	}

	/**
	 * Makes a store without a directory.
	 * @param table the table
	 * @param codec writes and reads values
	 * @param keys writes keys
	 * @param tags how up to date tags are
	 * @return the store
	 */
	static CacheStore on(TableClient table, ValueCodec codec, CacheKeys keys, TagSettings tags) {
		return on(table, codec, keys, tags, Directory.NONE);
	}

	/**
	 * Makes a store with the standard keys and tags.
	 * @param table the table
	 * @param codec writes and reads values
	 * @return the store
	 */
	static CacheStore on(TableClient table, ValueCodec codec) {
		return on(table, codec, CacheKeys.standard(), TagSettings.defaults());
	}

}
