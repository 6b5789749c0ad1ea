package io.github.dynamodbtoolkit.table;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.metrics.TableCall.Usage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * One table as one store uses it. Time budget and attempts are set on each request, so
 * that nothing depends on how the SDK's client is configured. Every call is reported with
 * the capacity it consumed; what a batch hands back is sent again; a circuit breaker
 * spares the store the wait for a table that does not answer; and errors are
 * {@link TableException}s. Safe for use by many threads.
 */
public final class TableClient implements AutoCloseable {

	/**
	 * DynamoDB's limit for an item, in bytes of names and values.
	 */
	public static final int MAX_ITEM_BYTES = 400 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(TableClient.class);

	private static final int MAX_BATCH_READ = 100;

	private static final int MAX_BATCH_WRITE = 25;

	private static final String REV_START = new BigInteger(96, new SecureRandom()).toString(Character.MAX_RADIX) + "-";

	private static final AtomicLong REV_COUNTER = new AtomicLong();

	private static final Expression ALWAYS_HOLDS = Expression.of("attribute_not_exists(#pk) OR attribute_exists(#pk)");

	private static final Expression KEEP = Expression.of("SET #ttl = :ttl");

	private final DynamoDbClient client;

	private final TableSettings settings;

	private final String store;

	private final TableSchema schema;

	private final Keys keys;

	private final Calls calls;

	private final boolean ownsClient;

	private TableClient(DynamoDbClient client, TableSettings settings, String store, TableSchema schema,
			boolean ownsClient) {
		this.client = client;
		this.settings = settings;
		this.store = store;
		this.schema = schema;
		this.ownsClient = ownsClient;
		this.keys = new Keys(settings.keyPrefix());
		this.calls = new Calls(store, settings, client);
	}

	/**
	 * Uses a table through an existing client, which stays as it is and is not closed
	 * here.
	 * @param client the SDK's client
	 * @param settings the table and how it is used
	 * @return the table
	 */
	public static TableClient on(DynamoDbClient client, TableSettings settings) {
		return new TableClient(client, settings, "table", TableSchema.TOOLKIT, false);
	}

	/**
	 * Uses a table through an existing client with default settings.
	 * @param client the SDK's client
	 * @param tableName the table's name
	 * @return the table
	 */
	public static TableClient on(DynamoDbClient client, String tableName) {
		return on(client, TableSettings.of(tableName));
	}

	/**
	 * Uses a table through a client of its own, made with the SDK's default credentials,
	 * which {@link #close()} closes.
	 * @param region the AWS region, such as {@code eu-central-1}
	 * @param tableName the table's name
	 * @return the table
	 */
	public static TableClient inRegion(String region, String tableName) {
		return new TableClient(Clients.inRegion(region), TableSettings.of(tableName), "table", TableSchema.TOOLKIT,
				true);
	}

	/**
	 * The same table for one store: with a circuit breaker of its own, and metrics under
	 * its name.
	 * @param store the store's name, such as {@code cache}
	 * @return the table as that store uses it; closing it does nothing
	 */
	public TableClient forStore(String store) {
		return forStore(store, this.schema);
	}

	/**
	 * The same table for one store that has a layout of its own.
	 * @param store the store's name, such as {@code flags}
	 * @param schema names the keys of the table
	 * @return the table as that store uses it; closing it does nothing
	 */
	public TableClient forStore(String store, TableSchema schema) {
		return new TableClient(this.client, this.settings, store, schema, false);
	}

	/**
	 * Makes this table's keys.
	 * @return the key layout with this table's prefix
	 */
	public Keys keys() {
		return this.keys;
	}

	/**
	 * Makes a write token, a value for {@link Item#REV} that no other write has: a random
	 * start for each process, and a counter.
	 * @return a new token
	 */
	public String newRev() {
		return REV_START + Long.toString(REV_COUNTER.incrementAndGet(), Character.MAX_RADIX);
	}

	/**
	 * The source of time of everything that uses this table.
	 * @return the time source
	 */
	public TimeSource time() {
		return this.settings.time();
	}

