package io.github.dynamodbtoolkit.table;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.metrics.TableCall.Usage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * One table as one store uses it, and the one class that calls DynamoDB. It sets the time
 * budget and the attempts on each request, so that nothing depends on how the SDK's
 * client is configured; asks for the consumed capacity and reports every call; sends
 * again what a batch hands back; keeps the store's circuit breaker; and translates errors
 * into {@link TableException}s. Safe for use by many threads.
 */
public final class TableClient implements AutoCloseable {

	/**
	 * DynamoDB's limit for an item, in bytes of names and values.
	 */
	public static final int MAX_ITEM_BYTES = 400 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(TableClient.class);

	private static final int MAX_BATCH_READ = 100;

	private static final int MAX_BATCH_WRITE = 25;

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(25);

	private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

	private static final String REV_START = new BigInteger(96, new SecureRandom()).toString(Character.MAX_RADIX) + "-";

	private static final AtomicLong REV_COUNTER = new AtomicLong();

	private static final Expression ALWAYS_HOLDS = Expression.of("attribute_not_exists(#pk) OR attribute_exists(#pk)");

	private final DynamoDbClient client;

	private final TableSettings settings;

	private final String store;

	private final Keys keys;

	private final Breaker breaker;

	private final Map<CallKind, AwsRequestOverrideConfiguration> overrides = new EnumMap<>(CallKind.class);

	private final boolean ownsClient;

	private TableClient(DynamoDbClient client, TableSettings settings, String store, boolean ownsClient) {
		this.client = client;
		this.settings = settings;
		this.store = store;
		this.ownsClient = ownsClient;
		this.keys = new Keys(settings.keyPrefix());
		this.breaker = new Breaker(store, settings.tableName(), settings.time());
		for (CallKind kind : CallKind.values()) {
			this.overrides.put(kind, override(settings.budgets().of(kind)));
		}
	}

	private AwsRequestOverrideConfiguration override(CallBudget budget) {
		return AwsRequestOverrideConfiguration.builder()
			.apiCallAttemptTimeout(budget.attemptTimeout())
			.apiCallTimeout(budget.timeout())
			.addPlugin(PinnedRetries.plugin(budget.attempts(),
					(failure) -> this.settings.metrics()
						.tableCallRetried(this.store, this.settings.tableName(), Failure.isThrottling(failure))))
			.build();
	}

	/**
	 * Uses a table through an existing client, which stays as it is and is not closed
	 * here.
	 * @param client the SDK's client
	 * @param settings the table and how it is used
	 * @return the table
	 */
	public static TableClient on(DynamoDbClient client, TableSettings settings) {
		return new TableClient(client, settings, "table", false);
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
		return new TableClient(Clients.inRegion(region), TableSettings.of(tableName), "table", true);
	}

	/**
	 * The same table for one store: with a circuit breaker of its own, and metrics under
	 * its name.
	 * @param store the store's name, such as {@code cache}
	 * @return the table as that store uses it; closing it does nothing
	 */
	public TableClient forStore(String store) {
		return new TableClient(this.client, this.settings, store, false);
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
		return new TableAdmin(this);
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
		GetItemRequest.Builder request = GetItemRequest.builder()
			.tableName(this.settings.tableName())
			.key(key.attributes())
			.consistentRead(consistency == Consistency.STRONG)
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		GetItemResponse response = call("GetItem", kind,
				(override) -> this.client.getItem(request.overrideConfiguration(override).build()),
				(answer) -> new Usage(units(answer.consumedCapacity()), 0, Item.sizeInBytes(answer.item())));
		return response.hasItem() ? new Item(response.item()) : null;
	}

	/**
	 * Reads items by key, as many requests as DynamoDB's limits need. Keys that it hands
	 * back are asked for again, with growing waits, within the kind's time budget.
	 * @param keys the keys; repeated ones are read once
	 * @param consistency whether it must see every confirmed write
	 * @param kind the kind of call
	 * @return the items found, expired or not, by key
	 * @throws TableException if it could not be learnt of each key whether there is an
	 * item; never some items as if they were all
	 */
	public Map<ItemKey, Item> getAll(Collection<ItemKey> keys, Consistency consistency, CallKind kind) {
		Map<ItemKey, Item> found = new HashMap<>();
		Resends resends = new Resends(kind);
		List<ItemKey> distinct = keys.stream().distinct().toList();
		for (int from = 0; from < distinct.size(); from += MAX_BATCH_READ) {
			List<Map<String, AttributeValue>> pending = distinct
				.subList(from, Math.min(from + MAX_BATCH_READ, distinct.size()))
				.stream()
				.map(ItemKey::attributes)
				.toList();
			while (!pending.isEmpty()) {
				pending = readBatch(pending, consistency, kind, found);
				resends.waitBeforeNext("BatchGetItem", pending.size());
			}
		}
		return found;
	}

