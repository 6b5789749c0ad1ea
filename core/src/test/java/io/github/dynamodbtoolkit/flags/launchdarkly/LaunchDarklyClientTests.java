package io.github.dynamodbtoolkit.flags.launchdarkly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.launchdarkly.sdk.ContextBuilder;
import com.launchdarkly.sdk.ContextKind;
import com.launchdarkly.sdk.EvaluationReason;
import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.DataModel;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.FileData;
import com.launchdarkly.sdk.server.integrations.TestData;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.State;
import com.launchdarkly.sdk.server.subsystems.DataStoreTypes.SerializedItemDescriptor;
import io.github.dynamodbtoolkit.flags.FlagDefinition;
import io.github.dynamodbtoolkit.flags.FlagFixture;
import io.github.dynamodbtoolkit.flags.FlagItem;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.flags.FlagOperator;
import io.github.dynamodbtoolkit.flags.FlagRule;
import io.github.dynamodbtoolkit.flags.FlagServing;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.Monitors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.HttpExecuteResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * LaunchDarkly's client on a flag store.
 */
class LaunchDarklyClientTests {

	private static final Duration POLL = Duration.ofMillis(50);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final LDContext SOMEBODY = LDContext.create("somebody");

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FlagFixture fixture = new FlagFixture(dynamoDb);

	private final FlagStore store = this.fixture.store();

	private final FlagStore otherProcess = this.fixture.otherStore();

	private LDClient client() {
		return new LDClient("unused", polling().build());
	}

	private LDConfig.Builder polling() {
		return new LDConfig.Builder().dataSource(LaunchDarkly.dataSource(this.store, POLL))
			.events(Components.noEvents())
			.startWait(PATIENCE);
	}

	@Test
	void evaluatesAsTheOfficialClientDoesOnTheSameData(@TempDir Path folder) throws IOException {
		String data = resource("flag-data.json");
		this.otherProcess.init(parse(data));
		Path file = Files.writeString(folder.resolve("flags.json"), data);
		LDConfig official = new LDConfig.Builder().dataSource(FileData.dataSource().filePaths(file))
			.events(Components.noEvents())
			.build();
		LDConfig daemon = new LDConfig.Builder().dataSource(Components.externalUpdatesOnly())
			.dataStore(Components.persistentDataStore(LaunchDarkly.dataStore(this.store)))
			.events(Components.noEvents())
			.build();
		try (LDClient expected = new LDClient("unused", official);
				LDClient polling = client();
				LDClient reading = new LDClient("unused", daemon)) {
			List<String> seen = new ArrayList<>();
			for (LDContext context : contexts()) {
				Map<String, LDValue> values = expected.allFlagsState(context).toValuesMap();
				assertThat(values).hasSize(6);
				values.keySet().forEach((flag) -> {
					var detail = expected.jsonValueVariationDetail(flag, context, LDValue.ofNull());
					assertThat(polling.jsonValueVariationDetail(flag, context, LDValue.ofNull())).isEqualTo(detail);
					assertThat(reading.jsonValueVariationDetail(flag, context, LDValue.ofNull())).isEqualTo(detail);
					seen.add(flag + " " + detail.getReason().getKind() + " " + detail.getValue());
				});
			}
			assertThat(seen).contains("rules RULE_MATCH \"segment\"", "rules RULE_MATCH \"newer\"",
					"rules TARGET_MATCH \"target\"", "rules FALLTHROUGH \"other\"", "rollout FALLTHROUGH true",
					"rollout FALLTHROUGH false", "dependent PREREQUISITE_FAILED false", "dependent FALLTHROUGH true",
					"off OFF null", "number FALLTHROUGH 42", "organizations RULE_MATCH {\"limit\":7}");
		}
	}