	/**
	 * How this table is used.
	 * @return the settings given
	 */
	public TableSettings settings() {
		return this.settings;
	}

	/**
	 * Creates, checks and describes this table.
	 * @return the table's administration
	 */
	public TableAdmin admin() {
		return new TableAdmin(this.client, this.calls);
	}

	/**
	 * Reads one item.
	 * @param key its key
	 * @param consistency whether it must see every confirmed write
	 * @param kind the kind of call
	 * @return the item, expired or not, or null if there is none
	 * @throws TableException if DynamoDB gave no item for another reason
	 */
	public @Nullable Item get(ItemKey key, Consistency consistency, CallKind kind) {
		return get(key, consistency, kind, time().nanoTime());
	}

	/**
	 * Reads one item as a part of something that has begun before: it gets what is left
	 * of the kind's time budget.
	 * @param key its key
	 * @param consistency whether it must see every confirmed write
	 * @param kind the kind of call
	 * @param start when that has begun, of {@link TimeSource#nanoTime()}
	 * @return the item, expired or not, or null if there is none
	 * @throws TableException if DynamoDB gave no item for another reason
	 */
	public @Nullable Item get(ItemKey key, Consistency consistency, CallKind kind, long start) {
		GetItemRequest.Builder request = GetItemRequest.builder()
			.tableName(this.settings.tableName())
			.key(key.attributes())
			.consistentRead(consistency == Consistency.STRONG ? true : null)
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		GetItemResponse response = this.calls.make("GetItem", kind, start,
				(override) -> this.client.getItem(request.overrideConfiguration(override).build()),
				(answer) -> new Usage(units(answer.consumedCapacity()), 0, Item.sizeInBytes(answer.item())));
		return response.hasItem() ? new Item(response.item()) : null;
	}

	/**
	 * Reads items by key, as many requests as DynamoDB's limits need. Keys that it hands
	 * back are asked for again, with growing waits, each hundred of them within the
	 * kind's time budget.
	 * @param keys the keys; repeated ones are read once
	 * @param consistency whether it must see every confirmed write
	 * @param kind the kind of call
	 * @return the items found, expired or not, by key
	 * @throws TableException if it could not be learnt of each key whether there is an
	 * item; never some items as if they were all
	 */
	public Map<ItemKey, Item> getAll(Collection<ItemKey> keys, Consistency consistency, CallKind kind) {
		return getAll(keys, consistency, kind, time()::nanoTime);
	}

	/**
	 * Reads items by key as a part of something that has begun before: all requests
	 * together get what is left of the kind's time budget.
	 * @param keys the keys; repeated ones are read once
	 * @param consistency whether it must see every confirmed write
	 * @param kind the kind of call
	 * @param start when that has begun, of {@link TimeSource#nanoTime()}
	 * @return the items found, expired or not, by key
	 * @throws TableException if it could not be learnt of each key whether there is an
	 * item; never some items as if they were all
	 */
	public Map<ItemKey, Item> getAll(Collection<ItemKey> keys, Consistency consistency, CallKind kind, long start) {
		return getAll(keys, consistency, kind, () -> start);
	}

	private Map<ItemKey, Item> getAll(Collection<ItemKey> keys, Consistency consistency, CallKind kind,
			LongSupplier start) {
		Map<ItemKey, Item> found = new HashMap<>();
		List<Map<String, AttributeValue>> distinct = keys.stream().distinct().map(ItemKey::attributes).toList();
		for (List<Map<String, AttributeValue>> batch : batches(distinct, MAX_BATCH_READ)) {
			Resends resends = new Resends(this.calls, "BatchGetItem", kind, start.getAsLong());
			readBatch(batch, consistency, resends)
				.forEach((item) -> found.put(ItemKey.ofItem(this.schema, item), new Item(item)));
		}
		return found;
	}