	/** Reads what it gets, and answers the keys that were handed back. */
	private List<Map<String, AttributeValue>> readBatch(List<Map<String, AttributeValue>> keys, Consistency consistency,
			CallKind kind, Map<ItemKey, Item> found) {
		String table = this.settings.tableName();
		BatchGetItemRequest.Builder request = BatchGetItemRequest.builder()
			.requestItems(Map.of(table,
					KeysAndAttributes.builder().keys(keys).consistentRead(consistency == Consistency.STRONG).build()))
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		BatchGetItemResponse response = call("BatchGetItem", kind,
				(override) -> this.client.batchGetItem(request.overrideConfiguration(override).build()),
				(answer) -> new Usage(units(answer.consumedCapacity()), 0,
						answer.responses().getOrDefault(table, List.of()).stream().mapToLong(Item::sizeInBytes).sum()));
		response.responses()
			.getOrDefault(table, List.of())
			.forEach((item) -> found.put(ItemKey.ofItem(item), new Item(item)));
		KeysAndAttributes unprocessed = response.unprocessedKeys().get(table);
		return unprocessed != null ? unprocessed.keys() : List.of();
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
				.expressionAttributeNames(condition.names())
				.expressionAttributeValues(emptyAsNull(condition.values()))
				.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
		}
		long bytes = item.sizeInBytes();
		try {
			call("PutItem", kind, (override) -> this.client.putItem(request.overrideConfiguration(override).build()),
					(PutItemResponse answer) -> new Usage(0, units(answer.consumedCapacity()), bytes));
			return WriteResult.applied(null);
		}
		catch (ConditionalCheckFailedException ex) {
			return afterFailedCondition(ex, item.attributes().get(Item.REV));
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
		UpdateItemRequest.Builder request = UpdateItemRequest.builder()
			.tableName(this.settings.tableName())
			.key(key.attributes())
			.updateExpression(update.expression())
			.conditionExpression(update.conditionExpression())
			.expressionAttributeNames(update.names())
			.expressionAttributeValues(emptyAsNull(update.values()))
			.returnValues(update.returned())
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		if (update.conditionExpression() != null) {
			request.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
		}
		try {
			UpdateItemResponse response = call("UpdateItem", kind,
					(override) -> this.client.updateItem(request.overrideConfiguration(override).build()),
					(answer) -> new Usage(0, units(answer.consumedCapacity()), Item.sizeInBytes(update.values())));
			return WriteResult.applied(response.hasAttributes() ? new Item(response.attributes()) : null);
		}
		catch (ConditionalCheckFailedException ex) {
			return afterFailedCondition(ex, update.values().get(":rev"));
		}
	}

	private static WriteResult afterFailedCondition(ConditionalCheckFailedException ex,
			@Nullable AttributeValue ownRev) {
		if (!ex.hasItem()) {
			return WriteResult.refused(null);
		}
		Item present = new Item(ex.item());
		return ownRev != null && ownRev.equals(ex.item().get(Item.REV)) ? WriteResult.applied(present)
				: WriteResult.refused(present);
	}

	/**
	 * Writes items in place of whatever stands there, as many requests as DynamoDB's
	 * limits need. Items that it hands back are sent again, with growing waits, within
	 * the kind's time budget.
	 * @param items the items; of several with one key, the last is written
	 * @param kind the kind of call
	 * @throws TableException if it is not certain that all were written
	 */
	public void putAll(Collection<Item> items, CallKind kind) {
		Map<ItemKey, Item> distinct = new LinkedHashMap<>();
		items.forEach((item) -> distinct.put(ItemKey.ofItem(item.attributes()), item));
		Resends resends = new Resends(kind);
		List<WriteRequest> all = distinct.values().stream().map(TableClient::putRequest).toList();
		for (int from = 0; from < all.size(); from += MAX_BATCH_WRITE) {
			List<WriteRequest> pending = all.subList(from, Math.min(from + MAX_BATCH_WRITE, all.size()));
			while (!pending.isEmpty()) {
				pending = writeBatch(pending, kind);
				resends.waitBeforeNext("BatchWriteItem", pending.size());
			}
		}
	}

	private static WriteRequest putRequest(Item item) {
		return WriteRequest.builder().putRequest((put) -> put.item(item.attributes())).build();
	}

	/** Writes what it can, and answers the requests that were handed back. */
	private List<WriteRequest> writeBatch(List<WriteRequest> requests, CallKind kind) {
		String table = this.settings.tableName();
		BatchWriteItemRequest.Builder request = BatchWriteItemRequest.builder()
			.requestItems(Map.of(table, requests))
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		long bytes = requests.stream().mapToLong((put) -> Item.sizeInBytes(put.putRequest().item())).sum();
		BatchWriteItemResponse response = call("BatchWriteItem", kind,
				(override) -> this.client.batchWriteItem(request.overrideConfiguration(override).build()),
				(answer) -> new Usage(0, units(answer.consumedCapacity()), bytes));
		return response.unprocessedItems().getOrDefault(table, List.of());
	}

