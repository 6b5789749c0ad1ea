package io.github.dynamodbtoolkit;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.FaultMatrixTests.Stores.Action;
import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.apps.AppRegistrySettings;
import io.github.dynamodbtoolkit.apps.AppSecret;
import io.github.dynamodbtoolkit.cache.CacheRegion;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.EntryOptions;
import io.github.dynamodbtoolkit.cache.LoadTicket;
import io.github.dynamodbtoolkit.cache.Lookup;
import io.github.dynamodbtoolkit.dedupe.Claim;
import io.github.dynamodbtoolkit.dedupe.DedupeOptions;
import io.github.dynamodbtoolkit.dedupe.DedupeSettings;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.dedupe.Lease;
import io.github.dynamodbtoolkit.dedupe.OnUnavailable;
import io.github.dynamodbtoolkit.dedupe.Outcome;
import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.flags.FlagDefinition;
import io.github.dynamodbtoolkit.flags.FlagItem;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagStoreSettings;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.nextjs.NextJsCache;
import io.github.dynamodbtoolkit.nextjs.NextJsSettings;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;
import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import io.github.dynamodbtoolkit.value.ValueCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each operation of each store does under each fault: while the fault lasts, and
 * when it strikes once. Nobody waits longer than the operation's time budgets, which are
 * the default ones here; nothing is asked again that was rejected; and no thread keeps a
 * mark of interruption.
 */
@Tag("contract")
class FaultMatrixTests {

	/** For threads that wait for a processor. Without budgets it would be minutes. */
	private static final Duration MARGIN = Duration.ofSeconds(4);

	private static final int WORKERS = 8;