	private List<Map<String, AttributeValue>> readBatch(List<Map<String, AttributeValue>> keys, Consistency consistency,
			Resends resends) {
		String table = this.settings.tableName();
		List<Map<String, AttributeValue>> found = new ArrayList<>();
		List<Map<String, AttributeValue>> pending = keys;
		do {
			BatchGetItemResponse response = read(pending, consistency, resends);
			found.addAll(response.responses().getOrDefault(table, List.of()));
			KeysAndAttributes unprocessed = response.unprocessedKeys().get(table);
			pending = unprocessed != null ? unprocessed.keys() : List.of();
		}
		while (resends.needed(pending.size()));
		return found;
	}

	private BatchGetItemResponse read(List<Map<String, AttributeValue>> keys, Consistency consistency,
			Resends resends) {
		String table = this.settings.tableName();
		BatchGetItemRequest.Builder request = BatchGetItemRequest.builder()
			.requestItems(Map.of(table,
					KeysAndAttributes.builder().keys(keys).consistentRead(consistency == Consistency.STRONG).build()))
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		return resends.call((override) -> this.client.batchGetItem(request.overrideConfiguration(override).build()),
				(answer) -> new Usage(units(answer.consumedCapacity()), 0,
						answer.responses().getOrDefault(table, List.of()).stream().mapToLong(Item::sizeInBytes).sum()));
	}

	/**
	 * Reads all items of a partition, one request per megabyte.
	 * @param partition the partition
	 * @param consistency whether it must see every confirmed write
	 * @param kind the kind of call, whose time budget holds for each request
	 * @return the items, expired or not, by sort key and in its order
	 * @throws TableException if DynamoDB did not give all of them; never some items as if
	 * they were all
	 */
	public Map<String, Item> query(Partition partition, Consistency consistency, CallKind kind) {
		Map<String, Item> found = new LinkedHashMap<>();
		ItemPage page = new ItemPage(found, null);
		do {
			page = read(partition, page.next(), null, consistency, kind);
			found.putAll(page.items());
		}
		while (page.next() != null);
		return found;
	}

	/**
	 * Reads some items of a partition: one request.
	 * @param partition the partition
	 * @param after the sort key after which to begin, {@link ItemPage#next()} of the page
	 * before; null for the first page
	 * @param limit how many items at most, positive; DynamoDB gives fewer if they are a
	 * megabyte
	 * @param consistency whether it must see every confirmed write
	 * @param kind the kind of call
	 * @return the items
	 * @throws TableException if DynamoDB gave no answer
	 */
	public ItemPage page(Partition partition, @Nullable String after, int limit, Consistency consistency,
			CallKind kind) {
		return read(partition, after, limit, consistency, kind);
	}

	private ItemPage read(Partition partition, @Nullable String after, @Nullable Integer limit, Consistency consistency,
			CallKind kind) {
		Expression condition = partition.condition();
		QueryRequest.Builder request = QueryRequest.builder()
			.tableName(this.settings.tableName())
			.keyConditionExpression(condition.text())
			.expressionAttributeNames(condition.names())
			.expressionAttributeValues(condition.values())
			.consistentRead(consistency == Consistency.STRONG)
			.exclusiveStartKey(after != null ? partition.key(after).attributes() : null)
			.limit(limit)
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		QueryResponse page = this.calls.make("Query", kind,
				(override) -> this.client.query(request.overrideConfiguration(override).build()),
				(answer) -> usage(answer.consumedCapacity(), answer.items()));
		Map<String, Item> found = new LinkedHashMap<>();
		page.items().stream().map(Item::new).forEach((item) -> found.put(partition.sortKey(item), item));
		boolean more = page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty();
		return new ItemPage(found, more ? partition.sortKey(new Item(page.lastEvaluatedKey())) : null);
	}