	private static List<LDContext> contexts() {
		List<LDContext> contexts = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			contexts.add(LDContext.builder("user-" + i)
				.set("country", (i % 3 == 0) ? "de" : "fr")
				.set("version", "2." + i % 7 + ".0")
				.set("beta", i % 5 == 0)
				.build());
		}
		contexts.add(LDContext.createMulti(LDContext.create("user-1"),
				LDContext.create(ContextKind.of("organization"), "acme")));
		return contexts;
	}

	@Test
	void changesAreSeenAndListenersHearOfThem() throws Exception {
		this.otherProcess.init(parse(resource("flag-data.json")));
		try (LDClient client = client()) {
			BlockingQueue<String> changed = new LinkedBlockingQueue<>();
			client.getFlagTracker().addFlagChangeListener((event) -> changed.add(event.getKey()));
			assertThat(client.intVariation("number", SOMEBODY, 0)).isEqualTo(42);
			this.otherProcess.upsert(FlagKind.FLAGS, "number", number(9, 43));
			assertThat(changed.poll(20, TimeUnit.SECONDS)).isEqualTo("number");
			assertThat(client.intVariation("number", SOMEBODY, 0)).isEqualTo(43);
			this.otherProcess.upsert(FlagKind.FLAGS, "number", FlagItem.tombstone(10));
			assertThat(changed.poll(20, TimeUnit.SECONDS)).isEqualTo("number");
			assertThat(client.intVariationDetail("number", SOMEBODY, 0).getReason())
				.isEqualTo(EvaluationReason.error(EvaluationReason.ErrorKind.FLAG_NOT_FOUND));
			this.otherProcess.upsert(FlagKind.SEGMENTS, "beta", new FlagItem(9, "{\"key\":\"beta\",\"version\":9}"));
			assertThat(changed.poll(20, TimeUnit.SECONDS)).isEqualTo("rules");
			assertThat(changed).isEmpty();
		}
	}

	@Test
	void whatIsWrittenThroughTheSameStoreIsSeenAtOnceAndCostsNoPoll() throws IOException {
		LDConfig config = polling().dataSource(LaunchDarkly.dataSource(this.store, Duration.ofHours(1))).build();
		this.otherProcess.init(Map.of());
		FlagWriter writer = FlagWriter.on(this.store);
		try (LDClient client = new LDClient("unused", config)) {
			FlagDefinition flag = writer.save(FlagDefinition.of("checkout"));
			assertThat(client.boolVariation("checkout", SOMEBODY, true)).isFalse();
			this.fixture.metrics().reset();
			flag = writer.save(flag.turnedOn());
			assertThat(client.boolVariation("checkout", SOMEBODY, false)).isTrue();
			assertThat(this.fixture.metrics().operations()).containsExactly("PutItem");
			writer.delete(flag);
			assertThat(client.boolVariationDetail("checkout", SOMEBODY, true).getReason())
				.isEqualTo(EvaluationReason.error(EvaluationReason.ErrorKind.FLAG_NOT_FOUND));
			writer.importAll("{\"flags\": {\"checkout\": %s}}".formatted(flag.json()));
			assertThat(client.boolVariation("checkout", SOMEBODY, false)).isTrue();
			this.store.init(Map.of(FlagKind.FLAGS, Map.of()));
			assertThat(client.isFlagKnown("checkout")).isFalse();
		}
	}

	@Test
	void writingDoesNotWaitForAPollAndIsNotTurnedBackByIt() throws Exception {
		this.otherProcess.init(parse(resource("flag-data.json")));
		StalledAnswer stalled = new StalledAnswer();
		try (LDClient client = client()) {
			BlockingQueue<String> changed = new LinkedBlockingQueue<>();
			client.getFlagTracker().addFlagChangeListener((event) -> changed.add(event.getKey()));
			this.fixture.http().always(stalled);
			stalled.begun.get();
			this.store.upsert(FlagKind.FLAGS, "number", number(9, 43));
			assertThat(client.intVariation("number", SOMEBODY, 0)).isEqualTo(43);
			assertThat(stalled.over).isFalse();
			stalled.end.complete(null);
			this.otherProcess.upsert(FlagKind.FLAGS, "off", number(9, 1));
			assertThat(changed.poll(20, TimeUnit.SECONDS)).isEqualTo("number");
			assertThat(changed.poll(20, TimeUnit.SECONDS)).isEqualTo("off");
			assertThat(client.intVariation("number", SOMEBODY, 0)).isEqualTo(43);
		}
	}

	@Test
	void nobodyWaitsForDynamoDbInAMonitor() throws IOException {
		List<String> monitors = new CopyOnWriteArrayList<>();
		this.fixture.http().always((attempt) -> {
			monitors.addAll(Monitors.held());
			return attempt.send();
		});
		try (LDClient client = client()) {
			FlagWriter.on(this.store).save(FlagDefinition.of("checkout").turnedOn());
			assertThat(client.boolVariation("checkout", SOMEBODY, false)).isTrue();
		}
		assertThat(this.fixture.http().attempts()).isPositive();
		assertThat(monitors).isEmpty();
	}

	/**
	 * DynamoDB has answered a query for all flags, and the answer does not come before
	 * the test wants it.
	 */
	private static final class StalledAnswer implements Fault {

		private final CompletableFuture<Void> begun = new CompletableFuture<>();

		private final CompletableFuture<Void> end = new CompletableFuture<>();

		private volatile boolean over;

		@Override
		public HttpExecuteResponse answer(Attempt attempt) throws IOException {
			HttpExecuteResponse answer = attempt.send();
			boolean query = attempt.operation().equals("Query") && attempt.body().contains("features");
			if (!query || !this.begun.complete(null)) {
				return answer;
			}
			try {
				this.end.get();
				return answer;
			}
			catch (InterruptedException | ExecutionException ex) {
				throw new IOException(ex);
			}
			finally {
				this.over = true;
			}
		}

	}

	@Test
	void firstFlagOfAllIsSeenAtOnce() throws IOException {
		LDConfig config = polling().dataSource(LaunchDarkly.dataSource(this.store, Duration.ofHours(1))).build();
		try (LDClient client = new LDClient("unused", config)) {
			assertThat(client.isInitialized()).isFalse();
			FlagWriter.on(this.store).save(FlagDefinition.of("checkout").turnedOn());
			assertThat(client.boolVariation("checkout", SOMEBODY, false)).isTrue();
		}
	}

	@Test
	void startWithoutFlagsIsToldCalmlyAndOneThatFailsIsNot() throws Exception {
		LDConfig config = polling().startWait(Duration.ZERO)
			.dataSource(LaunchDarkly.dataSource(this.store, Duration.ofHours(1), PATIENCE))
			.build();
		assertThat(messagesOfStart(config)).singleElement()
			.asString()
			.startsWith("INFO Nobody has written flags yet: all have their default values.");
		this.fixture.http().always(Fault.error(400, "AccessDeniedException"));
		assertThat(messagesOfStart(config)).singleElement()
			.asString()
			.startsWith("WARN The flags could not be read, and have their default values until they are.");
		this.fixture.http().always(Fault.blackHole());
		LDConfig impatient = polling().startWait(Duration.ZERO)
			.dataSource(LaunchDarkly.dataSource(this.store, Duration.ofHours(1), Duration.ofMillis(10)))
			.build();
		assertThat(messagesOfStart(impatient)).singleElement()
			.isEqualTo("WARN The flags were not read within 10ms, and have their default values until they are.");
		this.fixture.http().heal();
		this.otherProcess.init(parse(resource("flag-data.json")));
		assertThat(messagesOfStart(config)).isEmpty();
	}

	/** Of LaunchDarkly's loggers as well as ours. */
	private static List<String> messagesOfStart(LDConfig config) throws IOException {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		List<Logger> loggers = Stream.of("com.launchdarkly", "io.github.dynamodbtoolkit.flags")
			.map((name) -> (Logger) LoggerFactory.getLogger(name))
			.toList();
		loggers.forEach((logger) -> logger.addAppender(log));
		try (LDClient client = new LDClient("unused", config)) {
			return log.list.stream()
				.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
				.map((event) -> event.getLevel() + " " + event.getFormattedMessage())
				.toList();
		}
		finally {
			loggers.forEach((logger) -> logger.detachAppender(log));
		}
	}

	@Test
	@Timeout(15)
	void startThatFailsIsNotWaitedForAndIsTriedAgainSoon() throws Exception {
		this.otherProcess.init(parse(resource("flag-data.json")));
		this.fixture.http().once("GetItem", Fault.error(400, "AccessDeniedException"));
		LDConfig config = polling().dataSource(LaunchDarkly.dataSource(this.store, Duration.ofHours(1)))
			.startWait(Duration.ofMinutes(1))
			.build();
		try (LDClient client = new LDClient("unused", config)) {
			assertThat(client.isInitialized()).isFalse();
			assertThat(client.getDataSourceStatusProvider().waitFor(State.VALID, PATIENCE)).isTrue();
			assertThat(client.intVariation("number", SOMEBODY, 7)).isEqualTo(42);
		}
	}

	@Test
	void whatTheOfficialClientStoresIsReadAndWhatIsWrittenItReads() throws Exception {
		TestData service = TestData.dataSource();
		service
			.update(service.flag("from-service").variations(LDValue.of("a"), LDValue.of("b")).fallthroughVariation(1));
		LDConfig official = new LDConfig.Builder().dataSource(service)
			.dataStore(Components.persistentDataStore(LaunchDarkly.dataStore(this.otherProcess)))
			.events(Components.noEvents())
			.build();
		LDConfig reading = new LDConfig.Builder().dataSource(Components.externalUpdatesOnly())
			.dataStore(Components.persistentDataStore(LaunchDarkly.dataStore(this.otherProcess)).noCaching())
			.events(Components.noEvents())
			.build();
		try (LDClient writer = new LDClient("unused", official);
				LDClient reader = new LDClient("unused", reading);
				LDClient client = client()) {
			assertThat(client.stringVariation("from-service", SOMEBODY, "?")).isEqualTo("b");
			service.update(service.flag("from-service").fallthroughVariation(0));
			assertThat(FlagWriter.on(this.store).find("from-service")).returns(2, FlagDefinition::version);
			FlagWriter.on(this.store).save(FlagDefinition.of("written").turnedOn().withTarget(1, "ann"));
			assertThat(reader.stringVariation("from-service", SOMEBODY, "?")).isEqualTo("a");
			assertThat(reader.boolVariation("written", SOMEBODY, false)).isTrue();
			assertThat(reader.boolVariation("written", LDContext.create("ann"), true)).isFalse();
		}
	}

	@Test
	void evaluationGoesOnDuringAnOutageWithoutARequestOfItsOwn() throws Exception {
		this.otherProcess.init(parse(resource("flag-data.json")));
		try (LDClient client = client()) {
			this.fixture.http().always(Fault.unreachable());
			assertThat(client.getDataSourceStatusProvider().waitFor(State.INTERRUPTED, PATIENCE)).isTrue();
			assertThat(client.intVariation("number", SOMEBODY, 0)).isEqualTo(42);
			this.otherProcess.upsert(FlagKind.FLAGS, "number", number(9, 43));
			this.fixture.http().heal();
			assertThat(client.getDataSourceStatusProvider().waitFor(State.VALID, PATIENCE)).isTrue();
			assertThat(client.intVariation("number", SOMEBODY, 0)).isEqualTo(43);
		}
	}

	@Test
	void steadyStateCostsOneQueryPerKindAndPollAndNoneForEvaluations() throws IOException {
		this.otherProcess.init(parse(resource("flag-data.json")));
		LDConfig config = polling().dataSource(LaunchDarkly.dataSource(this.store, Duration.ofHours(1))).build();
		try (LDClient client = new LDClient("unused", config)) {
			for (int i = 0; i < 1000; i++) {
				assertThat(client.intVariation("number", SOMEBODY, 0)).isEqualTo(42);
			}
			assertThat(this.fixture.metrics().operations()).containsExactly("GetItem", "Query", "Query");
		}
	}

	@Test
	void startsWithoutFlagsAndFindsThemLater() throws Exception {
		LDConfig config = polling().startWait(Duration.ofMillis(10)).build();
		try (LDClient client = new LDClient("unused", config)) {
			assertThat(client.isInitialized()).isFalse();
			assertThat(client.intVariation("number", SOMEBODY, 7)).isEqualTo(7);
			this.otherProcess.init(parse(resource("flag-data.json")));
			assertThat(client.getDataSourceStatusProvider().waitFor(State.VALID, PATIENCE)).isTrue();
			assertThat(client.intVariation("number", SOMEBODY, 7)).isEqualTo(42);
		}
	}

	@Test
	void aFlagThatCannotBeParsedStaysAsItWasAndAffectsNoOther() throws Exception {
		this.otherProcess.init(parse(resource("flag-data.json")));
		try (LDClient client = client()) {
			BlockingQueue<String> changed = new LinkedBlockingQueue<>();
			client.getFlagTracker().addFlagChangeListener((event) -> changed.add(event.getKey()));
			this.otherProcess.upsert(FlagKind.FLAGS, "number",
					new FlagItem(8, "{\"key\":\"number\",\"version\":8,\"variations\":true}"));
			this.otherProcess.upsert(FlagKind.FLAGS, "off", number(9, 1));
			assertThat(changed.poll(20, TimeUnit.SECONDS)).isEqualTo("off");
			assertThat(client.intVariation("number", SOMEBODY, 0)).isEqualTo(42);
			assertThat(client.intVariation("off", SOMEBODY, 0)).isEqualTo(1);
		}
	}

	@Test
	void evaluatesFlagsThatTheWriterWrote() throws IOException {
		FlagWriter writer = FlagWriter.on(this.otherProcess);
		writer.save(FlagDefinition.of("base").turnedOn());
		writer.save(FlagDefinition.of("theme")
			.withVariations("dark", "light", "plain")
			.turnedOn()
			.withTarget(2, "tina")
			.withRule(FlagRule.when("country", FlagOperator.IN, "de", "at")
				.andNot("version", FlagOperator.SEM_VER_LESS_THAN, "2.0.0")
				.serve(FlagServing.variation(0)))
			.withPrerequisite("base", 0)
			.servingOtherwise(FlagServing.rollout(0, 59.95, 40.05)));
		try (LDClient client = client()) {
			ContextBuilder max = LDContext.builder("max").set("country", "at");
			assertThat(client.stringVariation("theme", LDContext.create("tina"), "?")).isEqualTo("plain");
			assertThat(client.stringVariation("theme", max.set("version", "2.1.0").build(), "?")).isEqualTo("dark");
			assertThat(client.stringVariation("theme", max.set("version", "1.9.0").build(), "?")).isNotEqualTo("dark");
			long light = IntStream.range(0, 2000)
				.filter((i) -> client.stringVariation("theme", LDContext.create("user-" + i), "?").equals("light"))
				.count();
			assertThat(light).isBetween(1100L, 1300L);
		}
	}

	@Test
	void oversizedFlagDoesNotMakeTheStoreLookUnavailable() {
		var component = LaunchDarkly.dataStore(this.store).build(null);
		String json = "{\"key\":\"f\",\"x\":\"" + "x".repeat(410_000) + "\"}";
		assertThat(component.upsert(DataModel.FEATURES, "f", new SerializedItemDescriptor(1, false, json))).isFalse();
		assertThat(component.isStoreAvailable()).isTrue();
		this.fixture.http().always(Fault.unreachable());
		assertThat(component.isStoreAvailable()).isFalse();
	}

	@Test
	void intervalMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> LaunchDarkly.dataSource(this.store, Duration.ZERO))
			.withMessage("cache-ttl must be positive, got 0s.");
	}

	private static FlagItem number(int version, int value) {
		return new FlagItem(version,
				"{\"key\":\"number\",\"version\":%d,\"on\":true,\"variations\":[%d],\"fallthrough\":{\"variation\":0}}"
					.formatted(version, value));
	}

	private static Map<FlagKind, Map<String, FlagItem>> parse(String data) {
		JsonNode tree = JsonMapper.shared().readTree(data);
		Map<FlagKind, Map<String, FlagItem>> parsed = new LinkedHashMap<>();
		parsed.put(FlagKind.SEGMENTS, items(tree.get("segments")));
		parsed.put(FlagKind.FLAGS, items(tree.get("flags")));
		return parsed;
	}

	private static Map<String, FlagItem> items(JsonNode items) {
		Map<String, FlagItem> parsed = new LinkedHashMap<>();
		items.properties()
			.forEach((item) -> parsed.put(item.getKey(),
					new FlagItem(item.getValue().get("version").intValue(), item.getValue().toString())));
		return parsed;
	}

	private static String resource(String name) {
		try (var stream = DynamoDbLocal.class.getResourceAsStream(name)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