	/**
	 * What each row says: the operation, and how it ends. Whether there was an entry
	 * cannot be known when the answer that said so is lost.
	 */
	static List<Operation> matrix() {
		List<Operation> rows = new ArrayList<>();
		// @formatter:off
		//   operation                       well        while ill   struck once  budgets
		rows.add(cache("get",                "hit",      "miss",     "hit",       CallKind.CACHE_READ, CallKind.CACHE_READ)
			.does((well, ill, key) -> { put(well, key); return () -> ill.cache().get(key, String.class, Set.of()); }));
		rows.add(cache("get with tags",      "hit",      "miss",     "hit",       CallKind.CACHE_READ, CallKind.CACHE_READ)
			.does((well, ill, key) -> { put(well, key, key); return () -> ill.cache().get(key, String.class, Set.of(key)); }));
		rows.add(cache("getConsistently",    "hit",      "miss",     "hit",       CallKind.CACHE_READ, CallKind.CACHE_READ)
			.does((well, ill, key) -> { put(well, key); return () -> ill.cache().getConsistently(key, String.class, Set.of()); }));
		rows.add(cache("getAll",             "hit",      "miss",     "hit",       CallKind.CACHE_READ, CallKind.CACHE_READ)
			.does((well, ill, key) -> { put(well, key); return () -> ill.cache().getAll(List.of(key), String.class).get(key); }));
		rows.add(cache("put",                "done",     "throws",   "done",      CallKind.CACHE_WRITE)
			.does((well, ill, key) -> done(() -> put(ill, key))));
		rows.add(cache("put with tags",      "done",     "throws",   "done",      CallKind.CACHE_WRITE, CallKind.CACHE_READ)
			.does((well, ill, key) -> done(() -> put(ill, key, key))));
		rows.add(cache("putLoaded",          "true",     "false",    "true",      CallKind.CACHE_WRITE)
			.does((well, ill, key) -> { LoadTicket ticket = ticket(well, key); return () -> putLoaded(ill, key, ticket); }));
		rows.add(cache("putLoaded tagged",   "true",     "false",    "true",      CallKind.CACHE_WRITE, CallKind.CACHE_READ)
			.does((well, ill, key) -> { LoadTicket ticket = ticket(well, key); return () -> putLoaded(ill, key, ticket, key); }));
		rows.add(cache("putIfAbsent",        "done",     "throws",   "done",      CallKind.CACHE_WRITE)
			.does((well, ill, key) -> () -> ill.cache().putIfAbsent(key, "value", EntryOptions.ofType(String.class))));
		rows.add(cache("evict",              "done",     "throws",   "done",      CallKind.CACHE_WRITE)
			.does((well, ill, key) -> { put(well, key); return done(() -> ill.cache().evict(key)); }));
		rows.add(cache("evictIfPresent",     "true",     "throws",   "true or false", CallKind.CACHE_WRITE)
			.does((well, ill, key) -> { put(well, key); return () -> ill.cache().evictIfPresent(key); }));
		rows.add(cache("clear",              "done",     "throws",   "done",      CallKind.CACHE_WRITE)
			.does((well, ill, key) -> { CacheRegion own = ill.region(key); return done(own::clear); }));
		rows.add(cache("invalidateTags",     "done",     "throws",   "done",      CallKind.CACHE_WRITE)
			.does((well, ill, key) -> done(() -> ill.cacheStore().invalidateTags(Set.of(key)))));
		rows.add(cache("tagVersions",        "answer",   "throws",   "answer",    CallKind.CACHE_READ)
			.does((well, ill, key) -> { well.cacheStore().invalidateTags(Set.of(key)); return () -> ill.cacheStore().tagVersions(Set.of(key)); }));
		rows.add(cache("inspect",            "answer",   "throws",   "answer",    CallKind.CACHE_READ, CallKind.CACHE_READ)
			.does((well, ill, key) -> { put(well, key, key); return () -> ill.cache().inspect(key, true); }));

		rows.add(dedupe("execute",           "done",     "throws",   "done",      CallKind.LEASE, CallKind.LEASE)
			.does((well, ill, key) -> () -> ill.dedupe().execute(key, String.class, () -> "done")));
		rows.add(dedupe("execute, or run",   "done",     "done",     "done",      CallKind.LEASE, CallKind.LEASE)
			.does((well, ill, key) -> () -> ill.dedupe().execute(key,
					DedupeOptions.of(String.class).withOnUnavailable(OnUnavailable.RUN), () -> "done")));
		rows.add(dedupe("registerOrJoin",    "owned",    "throws",   "owned",     CallKind.LEASE)
			.does((well, ill, key) -> () -> ill.dedupe().registerOrJoin(key, null)));
		rows.add(dedupe("complete",          "true",     "throws",   "true",      CallKind.LEASE)
			.does((well, ill, key) -> { Lease lease = own(well, key); return () -> complete(ill, lease); }));
		rows.add(dedupe("fail",              "true",     "throws",   "true",      CallKind.LEASE)
			.does((well, ill, key) -> { Lease lease = own(well, key); return () -> ill.dedupe().fail(lease, new IllegalStateException()); }));
		rows.add(dedupe("release",           "true",     "throws",   "true",      CallKind.LEASE)
			.does((well, ill, key) -> { Lease lease = own(well, key); return () -> ill.dedupe().release(lease); }));
		rows.add(dedupe("renew",             "true",     "throws",   "true",      CallKind.LEASE)
			.does((well, ill, key) -> { Lease lease = own(well, key); return () -> ill.dedupe().renew(lease); }));
		rows.add(dedupe("isInProgress",      "true",     "throws",   "true",      CallKind.LEASE)
			.does((well, ill, key) -> { own(well, key); return () -> ill.dedupe().isInProgress(key); }));
		rows.add(dedupe("waitFor",           "nonews",   "nonews",   "nonews",    CallKind.LEASE)
			.does((well, ill, key) -> { own(well, key); Claim.Joined joined = join(ill, key); return () -> ill.dedupe().waitFor(joined, Duration.ofMillis(100)); }));
		rows.add(dedupe("clear",             "done",     "throws",   "done",      CallKind.LEASE)
			.does((well, ill, key) -> { own(well, key); return done(() -> ill.dedupe().clear(key)); }));

		rows.add(limit("acquire, or local",  "allowed",  "allowed",  "allowed",   CallKind.DECISION)
			.does((well, ill, key) -> () -> ill.limiter().acquire(request("local", key))));
		rows.add(limit("acquire beyond it",  "allowed",  "refused",  "refused",   CallKind.DECISION)
			.does((well, ill, key) -> () -> ill.limiter().acquire(request("local", key).withPermits(6))));
		rows.add(limit("acquire, or deny",   "allowed",  "refused",  "refused",   CallKind.DECISION)
			.does((well, ill, key) -> () -> ill.limiter().acquire(request("deny", key))));
		rows.add(limit("acquire, or allow",  "allowed",  "allowed",  "allowed",   CallKind.DECISION)
			.does((well, ill, key) -> () -> ill.limiter().acquire(request("allow", key))));
		rows.add(limit("acquire a block",    "allowed",  "refused",  "refused",   CallKind.DECISION)
			.does((well, ill, key) -> () -> ill.limiter().acquire(request("leased", key))));
		rows.add(limit("canProceed",         "true",     "false",    "false",     CallKind.DECISION)
			.does((well, ill, key) -> () -> ill.limiter().canProceed(request("deny", key))));
		rows.add(limit("record",             "done",     "throws",   "throws",    CallKind.DECISION)
			.does((well, ill, key) -> done(() -> ill.limiter().record(request("deny", key)))));
		rows.add(limit("refund",             "true",     "false",    "false",     CallKind.DECISION)
			.does((well, ill, key) -> { RateLimitDecision unused = ill.limiter().acquire(request("deny", key)); return () -> ill.limiter().refund(unused); }));
		rows.add(limit("status",             "answer",   "throws",   "answer",    CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.limiter().status(request("deny", key))));
		rows.add(limit("getWaitTime",        "zero",     "PT1S",     "PT1S",      CallKind.DECISION)
			.does((well, ill, key) -> () -> ill.limiter().getWaitTime(request("deny", key))));
		rows.add(limit("reset",              "done",     "throws",   "done",      CallKind.LOOKUP, CallKind.LOOKUP)
			.does((well, ill, key) -> done(() -> ill.limiter().reset(request("deny", key)))));
		rows.add(limit("setLimits",          "done",     "throws",   "done",      CallKind.LOOKUP, CallKind.LOOKUP)
			.does((well, ill, key) -> done(() -> ill.limiter().setLimits(request("deny", key), List.of(RateLimit.slidingWindow(5, Stores.WINDOW))))));
		rows.add(limit("cooldown remaining", "zero",     "zero",     "zero",      CallKind.DECISION)
			.does((well, ill, key) -> () -> ill.cooldowns().remaining(key)));
		rows.add(limit("cooldown start",     "done",     "done",     "done",      CallKind.CACHE_WRITE)
			.does((well, ill, key) -> done(() -> ill.cooldowns().start(key, Duration.ofSeconds(5)))));
		rows.add(limit("cooldown end",       "done",     "throws",   "done",      CallKind.CACHE_WRITE)
			.does((well, ill, key) -> done(() -> ill.cooldowns().end(key))));

		rows.add(flags("init",               "answer",   "throws",   "answer",    CallKind.BULK)
			.does((well, ill, key) -> () -> ill.flags(key).init(Map.of(FlagKind.FLAGS, Map.of(key, flag(key))))));
		rows.add(flags("get",                "answer",   "throws",   "answer",    CallKind.LOOKUP)
			.does((well, ill, key) -> { well.flags(key).upsert(FlagKind.FLAGS, key, flag(key)); return () -> ill.flags(key).get(FlagKind.FLAGS, key); }));
		rows.add(flags("getAll",             "answer",   "throws",   "answer",    CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.flags(key).getAll(FlagKind.FLAGS, Consistency.STRONG)));
		rows.add(flags("upsert",             "true",     "throws",   "true",      CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.flags(key).upsert(FlagKind.FLAGS, key, flag(key))));
		rows.add(flags("isInitialized",      "false",    "throws",   "false",     CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.flags(key).isInitialized()));
		rows.add(flags("markInitialized",    "done",     "throws",   "done",      CallKind.LOOKUP)
			.does((well, ill, key) -> done(() -> ill.flags(key).markInitialized())));
		rows.add(flags("membership",         "done",     "throws",   "done",      CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.flags(key).membership(key)));
		rows.add(flags("synchronizedOn",     "done",     "throws",   "done",      CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.flags(key).segmentsSynchronizedOn()));
		rows.add(flags("find",               "done",     "throws",   "done",      CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.writer(key).find(key)));
		rows.add(flags("save",               "answer",   "throws",   "answer",    CallKind.LOOKUP, CallKind.LOOKUP, CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.writer(key).save(FlagDefinition.of("flag").withVariations(true, false))));

		rows.add(flags("replace",            "answer",   "throws",   "answer",    CallKind.LOOKUP, CallKind.LOOKUP, CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.writer(key).replace(FlagDefinition.of("flag").withVariations(true, false))));
		rows.add(flags("delete",             "done",     "throws",   "done",      CallKind.LOOKUP, CallKind.LOOKUP)
			.does((well, ill, key) -> { FlagDefinition flag = well.writer(key).replace(FlagDefinition.of("flag")); return done(() -> ill.writer(key).delete(flag)); }));
		rows.add(flags("importAll",          "answer",   "throws",   "answer",    CallKind.LOOKUP, CallKind.LOOKUP, CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.writer(key).importAll("{\"flags\": {}}")));
		rows.add(flags("exportAll",          "answer",   "throws",   "answer",    CallKind.LOOKUP, CallKind.LOOKUP)
			.does((well, ill, key) -> { well.writer(key).replace(FlagDefinition.of("flag")); return () -> new StringBuilder(ill.writer(key).exportAll()); }));

		rows.add(apps("findById",            "answer",   "throws",   "answer",    CallKind.LOOKUP)
			.does((well, ill, key) -> { well.apps().save(app(key)); return () -> ill.apps().findById(key); }));
		rows.add(apps("findById, known",     "answer",   "answer",   "answer",    CallKind.LOOKUP)
			.does((well, ill, key) -> { well.apps().save(app(key)); ill.apps().findById(key); return () -> ill.apps().findById(key); }));
		rows.add(apps("findById, unknown",   "done",     "throws",   "done",      CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.apps().findById(key)));
		rows.add(apps("findByKey",           "answer",   "throws",   "answer",    CallKind.LOOKUP, CallKind.LOOKUP)
			.does((well, ill, key) -> { well.apps().save(app(key)); return () -> ill.apps().findByKey(key); }));
		rows.add(apps("save",                "done",     "throws",   "done",      CallKind.LOOKUP, CallKind.LOOKUP, CallKind.LOOKUP)
			.does((well, ill, key) -> done(() -> ill.apps().save(app(key)))));
		rows.add(apps("rotateSecret",        "answer",   "throws",   "answer",    CallKind.LOOKUP)
			.does((well, ill, key) -> { well.apps().save(app(key)); return () -> ill.apps().rotateSecret(key); }));
		rows.add(apps("enable",              "true",     "throws",   "true",      CallKind.LOOKUP)
			.does((well, ill, key) -> { well.apps().save(app(key)); return () -> ill.apps().enable(key); }));
		rows.add(apps("disable",             "true",     "throws",   "true",      CallKind.LOOKUP)
			.does((well, ill, key) -> { well.apps().save(app(key)); return () -> ill.apps().disable(key); }));
		rows.add(apps("delete",              "true",     "throws",   "true",      CallKind.LOOKUP, CallKind.LOOKUP)
			.does((well, ill, key) -> { well.apps().save(app(key)); return () -> ill.apps().delete(key); }));
		rows.add(apps("list",                "answer",   "throws",   "answer",    CallKind.BULK)
			.does((well, ill, key) -> () -> ill.apps().list(null, 10)));

		rows.add(directory("list",           "answer",   "throws",   "answer",    CallKind.LOOKUP)
			.does((well, ill, key) -> () -> ill.directory().list(DirectoryKind.TAG, null, 10)));
		rows.add(nextJs("revalidateTags",    "done",     "throws",   "done",      CallKind.BULK, CallKind.BULK)
			.does((well, ill, key) -> { tagEntry(well, key); return done(() -> ill.nextJs().revalidateTags(List.of(key))); }));
		// @formatter:on
		return rows;
	}