	/**
	 * Reads some items by the key of the table's index: one request. It is eventually
	 * consistent, since DynamoDB changes an index shortly after the item. For a table
	 * without sort keys.
	 * @param indexKey the value of the index's HASH key
	 * @param after the key after which to begin, {@link ItemPage#next()} of the page
	 * before; null for the first page
	 * @param limit how many items at most, positive
	 * @param kind the kind of call
	 * @return the items; of each what the index projects
	 * @throws TableException if DynamoDB gave no answer
	 */
	public ItemPage pageOfIndex(String indexKey, @Nullable String after, int limit, CallKind kind) {
		TableSchema.Index index = this.schema.requireIndex();
		Expression condition = Expression.of("#" + index.partitionKey() + " = :key").with(":key", indexKey);
		QueryRequest.Builder request = QueryRequest.builder()
			.tableName(this.settings.tableName())
			.indexName(index.name())
			.keyConditionExpression(condition.text())
			.expressionAttributeNames(condition.names())
			.expressionAttributeValues(condition.values())
			.exclusiveStartKey(after != null ? startKey(after, Map.of(index.partitionKey(), indexKey)) : null)
			.limit(limit)
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		QueryResponse page = this.calls.make("Query", kind,
				(override) -> this.client.query(request.overrideConfiguration(override).build()),
				(answer) -> usage(answer.consumedCapacity(), answer.items()));
		return page(page.items(), page.lastEvaluatedKey());
	}

	/**
	 * Reads some items of the whole table, in no order that means anything: one request.
	 * Reading all of a table so costs as much as it is large: for administration only,
	 * and for a table that is small by its nature. For a table without sort keys.
	 * @param after the key after which to begin, {@link ItemPage#next()} of the page
	 * before; null for the first page
	 * @param limit how many items at most, positive
	 * @param kind the kind of call
	 * @return the items
	 * @throws TableException if DynamoDB gave no answer
	 */
	public ItemPage scan(@Nullable String after, int limit, CallKind kind) {
		ScanRequest.Builder request = ScanRequest.builder()
			.tableName(this.settings.tableName())
			.exclusiveStartKey(after != null ? startKey(after, Map.of()) : null)
			.limit(limit)
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		ScanResponse page = this.calls.make("Scan", kind,
				(override) -> this.client.scan(request.overrideConfiguration(override).build()),
				(answer) -> usage(answer.consumedCapacity(), answer.items()));
		return page(page.items(), page.lastEvaluatedKey());
	}

	private Map<String, AttributeValue> startKey(String after, Map<String, String> indexKey) {
		Map<String, AttributeValue> key = new HashMap<>();
		key.put(this.schema.partitionKey(), AttributeValue.fromS(after));
		indexKey.forEach((name, value) -> key.put(name, AttributeValue.fromS(value)));
		return key;
	}

	private static Usage usage(@Nullable ConsumedCapacity capacity, List<Map<String, AttributeValue>> items) {
		return new Usage(units(capacity), 0, items.stream().mapToLong(Item::sizeInBytes).sum());
	}

	private ItemPage page(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> last) {
		Map<String, Item> found = new LinkedHashMap<>();
		items.forEach((item) -> found.put(ItemKey.text(item, this.schema.partitionKey()), new Item(item)));
		return new ItemPage(found, last.isEmpty() ? null : ItemKey.text(last, this.schema.partitionKey()));
	}

	/**
	 * Writes an item in place of whatever stands there.
	 * @param item the item
	 * @param kind the kind of call
	 * @throws TableException if it is not certain that the item was written
	 */
	public void put(Item item, CallKind kind) {
		put(item, null, kind);
	}

	/**
	 * Writes an item if a condition holds. An item with a fresh {@link Item#REV}
	 * recognises itself: if only the answer was lost, and a repetition finds the item
	 * already there, the write counts as applied.
	 * @param item the item
	 * @param condition the condition, null for none
	 * @param kind the kind of call
	 * @return whether it was written, and if not, what stands there
	 * @throws TableException if it is not certain whether the item was written
	 */
	public WriteResult put(Item item, @Nullable Expression condition, CallKind kind) {
		PutItemRequest.Builder request = PutItemRequest.builder()
			.tableName(this.settings.tableName())
			.item(item.attributes())
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		if (condition != null) {
			request.conditionExpression(condition.text())
				.expressionAttributeNames(emptyAsNull(condition.names()))
				.expressionAttributeValues(emptyAsNull(condition.values()))
				.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
		}
		long bytes = item.sizeInBytes();
		try {
			this.calls.make("PutItem", kind,
					(override) -> this.client.putItem(request.overrideConfiguration(override).build()),
					(PutItemResponse answer) -> new Usage(0, units(answer.consumedCapacity()), bytes));
			return WriteResult.applied(null);
		}
		catch (ConditionalCheckFailedException ex) {
			return isOwn(ex, item.attributes().get(Item.REV)) ? WriteResult.applied(null) : refused(ex);
		}
	}

