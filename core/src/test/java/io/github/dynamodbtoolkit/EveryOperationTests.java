package io.github.dynamodbtoolkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dynamodbtoolkit.FaultMatrixTests.Operation;
import io.github.dynamodbtoolkit.FaultMatrixTests.Stores;
import io.github.dynamodbtoolkit.FaultMatrixTests.Tables;
import io.github.dynamodbtoolkit.cache.EntryOptions;
import io.github.dynamodbtoolkit.cache.Lookup;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every operation of every store alike: which keys it asks for, and what
 * it never writes into a log.
 */
class EveryOperationTests {

	private static final String PREFIX = "tenant-7";

	private static final String FORGED = "key\r\n2026-01-01 ERROR forged";

	private static final Pattern KEYS = Pattern.compile("\"(?:pk|sk)\":\\{\"S\":\"([^\"]*)\"");

	private static final Pattern FLAG_KEYS = Pattern.compile("\"namespace\":\\{\"S\":\"([^\"]*)\"");

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final Tables tables = Tables.create(dynamoDb);

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final Stores stores = stores(this.http);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private Stores stores(FaultyHttpClient http) {
		return Stores.on(this.tables.through(DynamoDbLocal.client(http), (settings) -> settings.withKeyPrefix(PREFIX)));
	}

	@AfterEach
	void close() {
		this.http.heal();
		this.stores.dedupe().close();
	}

	/** So that a policy can be limited to a tenant's keys by {@code LeadingKeys}. */
	@Test
	void asksForNoKeyWithoutThePrefix() throws Exception {
		for (Operation operation : FaultMatrixTests.matrix()) {
			operation.action()
				.prepare(this.stores, this.stores, PREFIX + "-" + operation.name().replace(' ', '-'))
				.call();
		}
		List<String> bodies = this.http.journal().stream().map(Attempt::body).toList();
		List<String> keys = found(KEYS, bodies).stream().filter((key) -> !key.startsWith("COOLDOWN#")).toList();
		assertThat(keys).hasSizeGreaterThan(60).allMatch((key) -> key.startsWith(PREFIX + ":"));
		assertThat(found(FLAG_KEYS, bodies)).isNotEmpty()
			.allMatch((key) -> key.startsWith(PREFIX) || key.startsWith("$inited"));
	}

	private static List<String> found(Pattern pattern, List<String> texts) {
		return texts.stream()
			.flatMap((text) -> pattern.matcher(text).results())
			.map((MatchResult result) -> result.group(1))
			.toList();
	}

	@Test
	void noKeyForgesALineOfTheLog() {
		Logger logger = (Logger) LoggerFactory.getLogger("io.github.dynamodbtoolkit");
		Level before = logger.getLevel();
		logger.setLevel(Level.TRACE);
		this.log.start();
		logger.addAppender(this.log);
		try {
			List<String> messages = new ArrayList<>();
			for (Operation operation : FaultMatrixTests.matrix()) {
				this.http.heal();
				messages.add(messageOf(
						() -> operation.action().prepare(this.stores, ill(), FORGED + operation.name()).call()));
			}
			readForgedFlag();
			readForgedEntry();
			messages.addAll(this.log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
			assertThat(this.log.list).hasSizeGreaterThan(5);
			assertThat(messages).allSatisfy((message) -> assertThat(message).doesNotContain("\n", "\r"));
		}
		finally {
			logger.detachAppender(this.log);
			logger.setLevel(before);
		}
	}

	private Stores ill() {
		FaultyHttpClient faulty = new FaultyHttpClient();
		faulty.always(Fault.throttled());
		return stores(faulty);
	}

	private static String messageOf(Callable<?> call) {
		try {
			call.call();
			return "";
		}
		catch (TableException | IllegalArgumentException ex) {
			return String.valueOf(ex.getMessage());
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	/** Somebody else may have written anything. */
	private void readForgedFlag() {
		DynamoDbLocal.client()
			.putItem((put) -> put.tableName(this.tables.flags().settings().tableName())
				.item(Map.of("namespace", AttributeValue.fromS(PREFIX + ":features"), "key",
						AttributeValue.fromS(FORGED), "version", AttributeValue.fromS(FORGED), "item",
						AttributeValue.fromS("{}"))));
		assertThat(this.stores.flags(PREFIX).getAll(FlagKind.FLAGS, Consistency.STRONG)).isEmpty();
	}

	private void readForgedEntry() {
		this.stores.cache().put("forged", "value", EntryOptions.ofType(String.class));
		AttributeValue key = AttributeValue.fromS(PREFIX + ":C#matrix#s:forged");
		DynamoDbLocal.client()
			.updateItem((update) -> update.tableName(this.tables.toolkit().settings().tableName())
				.key(Map.of("pk", key, "sk", key))
				.updateExpression("SET #type = :forged")
				.expressionAttributeNames(Map.of("#type", "type"))
				.expressionAttributeValues(Map.of(":forged", AttributeValue.fromS(FORGED))));
		assertThat(this.stores.cache().get("forged", null, Set.of())).isInstanceOf(Lookup.Miss.class);
	}

}