	/** What can be wrong. */
	private enum Illness {

		PROVISIONED_THROUGHPUT_EXCEEDED(Kind.PASSING, Fault.throttled()),
		REQUEST_LIMIT_EXCEEDED(Kind.PASSING, Fault.error(400, "RequestLimitExceeded")),
		THROTTLING(Kind.PASSING, Fault.error(400, "ThrottlingException")),
		INTERNAL_ERROR(Kind.PASSING, Fault.internalError()),
		SERVICE_UNAVAILABLE(Kind.PASSING, Fault.error(503, "ServiceUnavailable")),
		CONFLICT(Kind.PASSING, Fault.error(400, "TransactionConflictException")),
		UNREACHABLE(Kind.PASSING, Fault.unreachable()), CLOSED_AFTERWARDS(Kind.PASSING, Fault.closedAfterwards()),
		RESET_AFTERWARDS(Kind.PASSING, Fault.resetAfterwards()),
		TRUNCATED_AFTERWARDS(Kind.PASSING, Fault.truncatedAfterwards()), GARBAGE(Kind.PASSING, Fault.garbage()),
		SLOW(Kind.LONG, Fault.delayed(Duration.ofSeconds(5))),
		ANSWERED_LATE(Kind.LONG, Fault.answeredLate(Duration.ofSeconds(5))), SILENT(Kind.LONG, Fault.blackHole()),
		NO_TABLE(Kind.LASTING, Fault.error(400, "ResourceNotFoundException")),
		NO_PERMISSION(Kind.LASTING, Fault.error(400, "AccessDeniedException")),
		EXPIRED_CREDENTIALS(Kind.LASTING, Fault.error(400, "ExpiredTokenException")),
		WRONG_KEYS(Kind.LASTING, Fault.error(400, "ValidationException"));