	/**
	 * Changes an item in place; there need not be one. An update that sets
	 * {@link Item#REV} to a fresh {@code :rev} recognises itself, as {@link #put} does.
	 * @param key the item's key
	 * @param update the change
	 * @param kind the kind of call
	 * @return whether it was applied, and the item that was asked for or stands there
	 * @throws TableException if it is not certain whether the update was applied
	 */
	public WriteResult update(ItemKey key, Update update, CallKind kind) {
		return update(key, update, kind, time().nanoTime());
	}

	/**
	 * Changes an item in place as a part of something that has begun before: it gets what
	 * is left of the kind's time budget.
	 * @param key the item's key
	 * @param update the change
	 * @param kind the kind of call
	 * @param start when that has begun, of {@link TimeSource#nanoTime()}
	 * @return whether it was applied, and the item that was asked for or stands there
	 * @throws TableException if it is not certain whether the update was applied
	 */
	public WriteResult update(ItemKey key, Update update, CallKind kind, long start) {
		Map<String, AttributeValue> values = update.values();
		UpdateItemRequest.Builder request = UpdateItemRequest.builder()
			.tableName(this.settings.tableName())
			.key(key.attributes())
			.updateExpression(update.expression())
			.conditionExpression(update.conditionExpression())
			.expressionAttributeNames(emptyAsNull(update.names()))
			.expressionAttributeValues(emptyAsNull(values))
			.returnValues(update.returned())
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		if (update.conditionExpression() != null) {
			request.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
		}
		try {
			UpdateItemResponse response = this.calls.make("UpdateItem", kind, start,
					(override) -> this.client.updateItem(request.overrideConfiguration(override).build()),
					(answer) -> new Usage(0, units(answer.consumedCapacity()), Item.sizeInBytes(values)));
			return WriteResult.applied(response.hasAttributes() ? new Item(response.attributes()) : null);
		}
		catch (ConditionalCheckFailedException ex) {
			return isOwn(ex, values.get(":rev")) ? WriteResult.applied(update.returnsNew() ? new Item(ex.item()) : null)
					: refused(ex);
		}
	}

	/** Whether what stands in the way of a write is its own first attempt. */
	private static boolean isOwn(ConditionalCheckFailedException ex, @Nullable AttributeValue ownRev) {
		return ownRev != null && ownRev.equals(ex.item().get(Item.REV));
	}

	private static WriteResult refused(ConditionalCheckFailedException ex) {
		return WriteResult.refused(ex.hasItem() ? new Item(ex.item()) : null);
	}

	/**
	 * Writes items in place of whatever stands there, as many requests as DynamoDB's
	 * limits need. Items that it hands back are sent again with the next ones, with
	 * growing waits, each twenty-five of them within the kind's time budget.
	 * @param items the items; of several with one key, the last is written
	 * @param kind the kind of call
	 * @throws IllegalArgumentException if one is larger than {@link #MAX_ITEM_BYTES}:
	 * nothing is written then, since DynamoDB would refuse the whole batch that it is in
	 * @throws TableException if it is not certain that all were written
	 */
	public void putAll(Collection<Item> items, CallKind kind) {
		Map<ItemKey, WriteRequest> distinct = new LinkedHashMap<>();
		for (Item item : items) {
			ItemKey key = ItemKey.ofItem(this.schema, item.attributes());
			requireSize(key, item);
			distinct.put(key, putRequest(item));
		}
		writeAll(distinct.values(), kind);
	}

