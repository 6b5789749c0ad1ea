package io.github.dynamodbtoolkit.spring;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Hands out tables to the stores of an application, through the application's one
 * {@link DynamoDbClient}, or one like it where a store names another region or endpoint.
 * <p>
 * A table is looked at, or created, when a store asks for it for the first time: two
 * requests, and four more per store to warm it up, two reads and two writes. When
 * DynamoDB does not answer, or slowly, all stores together wait no longer than five
 * seconds and leave out the rest, unless the start must fail for it. Safe for use by many
 * threads.
 */
public final class TableClients implements AutoCloseable {

	private final TableDefaults defaults;

	private final SdkClients clients;

	private final StartUp startUp;

	private final Map<TableId, TableInUse> tables = new ConcurrentHashMap<>();

	/** No monitor: it is held while DynamoDB is waited for. */
	private final Lock lock = new ReentrantLock();

	private record TableId(Place place, String name) {

		@Override
		public String toString() {
			return this.name + this.place.describe();
		}

	}

	/**
	 * Uses an existing client, which is not closed here.
	 * @param client the application's client
	 * @param defaults what holds for stores that say nothing else
	 */
	public TableClients(DynamoDbClient client, TableDefaults defaults) {
		this.defaults = defaults;
		this.clients = new SdkClients(client);
		this.startUp = new StartUp(defaults);
	}

	/**
	 * A table for one store, ready for use.
	 * @param store the store's name, such as {@code cache}
	 * @param tableName the table's name, null for the default one
	 * @param region the AWS region, null for the default one
	 * @param endpoint the endpoint with its scheme; null for the region's own if a region
	 * is given, else for the default one
	 * @param schema how the store needs the table
	 * @return the table as that store uses it
	 * @throws IllegalStateException if another store needs the same table with another
	 * schema
	 * @throws io.github.dynamodbtoolkit.table.TableException if the table is not usable
	 * and the start must fail for it
	 */
	public TableClient forStore(String store, @Nullable String tableName, @Nullable String region,
			@Nullable URI endpoint, TableSchema schema) {
		this.lock.lock();
		try {
			return prepare(store, tableName, region, endpoint, schema);
		}
		finally {
			this.lock.unlock();
		}
	}

	private TableClient prepare(String store, @Nullable String tableName, @Nullable String region,
			@Nullable URI endpoint, TableSchema schema) {
		TableSettings settings = this.defaults.settings(tableName);
		Place place = this.clients.resolve(this.defaults.place(region, endpoint));
		TableId id = new TableId(place, settings.tableName());
		TableInUse present = this.tables.get(id);
		if (present != null) {
			requireSameSchema(present, store, schema);
		}
		boolean warm = present != null && present.stores().contains(store);
		TableInUse table = (present != null) ? present.by(store)
				: create(store, id, TableClient.on(this.clients.at(place), settings), schema);
		if (present == null) {
			this.startUp.initialize(table);
		}
		this.tables.put(id, table);
		TableClient client = table.client().forStore(store);
		if (!warm) {
			this.startUp.warmUp(client, table);
		}
		return client;
	}

	private TableInUse create(String store, TableId id, TableClient client, TableSchema schema) {
		boolean keepsDirectory = this.defaults.directory() && schema.equals(TableSchema.TOOLKIT);
		return new TableInUse(id.toString(), client, schema, List.of(store),
				keepsDirectory ? Directory.on(client) : Directory.NONE);
	}

	private static void requireSameSchema(TableInUse present, String store, TableSchema schema) {
		if (!present.schema().equals(schema)) {
			throw new IllegalStateException("DynamoDB table \"" + present.name() + "\" cannot serve both the store '"
					+ present.stores().get(0) + "' and the store '" + store
					+ "', which need different keys. Give one of them a table of its own.");
		}
	}

	/**
	 * The tables that stores have asked for so far.
	 * @return a snapshot
	 */
	public Collection<TableInUse> tables() {
		return List.copyOf(this.tables.values());
	}

	/**
	 * The directory of the table that a store uses, for the store to say what is in use,
	 * and for operators to list it.
	 * @param store the store's name, as of {@link #forStore}
	 * @return the directory; {@link Directory#NONE} if none is kept, or the store has
	 * asked for no table yet
	 */
	public Directory directory(String store) {
		return this.tables.values()
			.stream()
			.filter((table) -> table.stores().contains(store))
			.map(TableInUse::directory)
			.findFirst()
			.orElse(Directory.NONE);
	}

	/**
	 * The source of time of all tables.
	 * @return the time source
	 */
	public TimeSource time() {
		return this.defaults.settings().time();
	}

	/**
	 * Closes the clients made here.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.clients.close();
		}
		finally {
			this.lock.unlock();
		}
	}

}