		private final Kind kind;

		private final Fault fault;

		Illness(Kind kind, Fault fault) {
			this.kind = kind;
			this.fault = fault;
		}

		/** Whether another attempt may help, takes long, or is useless. */
		private enum Kind {

			PASSING, LONG, LASTING

		}

	}

	/** One row. */
	record Operation(String store, String name, String well, String whileIll, String struckOnce, List<CallKind> calls,
			Action action) {

		Duration longest(CallBudgets budgets) {
			return this.calls.stream().map((kind) -> budgets.of(kind).timeout()).reduce(Duration.ZERO, Duration::plus);
		}

	}

	/** What a row says, to which the operation itself comes. */
	private record Words(String store, String name, String well, String whileIll, String struckOnce,
			List<CallKind> calls) {

		Operation does(Action action) {
			return new Operation(this.store, this.name, this.well, this.whileIll, this.struckOnce, this.calls, action);
		}

	}

	private static Words cache(String name, String well, String ill, String once, CallKind... calls) {
		return new Words("cache", name, well, ill, once, List.of(calls));
	}

	private static Words dedupe(String name, String well, String ill, String once, CallKind... calls) {
		return new Words("dedupe", name, well, ill, once, List.of(calls));
	}

	private static Words limit(String name, String well, String ill, String once, CallKind... calls) {
		return new Words("ratelimit", name, well, ill, once, List.of(calls));
	}

