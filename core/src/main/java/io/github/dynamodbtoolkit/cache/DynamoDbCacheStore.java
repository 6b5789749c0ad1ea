package io.github.dynamodbtoolkit.cache;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.Keys;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.value.ValueCodec;
import io.github.dynamodbtoolkit.value.ValueItems;

/**
 * What the caches of one table share: its client, the codecs, the tags' versions and the
 * directory.
 */
final class DynamoDbCacheStore implements CacheStore {

	private final TableClient table;

	private final ValueCodec codec;

	private final ValueItems values;

	private final CacheKeys keys;

	private final TagVersions tags;

	private final Directory directory;

	DynamoDbCacheStore(TableClient table, ValueCodec codec, CacheKeys keys, TagSettings tags, Directory directory) {
		this.table = table;
		this.codec = codec;
		this.values = ValueItems.on(table);
		this.keys = keys;
		this.tags = new TagVersions(table, tags);
		this.directory = directory;
	}

	@Override
	public CacheRegion region(String name, CacheSettings settings) {
		Keys.requireName("Cache name", name, Keys.MAX_CACHE_NAME_BYTES);
		this.directory.note(DirectoryKind.CACHE, name);
		return new DynamoDbCacheRegion(name, settings, this);
	}

	@Override
	public void invalidateTags(Collection<String> tags) {
		tags.forEach(EntryOptions::requireTag);
		for (String tag : tags) {
			this.tags.invalidate(this.table.keys().tag(tag));
		}
	}

	@Override
	public Map<String, TagVersion> tagVersions(Collection<String> tags) {
		Map<String, ItemKey> keys = new LinkedHashMap<>();
		tags.forEach((tag) -> keys.put(tag, this.table.keys().tag(EntryOptions.requireTag(tag))));
		Map<ItemKey, TagVersion> found = this.tags.find(keys.values());
		keys.values().retainAll(found.keySet());
		Map<String, TagVersion> versions = new LinkedHashMap<>();
		keys.forEach((tag, key) -> versions.put(tag, found.get(key)));
		return versions;
	}

	TableClient table() {
		return this.table;
	}

	ValueCodec codec() {
		return this.codec;
	}

	ValueItems values() {
		return this.values;
	}

	CacheKeys keys() {
		return this.keys;
	}

	TagVersions tags() {
		return this.tags;
	}

	Directory directory() {
		return this.directory;
	}

}