	/**
	 * Makes the first read and the first conditional write of this store, which take
	 * about a second in a fresh process, so that no user's call pays for them. Failures
	 * are only logged.
	 */
	public void warmUp() {
		ItemKey key = this.keys.warmUp(this.store);
		try {
			get(key, Consistency.EVENTUAL, CallKind.START);
			put(Item.of(key).set(Item.TTL, time().instant().plus(Duration.ofDays(1)).getEpochSecond()).build(),
					ALWAYS_HOLDS, CallKind.START);
		}
		catch (TableException ex) {
			logger.warn("Could not warm up the {} store: {}", this.store, ex.getMessage());
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

	DynamoDbClient client() {
		return this.client;
	}

	/**
	 * Every call of DynamoDB ends here. A failed condition passes as it is; it is the
	 * caller's to turn it into an outcome.
	 */
	<R> R call(String operation, CallKind kind, Function<AwsRequestOverrideConfiguration, R> request,
			Function<R, Usage> usage) {
		if (!this.breaker.tryEnter()) {
			report(operation, Outcome.NOT_ATTEMPTED, 0, Usage.NONE);
			throw new TableUnavailableException(this.settings.tableName(),
					"DynamoDB table \"" + this.settings.tableName() + "\": " + operation
							+ " was not sent, because the last calls failed; it is tried again once per second.",
					null);
		}
		long start = time().nanoTime();
		try {
			R response = request.apply(this.overrides.get(kind));
			this.breaker.answered();
			report(operation, Outcome.SUCCESS, start, usage.apply(response));
			return response;
		}
		catch (ConditionalCheckFailedException ex) {
			this.breaker.answered();
			report(operation, Outcome.CONDITION_FAILED, start, Usage.NONE);
			throw ex;
		}
		catch (RuntimeException ex) {
			Outcome outcome = Failure.outcome(ex);
			afterFailure(outcome, ex);
			report(operation, outcome, start, Usage.NONE);
			throw Failure.translate(outcome, this.settings.tableName(), operation, this.settings.budgets().of(kind),
					ex);
		}
	}

	private void afterFailure(Outcome outcome, RuntimeException exception) {
		switch (outcome) {
			case THROTTLED, TIMED_OUT, UNAVAILABLE -> this.breaker.failed(exception);
			case INTERRUPTED -> {
				this.breaker.leave();
				Thread.currentThread().interrupt();
			}
			default -> this.breaker.answered();
		}
	}

	private void report(String operation, Outcome outcome, long start, Usage usage) {
		Duration duration = outcome != Outcome.NOT_ATTEMPTED ? Duration.ofNanos(time().nanoTime() - start)
				: Duration.ZERO;
		this.settings.metrics()
			.tableCalled(new TableCall(this.store, operation, this.settings.tableName(), outcome, duration, usage));
	}

	private static double units(@Nullable ConsumedCapacity capacity) {
		return capacity != null && capacity.capacityUnits() != null ? capacity.capacityUnits() : 0;
	}

	private static double units(List<ConsumedCapacity> capacities) {
		return capacities.stream().mapToDouble(TableClient::units).sum();
	}

	/** DynamoDB refuses an empty map of values. */
	private static @Nullable Map<String, AttributeValue> emptyAsNull(Map<String, AttributeValue> values) {
		return values.isEmpty() ? null : values;
	}

	/**
	 * The waits between the requests of one batch, which together stay within the kind's
	 * time budget.
	 */
	private final class Resends {

		private final Duration timeout;

		private final long start = time().nanoTime();

		private Duration wait = SHORTEST_WAIT;

		private Resends(CallKind kind) {
			this.timeout = TableClient.this.settings.budgets().of(kind).timeout();
		}

		private void waitBeforeNext(String operation, int handedBack) {
			if (handedBack == 0) {
				return;
			}
			if (time().nanoTime() - this.start + this.wait.toNanos() > this.timeout.toNanos()) {
				throw new TableUnavailableException(settings().tableName(),
						"DynamoDB table \"" + settings().tableName() + "\": " + operation + " still handed back "
								+ handedBack + " items after " + this.timeout
								+ ". Check the table's capacity and whether one key is hot.",
						null);
			}
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(this.wait.toNanos() / 2, this.wait.toNanos()));
			if (Thread.currentThread().isInterrupted()) {
				throw new TableUnavailableException(settings().tableName(), "DynamoDB table \"" + settings().tableName()
						+ "\": " + operation + " was interrupted; some items may have been written.", null);
			}
			Duration next = this.wait.multipliedBy(2);
			this.wait = next.compareTo(LONGEST_WAIT) < 0 ? next : LONGEST_WAIT;
		}

	}

}