	private static Words flags(String name, String well, String ill, String once, CallKind... calls) {
		return new Words("flags", name, well, ill, once, List.of(calls));
	}

	private static Words apps(String name, String well, String ill, String once, CallKind... calls) {
		return new Words("apps", name, well, ill, once, List.of(calls));
	}

	private static Words directory(String name, String well, String ill, String once, CallKind... calls) {
		return new Words("directory", name, well, ill, once, List.of(calls));
	}

	private static Words nextJs(String name, String well, String ill, String once, CallKind... calls) {
		return new Words("nextjs", name, well, ill, once, List.of(calls));
	}

	private static void put(Stores stores, String key, String... tags) {
		stores.cache().put(key, "value", new EntryOptions(String.class, List.of(tags), null));
	}

	private static LoadTicket ticket(Stores stores, String key) {
		stores.cache().evict(key);
		return ((Lookup.Miss) stores.cache().get(key, String.class, Set.of())).ticket();
	}

	private static boolean putLoaded(Stores stores, String key, LoadTicket ticket, String... tags) {
		return stores.cache().putLoaded(key, "value", ticket, new EntryOptions(String.class, List.of(tags), null));
	}

	private static Lease own(Stores stores, String key) {
		return ((Claim.Owned) stores.dedupe().registerOrJoin(key, null)).lease();
	}

	private static Claim.Joined join(Stores stores, String key) {
		return (Claim.Joined) stores.dedupe().registerOrJoin(key, null);
	}

	private static boolean complete(Stores stores, Lease lease) {
		return stores.dedupe().complete(lease, Stores.CODEC.encode("done", String.class), Map.of(), Duration.ZERO);
	}

	private static RateLimitRequest request(String resource, String key) {
		return RateLimitRequest.of(resource).withKey(key);
	}

	/** Newer than all before. */
	private static FlagItem flag(String key) {
		int version = VERSIONS.incrementAndGet();
		return new FlagItem(version, "{\"key\":\"%s\",\"version\":%d}".formatted(key, version));
	}

	private static App app(String key) {
		return App.of(key, key, AppSecret.random());
	}

	/** As Next.js' handler writes it. */
	private static void tagEntry(Stores stores, String key) {
		TableClient table = stores.tables().nextJs();
		table.put(Item.of(table.keys().nextJs("entry-" + key)).set("value", "{}").build(), CallKind.BULK);
		table.put(Item.of(table.keys().nextJs("__tag__" + key + "__entry-" + key)).set("tag", key).build(),
				CallKind.BULK);
	}

