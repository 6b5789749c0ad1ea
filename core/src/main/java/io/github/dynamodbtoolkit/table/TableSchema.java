package io.github.dynamodbtoolkit.table;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/**
 * What a table must look like: string keys, at most one index, at most one time-to-live
 * attribute, billed on demand.
 *
 * @param partitionKey name of the HASH key
 * @param sortKey name of the RANGE key, null if there is none
 * @param index the index, null if none is expected
 * @param ttlAttribute the time-to-live attribute, null if none is expected
 */
public record TableSchema(String partitionKey, @Nullable String sortKey, @Nullable Index index,
		@Nullable String ttlAttribute) {

	static final String PARTITION_KEY = "pk";

	static final String SORT_KEY = "sk";

	/**
	 * The toolkit's own table: http-client-toolkit's, so that one table can serve both.
	 * Nothing of ours is written into its index.
	 */
	public static final TableSchema TOOLKIT = new TableSchema(PARTITION_KEY, SORT_KEY,
			new Index("gsi1", "gsi1pk", "gsi1sk", false), Item.TTL);

	/**
	 * The table of flags: LaunchDarkly's, so that its SDKs and Relay Proxy can use it.
	 */
	public static final TableSchema FLAGS = new TableSchema("namespace", "key", null, null);

	/**
	 * The table of apps: soketi's, so that its servers can use it.
	 */
	public static final TableSchema APPS = new TableSchema("AppId", null,
			new Index("AppKeyIndex", "AppKey", null, true), null);

	/**
	 * The table of {@code nextjs-dynamodb-cache}, a cache handler of Next.js.
	 */
	public static final TableSchema NEXTJS = new TableSchema("key", null,
			new Index("tag-index", "tag", null, true, false), "expiresAt");

	/**
	 * This schema with its index under another name.
	 * @param name the index's name
	 * @return the changed schema
	 * @throws IllegalStateException if it has no index
	 */
	public TableSchema withIndexName(String name) {
		return new TableSchema(this.partitionKey, this.sortKey, requireIndex().withName(name), this.ttlAttribute);
	}

	/**
	 * Checks the name of an index.
	 * @param name the name
	 * @throws IllegalArgumentException saying what is wrong and what to do
	 */
	public static void requireIndexName(String name) {
		if (!name.matches("[a-zA-Z0-9_.-]{3,255}")) {
			throw new IllegalArgumentException("index-name '" + name
					+ "' is not the name of a DynamoDB index: use 3 to 255 characters of a-z A-Z 0-9 _ - .");
		}
	}

	/** The index, where there must be one. */
	Index requireIndex() {
		if (this.index == null) {
			throw new IllegalStateException("This table has no index");
		}
		return this.index;
	}

	/** The keys of the table. */
	List<Key> keys() {
		return Key.of(this.partitionKey, this.sortKey);
	}

	/** The names of all key attributes, those of the index included. */
	List<String> keyAttributes() {
		Stream<Key> ofIndex = this.index != null ? this.index.keys().stream() : Stream.empty();
		return Stream.concat(keys().stream(), ofIndex).map(Key::name).distinct().toList();
	}

	/** A key attribute. */
	record Key(String name, KeyType type) {

		private static List<Key> of(String partitionKey, @Nullable String sortKey) {
			Key hash = new Key(partitionKey, KeyType.HASH);
			return sortKey != null ? List.of(hash, new Key(sortKey, KeyType.RANGE)) : List.of(hash);
		}

	}

	/**
	 * A global secondary index.
	 *
	 * @param name its name
	 * @param partitionKey name of its HASH key
	 * @param sortKey name of its RANGE key, null if there is none
	 * @param required whether anything of ours reads it; if not, its absence is only
	 * worth a warning
	 * @param allAttributes whether it must project all attributes; if not, any projection
	 * will do. It is created with all of them
	 */
	public record Index(String name, String partitionKey, @Nullable String sortKey, boolean required,
			boolean allAttributes) {

		/**
		 * An index that projects all attributes.
		 * @param name its name
		 * @param partitionKey name of its HASH key
		 * @param sortKey name of its RANGE key, null if there is none
		 * @param required whether anything of ours reads it
		 */
		public Index(String name, String partitionKey, @Nullable String sortKey, boolean required) {
			this(name, partitionKey, sortKey, required, true);
		}

		Index withName(String other) {
			return new Index(other, this.partitionKey, this.sortKey, this.required, this.allAttributes);
		}

		List<Key> keys() {
			return Key.of(this.partitionKey, this.sortKey);
		}

	}

	/**
	 * One way in which a table differs from its schema.
	 *
	 * @param fatal whether the stores cannot work with it
	 * @param description what was expected and what was found
	 * @param remedy the command that mends it, or what else to do
	 */
	public record Difference(boolean fatal, String description, String remedy) {

		/**
		 * Says what is wrong and how to mend it.
		 * @return both in one line
		 */
		public String describe() {
			return this.description + ". To mend it: " + this.remedy;
		}

	}

	/**
	 * What a look at a table found.
	 *
	 * @param tableName the table's name
	 * @param differences how it differs from its schema, worst first; empty if it does
	 * not
	 */
	public record Report(String tableName, List<Difference> differences) {

		/**
		 * Tells whether stores can work with the table.
		 * @return whether no difference is fatal
		 */
		public boolean usable() {
			return this.differences.stream().noneMatch(Difference::fatal);
		}

	}

}