	private static void requireSize(ItemKey key, Item item) {
		long bytes = item.sizeInBytes();
		if (bytes > MAX_ITEM_BYTES) {
			throw new IllegalArgumentException("Item " + key + " is " + bytes + " bytes, the limit is " + MAX_ITEM_BYTES
					+ ". Cut it into several items.");
		}
	}

	private static WriteRequest putRequest(Item item) {
		return WriteRequest.builder().putRequest((put) -> put.item(item.attributes())).build();
	}

	/**
	 * Deletes an item if a condition holds.
	 * @param key its key
	 * @param condition the condition, null for none
	 * @param kind the kind of call
	 * @return applied if there is no such item any more, else what stands there
	 * @throws TableException if it is not certain whether the item was deleted
	 */
	public WriteResult delete(ItemKey key, @Nullable Expression condition, CallKind kind) {
		DeleteItemRequest.Builder request = DeleteItemRequest.builder()
			.tableName(this.settings.tableName())
			.key(key.attributes())
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		if (condition != null) {
			request.conditionExpression(condition.text())
				.expressionAttributeNames(emptyAsNull(condition.names()))
				.expressionAttributeValues(emptyAsNull(condition.values()))
				.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
		}
		try {
			this.calls.make("DeleteItem", kind,
					(override) -> this.client.deleteItem(request.overrideConfiguration(override).build()),
					(answer) -> new Usage(0, units(answer.consumedCapacity()), 0));
			return WriteResult.applied(null);
		}
		catch (ConditionalCheckFailedException ex) {
			// Without an item, somebody has deleted it, be it an earlier attempt of ours.
			return ex.hasItem() ? WriteResult.refused(new Item(ex.item())) : WriteResult.applied(null);
		}
	}

	/**
	 * Deletes items, as many requests as DynamoDB's limits need, and sends again what it
	 * hands back, as {@link #putAll} does.
	 * @param keys the keys; there need not be an item of each
	 * @param kind the kind of call
	 * @throws TableException if it is not certain that all were deleted
	 */
	public void deleteAll(Collection<ItemKey> keys, CallKind kind) {
		writeAll(keys.stream().distinct().map(TableClient::deleteRequest).toList(), kind);
	}

	private static WriteRequest deleteRequest(ItemKey key) {
		return WriteRequest.builder().deleteRequest((delete) -> delete.key(key.attributes())).build();
	}

	private void writeAll(Collection<WriteRequest> requests, CallKind kind) {
		List<WriteRequest> pending = new ArrayList<>(requests);
		Resends resends = new Resends(this.calls, "BatchWriteItem", kind, time().nanoTime());
		int taken = 0;
		while (!pending.isEmpty()) {
			List<WriteRequest> batch = List.copyOf(pending.subList(0, Math.min(MAX_BATCH_WRITE, pending.size())));
			List<WriteRequest> handedBack = write(batch, resends).unprocessedItems()
				.getOrDefault(this.settings.tableName(), List.of());
			pending.subList(0, batch.size()).clear();
			pending.addAll(0, handedBack);
			taken += batch.size() - handedBack.size();
			if (taken >= MAX_BATCH_WRITE) {
				resends = new Resends(this.calls, "BatchWriteItem", kind, time().nanoTime());
				taken = 0;
			}
			resends.needed(handedBack.size());
		}
	}

	private BatchWriteItemResponse write(List<WriteRequest> requests, Resends resends) {
		BatchWriteItemRequest.Builder request = BatchWriteItemRequest.builder()
			.requestItems(Map.of(this.settings.tableName(), requests))
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		long bytes = requests.stream().mapToLong(TableClient::bytes).sum();
		return resends.call((override) -> this.client.batchWriteItem(request.overrideConfiguration(override).build()),
				(answer) -> new Usage(0, units(answer.consumedCapacity()), bytes));
	}

	private static long bytes(WriteRequest request) {
		return request.putRequest() != null ? Item.sizeInBytes(request.putRequest().item()) : 0;
	}