	private static Callable<Object> done(Runnable action) {
		return Executors.callable(action);
	}

	/** The tables of an application. */
	record Tables(TableClient toolkit, TableClient flags, TableClient apps, TableClient nextJs) {

		/** Makes them, for whoever asks by the same way through the same client. */
		static Tables create(DynamoDbLocal dynamoDb) {
			List<String> names = List.of(dynamoDb.newTable(), dynamoDb.newTable(TableSchema.FLAGS),
					dynamoDb.newTable(TableSchema.APPS), dynamoDb.newTable(TableSchema.NEXTJS));
			return of((number) -> TableClient.on(DynamoDbLocal.client(), DynamoDbLocal.settings(names.get(number))));
		}

		private static Tables of(IntFunction<TableClient> table) {
			return new Tables(table.apply(0), table.apply(1), table.apply(2), table.apply(3));
		}

		/** The same tables, used otherwise. */
		Tables through(DynamoDbClient client, UnaryOperator<TableSettings> settings) {
			List<TableClient> tables = all();
			return of((number) -> TableClient.on(client, settings.apply(tables.get(number).settings())));
		}

		List<TableClient> all() {
			return List.of(this.toolkit, this.flags, this.apps, this.nextJs);
		}

	}

	/**
	 * All stores, as one instance of an application has them.
	 *
	 * @param tables what they are on
	 * @param watch sees every store before it is used
	 */
	record Stores(CacheStore cacheStore, CacheRegion cache, DedupeStore dedupe, RateLimiter limiter,
			Cooldowns cooldowns, AppRegistry apps, Directory directory, NextJsCache nextJs, Tables tables,
			Watch watch) {

		static final Duration WINDOW = Duration.ofHours(1);

		/** So long that the patient budgets of tests fit in. */
		private static final Duration LEASE = Duration.ofMinutes(1);

		static final ValueCodec CODEC = JsonValueCodec.allowing(List.of("io.github.dynamodbtoolkit"));

		static Stores on(Tables tables) {
			return on(tables, Watch.NONE);
		}

		static Stores on(Tables tables, Watch watch) {
			TableClient table = tables.toolkit();
			CacheStore cacheStore = watch.see(CacheStore.class, CacheStore.on(table, CODEC));
			return new Stores(cacheStore,
					watch.see(CacheRegion.class, cacheStore.region("matrix", CacheSettings.defaults())),
					watch.see(DedupeStore.class,
							DedupeStore.on(table, CODEC, DedupeSettings.defaults().withLease(LEASE))),
					watch.see(RateLimiter.class, RateLimiter.on(table, limits())),
					watch.see(Cooldowns.class, Cooldowns.on(table, Cooldowns.DEFAULT_LONGEST)),
					watch.see(AppRegistry.class,
							AppRegistry.on(tables.apps(), AppRegistrySettings.defaults().withAllowScan(true))),
					watch.see(Directory.class, Directory.on(table)),
					watch.see(NextJsCache.class, NextJsCache.on(tables.nextJs(), NextJsSettings.defaults())), tables,
					watch);
		}

		private static RateLimiterSettings limits() {
			ResourceLimits ten = ResourceLimits.of(RateLimit.slidingWindow(10, WINDOW));
			return RateLimiterSettings.of(Map.of("local", ten, "deny",
					ten.withOnUnavailable(io.github.dynamodbtoolkit.ratelimit.OnUnavailable.DENY), "allow",
					ten.withOnUnavailable(io.github.dynamodbtoolkit.ratelimit.OnUnavailable.ALLOW), "leased",
					ten.withLease(2).withOnUnavailable(io.github.dynamodbtoolkit.ratelimit.OnUnavailable.DENY)));
		}

		CacheRegion region(String name) {
			return this.watch.see(CacheRegion.class, this.cacheStore.region(name, CacheSettings.defaults()));
		}

		/** Flags that nobody else has. */
		FlagStore flags(String prefix) {
			return this.watch.see(FlagStore.class,
					FlagStore.on(this.tables.flags(), FlagStoreSettings.defaults().withPrefix(prefix)));
		}

		FlagWriter writer(String prefix) {
			return this.watch.see(FlagWriter.class, FlagWriter.on(flags(prefix)));
		}

		/** Stands between the rows and the stores. */
		interface Watch {

			Watch NONE = new Watch() {

				@Override
				public <T> T see(Class<T> type, T store) {
					return store;
				}

			};

			<T> T see(Class<T> type, T store);

		}

		/** Prepares what an operation needs, and answers the operation itself. */
		@FunctionalInterface
		interface Action {

			Callable<?> prepare(Stores well, Stores ill, String key);

		}

	}

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static final AtomicInteger KEYS = new AtomicInteger();