	/**
	 * Makes several writes of which all take effect or none, at twice the price of single
	 * ones. If only the answer was lost, DynamoDB recognises the repetition. A conflict
	 * with other writes of the same items is tried again within the kind's budget.
	 * @param transaction the writes
	 * @param kind the kind of call
	 * @return whether they took effect, and if not, whose condition does not hold
	 * @throws TableException if it is not certain whether they took effect
	 */
	public TransactionResult transact(Transaction transaction, CallKind kind) {
		TransactWriteItemsRequest.Builder request = TransactWriteItemsRequest.builder()
			.transactItems(transaction.writes(this.settings.tableName()))
			.clientRequestToken(UUID.randomUUID().toString())
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		try {
			this.calls.make("TransactWriteItems", kind,
					(override) -> this.client.transactWriteItems(request.overrideConfiguration(override).build()),
					(answer) -> new Usage(0, units(answer.consumedCapacity()), transaction.bytes()));
			return new TransactionResult(List.of());
		}
		catch (TransactionCanceledException ex) {
			return new TransactionResult(refusals(ex.cancellationReasons()));
		}
	}

	private static List<TransactionResult.Refusal> refusals(List<CancellationReason> reasons) {
		return IntStream.range(0, reasons.size())
			.filter((i) -> Failure.isCondition(reasons.get(i)))
			.mapToObj((i) -> new TransactionResult.Refusal(i,
					reasons.get(i).hasItem() ? new Item(reasons.get(i).item()) : null))
			.toList();
	}

	private static <T> List<List<T>> batches(List<T> all, int size) {
		return IntStream.range(0, (all.size() + size - 1) / size)
			.mapToObj((i) -> all.subList(i * size, Math.min((i + 1) * size, all.size())))
			.toList();
	}

	/**
	 * Makes the first call of each operation on items, which take about a second in a
	 * fresh process, so that no user's call pays for them: two reads and two conditional
	 * writes. Failures are only logged, and the first one ends it; but what these
	 * credentials may not do, the store may not need.
	 */
	public void warmUp() {
		warmUp(Runnable::run);
	}

	/**
	 * Does the same, for callers who have not the time for all of it.
	 * @param caller makes each of the four calls, or leaves it out
	 */
	public void warmUp(Executor caller) {
		ItemKey key = this.keys.warmUp(this.store);
		long tomorrow = time().instant().plus(Duration.ofDays(1)).getEpochSecond();
		try {
			warmUp(caller, () -> get(key, Consistency.EVENTUAL, CallKind.START));
			warmUp(caller, () -> getAll(List.of(key), Consistency.EVENTUAL, CallKind.START));
			warmUp(caller, () -> put(Item.of(key).set(Item.TTL, tomorrow).build(), ALWAYS_HOLDS, CallKind.START));
			warmUp(caller,
					() -> update(key, Update.of(KEEP.with(":ttl", tomorrow)).when(ALWAYS_HOLDS), CallKind.START));
		}
		catch (TableException ex) {
			logger.warn("Could not warm up the {} store: {}", this.store, ex.getMessage());
		}
	}

	private void warmUp(Executor caller, Runnable call) {
		try {
			caller.execute(call);
		}
		catch (TableUnavailableException | TableNotFoundException ex) {
			throw ex;
		}
		catch (TableException ex) {
			logger.debug("A first call of the {} store was rejected", this.store, ex);
		}
	}

	/**
	 * Closes the SDK's client, if it was made here.
	 */
	@Override
	public void close() {
		if (this.ownsClient) {
			this.client.close();
		}
	}

	private static double units(@Nullable ConsumedCapacity capacity) {
		return capacity != null && capacity.capacityUnits() != null ? capacity.capacityUnits() : 0;
	}

	private static double units(List<ConsumedCapacity> capacities) {
		return capacities.stream().mapToDouble(TableClient::units).sum();
	}

	/** DynamoDB refuses empty maps of names or values. */
	static <V> @Nullable Map<String, V> emptyAsNull(Map<String, V> map) {
		return map.isEmpty() ? null : map;
	}

}