	private static final AtomicInteger VERSIONS = new AtomicInteger(1000);

	private static final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);

	private static final BlockingQueue<Patient> patients = new LinkedBlockingQueue<>();

	private static Tables tables;

	private static Stores well;

	@BeforeAll
	static void prepare() {
		tables = Tables.create(dynamoDb);
		well = Stores.on(tables);
		for (int i = 0; i < WORKERS; i++) {
			patients.add(new Patient());
		}
		patients.forEach(Patient::warmUp);
	}

	@AfterAll
	static void stop() {
		well.dedupe().close();
		workers.shutdownNow();
	}

	@TestFactory
	Stream<DynamicContainer> operationsWhileDynamoDbIsIll() {
		return cells("while ", Operation::whileIll, CallBudgets.defaults(), Arrays.asList(Illness.values()),
				(illness) -> (operation, number) -> illness.fault);
	}

	@TestFactory
	Stream<DynamicContainer> operationsStruckOnce() {
		List<Illness> passing = Stream.of(Illness.values())
			.filter((illness) -> illness.kind == Illness.Kind.PASSING)
			.toList();
		return cells("struck once by ", Operation::struckOnce, DynamoDbLocal.testBudgets(), passing, (illness) -> {
			AtomicInteger requests = new AtomicInteger();
			return (operation, number) -> (requests.incrementAndGet() == 1) ? illness.fault : Fault.none();
		});
	}

	/**
	 * What asks nothing of DynamoDB, or not while the caller waits; and what others are
	 * made of.
	 */
	private static final Set<String> WITHOUT_A_ROW = Set.of("CacheStore.region", "CacheRegion.name",
			"CacheRegion.settings", "CacheRegion.isTimely", "CacheRegion.fingerprint", "CacheRegion.refreshFailed",
			"CacheRegion.statistics", "DedupeStore.abandon", "DedupeStore.isInFlightHere", "DedupeStore.running",
			"DedupeStore.in", "DedupeStore.close", "RateLimiter.isLimited", "RateLimiter.knownRefusal",
			"RateLimiter.resources", "RateLimiter.limits", "RateLimiter.keysInUse", "Cooldowns.known",
			"FlagStore.addListener", "FlagStore.removeListener", "Directory.note", "NextJsCache.revalidatePath");

	@Test
	void everyMethodOfEveryStoreHasARow() throws Exception {
		Set<String> methods = new TreeSet<>();
		Set<String> called = new TreeSet<>(WITHOUT_A_ROW);
		Stores watched = Stores.on(tables, new Stores.Watch() {

			@Override
			public <T> T see(Class<T> type, T store) {
				Stream.of(type.getMethods())
					.filter((method) -> !Modifier.isStatic(method.getModifiers()))
					.forEach((method) -> methods.add(type.getSimpleName() + "." + method.getName()));
				return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
						(proxy, method, arguments) -> {
							called.add(type.getSimpleName() + "." + method.getName());
							return method.invoke(store, arguments);
						}));
			}

		});
		for (Operation operation : matrix()) {
			operation.action().prepare(well, watched, "row-" + KEYS.incrementAndGet()).call();
		}
		watched.dedupe().close();
		assertThat(methods).hasSizeGreaterThan(60);
		assertThat(called).isEqualTo(methods);
	}

	@TestFactory
	Stream<DynamicContainer> operationsInGoodHealth() {
		return cells("", Operation::well, DynamoDbLocal.testBudgets(), List.of(Illness.UNREACHABLE),
				(illness) -> (operation, number) -> Fault.none());
	}

	/** All cells are begun at once, as many at a time as there are workers. */
	private static Stream<DynamicContainer> cells(String prefix, Function<Operation, String> expected,
			CallBudgets budgets, List<Illness> illnesses, Function<Illness, FaultyHttpClient.Rule> rule) {
		Map<String, List<DynamicTest>> byOperation = new LinkedHashMap<>();
		for (Operation operation : matrix()) {
			List<DynamicTest> tests = byOperation.computeIfAbsent(operation.store() + " " + operation.name(),
					(name) -> new ArrayList<>());
			for (Illness illness : illnesses) {
				CompletableFuture<Ending> ending = begin(operation, illness, budgets, rule);
				tests.add(DynamicTest.dynamicTest(prefix + illness, () -> ending.get(2, TimeUnit.MINUTES)
					.assertIs(expected.apply(operation), operation.longest(budgets).plus(MARGIN), illness)));
			}
		}
		return byOperation.entrySet()
			.stream()
			.map((entry) -> DynamicContainer.dynamicContainer(entry.getKey(), entry.getValue()));
	}

	private static CompletableFuture<Ending> begin(Operation operation, Illness illness, CallBudgets budgets,
			Function<Illness, FaultyHttpClient.Rule> rule) {
		return CompletableFuture.supplyAsync(() -> {
			Patient patient = patients.remove();
			try {
				return patient.undergo(operation, budgets, rule.apply(illness));
			}
			finally {
				patients.add(patient);
			}
		}, workers);
	}

	/** A client to which faults happen. Its first calls are slow, so it is used again. */
	private static final class Patient {

		private final FaultyHttpClient http = new FaultyHttpClient();

		private final DynamoDbClient client = DynamoDbLocal.client(this.http);

		private Stores stores(CallBudgets budgets, RecordingMetrics metrics) {
			return Stores
				.on(tables.through(this.client, (settings) -> settings.withBudgets(budgets).withMetrics(metrics)));
		}

		void warmUp() {
			Operation get = matrix().get(0);
			undergo(get, DynamoDbLocal.testBudgets(), (operation, number) -> Fault.none());
			undergo(get, CallBudgets.defaults(), (operation, number) -> Fault.blackHole());
		}

		Ending undergo(Operation operation, CallBudgets budgets, FaultyHttpClient.Rule rule) {
			RecordingMetrics metrics = new RecordingMetrics();
			Stores ill = stores(budgets, metrics);
			Callable<?> call = prepared(operation, ill);
			this.http.forget();
			metrics.reset();
			this.http.rule(rule);
			long start = System.nanoTime();
			String outcome = outcome(call);
			Ending ending = new Ending(outcome, Duration.ofNanos(System.nanoTime() - start), this.http.attempts(),
					metrics, Thread.interrupted());
			this.http.heal();
			ill.dedupe().close();
			return ending;
		}

		/** The default budgets are short for a machine that is busy: tries again. */
		private static Callable<?> prepared(Operation operation, Stores ill) {
			for (int i = 0;; i++) {
				try {
					return operation.action().prepare(well, ill, "key-" + KEYS.incrementAndGet());
				}
				catch (TableException ex) {
					if (i == 5) {
						throw ex;
					}
				}
			}
		}

		private static String outcome(Callable<?> call) {
			try {
				return word(call.call());
			}
			catch (TableException ex) {
				return "throws";
			}
			catch (Exception ex) {
				return ex.toString();
			}
		}

	}

	/** What was answered, in a word. */
	static String word(Object result) {
		if (result == null) {
			return "done";
		}
		if (result instanceof RateLimitDecision decision) {
			return decision.allowed() ? "allowed" : "refused";
		}
		if (result instanceof Duration duration) {
			return duration.isZero() ? "zero" : duration.toString();
		}
		if (result instanceof Lookup || result instanceof Claim || result instanceof Outcome) {
			return result.getClass().getSimpleName().toLowerCase();
		}
		return (result instanceof Boolean || result instanceof String) ? result.toString() : "answer";
	}

	/** How an operation ended. */
	private record Ending(String outcome, Duration took, int attempts, RecordingMetrics metrics, boolean interrupted) {

		void assertIs(String expected, Duration longest, Illness illness) {
			assertThat(this.outcome).isIn((Object[]) expected.split(" or "));
			assertThat(this.took).isLessThan(longest);
			assertThat(this.interrupted).isFalse();
			if (illness.kind == Illness.Kind.LASTING) {
				assertThat(this.attempts).as("attempts").isLessThanOrEqualTo(calls());
			}
		}

		/** A call that is made in the background may be told of a little later. */
		private int calls() {
			long end = System.nanoTime() + MARGIN.toNanos();
			while (this.metrics.calls().size() < this.attempts && System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			return this.metrics.calls().size();
		}

	}

}
