package io.github.dynamodbtoolkit.apps;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static io.github.dynamodbtoolkit.apps.AppFixture.app;
import static io.github.dynamodbtoolkit.apps.AppFixture.b;
import static io.github.dynamodbtoolkit.apps.AppFixture.bool;
import static io.github.dynamodbtoolkit.apps.AppFixture.n;
import static io.github.dynamodbtoolkit.apps.AppFixture.s;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items as soketi's documents write them are read as meant, and what is written is what
 * its server reads as meant.
 */
class SoketiItemTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final AppFixture fixture = new AppFixture(dynamoDb);

	private final AppRegistry registry = this.fixture.registry();

	@Test
	void readsTheItemOfTheDocuments() {
		this.fixture.write(Map.ofEntries(Map.entry("AppId", s("app-id")), Map.entry("AppKey", s("app-key")),
				Map.entry("AppSecret", s("app-secret")), Map.entry("MaxConnections", n("-1")),
				Map.entry("EnableClientMessages", b("false")), Map.entry("Enabled", b("true")),
				Map.entry("MaxBackendEventsPerSecond", n("-1")), Map.entry("MaxClientEventsPerSecond", n("-1")),
				Map.entry("MaxReadRequestsPerSecond", n("-1")), Map.entry("Webhooks", s("[]"))));
		App app = this.registry.findByKey("app-key");
		assertThat(app).isEqualTo(this.registry.findById("app-id"))
			.isEqualTo(App.of("app-id", "app-key", AppSecret.of("app-secret"))
				.withLimit(AppLimit.MAX_CONNECTIONS, -1)
				.withLimit(AppLimit.MAX_BACKEND_EVENTS_PER_SECOND, -1)
				.withLimit(AppLimit.MAX_CLIENT_EVENTS_PER_SECOND, -1)
				.withLimit(AppLimit.MAX_READ_REQUESTS_PER_SECOND, -1));
	}

	/** The documents show -1, with which soketi's server would refuse everything. */
	@Test
	void readsTheOptionalAttributesOfTheDocuments() {
		this.fixture.write("a", Map.of("MaxPresenceMembersPerChannel", n("-1"), "MaxPresenceMemberSizeInKb", n("1.5"),
				"MaxChannelNameLength", n("50"), "MaxEventChannelsAtOnce", s("7"), "MaxEventNameLength", n("8"),
				"MaxEventPayloadInKb", n("0.25"), "MaxEventBatchSize", b("3"), "EnableUserAuthentication", b("true")));
		App app = this.registry.findById("a");
		assertThat(app.userAuthentication()).isTrue();
		assertThat(app.limits().own()).isEqualTo(Map.of(AppLimit.MAX_PRESENCE_MEMBER_SIZE_IN_KB, new BigDecimal("1.5"),
				AppLimit.MAX_CHANNEL_NAME_LENGTH, new BigDecimal(50), AppLimit.MAX_EVENT_CHANNELS_AT_ONCE,
				new BigDecimal(7), AppLimit.MAX_EVENT_NAME_LENGTH, new BigDecimal(8), AppLimit.MAX_EVENT_PAYLOAD_IN_KB,
				new BigDecimal("0.25"), AppLimit.MAX_EVENT_BATCH_SIZE, new BigDecimal(3)));
		assertThat(app.limits().get(AppLimit.MAX_PRESENCE_MEMBERS_PER_CHANNEL)).isEqualTo("100");
	}

	@Test
	void knowsNoSecretThatIsNotThere() {
		this.fixture.write("a", Map.of());
		assertThat(this.registry.findById("a").secret().reveal()).isEqualTo("a-secret");
		assertThat(this.registry.findById("a")).isEqualTo(app("a"));
	}

	@ParameterizedTest
	@EnumSource
	void readsEachLimitUnderEachOfItsNames(AppLimit limit) {
		String camelCase = limit.attribute().others().get(0);
		String snakeCase = limit.attribute().others().get(1);
		this.fixture.write("camel", Map.of(camelCase, n("5")));
		this.fixture.write("snake", Map.of(snakeCase, n("6"), limit.attribute().name(), n("7"), camelCase, n("8")));
		this.fixture.write("empty", Map.of(snakeCase, s(""), limit.attribute().name(), n("7")));
		assertThat(this.registry.findById("camel").limits().get(limit)).isEqualTo("5");
		assertThat(this.registry.findById("snake").limits().get(limit)).isEqualTo("6");
		assertThat(this.registry.findById("empty").limits().get(limit)).isEqualTo("7");
	}

	@Test
	void serverLevelHoldsWhereTheAppSaysNothing() {
		AppRegistry limited = this.fixture
			.registry((settings) -> settings.withServerLevel(Map.of(AppLimit.MAX_READ_REQUESTS_PER_SECOND,
					new BigDecimal(5), AppLimit.MAX_CONNECTIONS, new BigDecimal(3))));
		this.fixture.write("a", Map.of("MaxConnections", n("-1")));
		AppLimits limits = limited.findById("a").limits();
		assertThat(limits.get(AppLimit.MAX_READ_REQUESTS_PER_SECOND)).isEqualTo("5");
		assertThat(limits.isUnlimited(AppLimit.MAX_CONNECTIONS)).isTrue();
		assertThat(limits.isUnlimited(AppLimit.MAX_BACKEND_EVENTS_PER_SECOND)).isTrue();
		assertThat(limits.get(AppLimit.MAX_EVENT_BATCH_SIZE)).isEqualTo("10");
	}

	static Stream<Arguments> flags() {
		return Stream.of(Arguments.of(bool(true), true), Arguments.of(bool(false), false),
				Arguments.of(s("true"), true), Arguments.of(s("false"), false), Arguments.of(s("1"), true),
				Arguments.of(s("0"), false), Arguments.of(s("Yes"), true), Arguments.of(s("no"), false),
				Arguments.of(b("true"), true), Arguments.of(b("false"), false), Arguments.of(n("1"), true),
				Arguments.of(n("0"), false));
	}

	@ParameterizedTest
	@MethodSource("flags")
	void readsEveryEncodingOfABoolean(AttributeValue encoded, boolean meant) {
		this.fixture.write("a",
				Map.of("Enabled", encoded, "enable_client_messages", encoded, "EnableUserAuthentication", encoded));
		App app = this.registry.findById("a");
		assertThat(app.enabled()).isEqualTo(meant);
		assertThat(app.clientMessages()).isEqualTo(meant);
		assertThat(app.userAuthentication()).isEqualTo(meant);
	}

	@Test
	void appIsEnabledUnlessItSaysOtherwise() {
		this.fixture.write("a", Map.of("Enabled", AttributeValue.fromNul(true)));
		assertThat(this.registry.findById("a")).isEqualTo(app("a"));
		this.fixture.write("b", Map.of("enabled", bool(false)));
		assertThat(this.registry.findById("b").enabled()).isFalse();
	}

	@Test
	void readsWebhooks() {
		this.fixture.write("a", Map.of("Webhooks",
				s("""
						[{"url": "https://hooks.example.com/a", "event_types": ["channel_occupied", "member_added"],
						  "headers": {"X-Token": "t", "X-Number": 7},
						  "filter": {"channel_name_starts_with": "p-", "channel_name_ends_with": "-q"}},
						 {"lambda_function": "f", "event_types": ["client_event"], "lambda": {"async": true, "region": "us-east-1",
						  "client_options": {"maxRetries": 1}}}]""")));
		assertThat(this.registry.findById("a").webhooks()).containsExactly(
				new AppWebhook(List.of("channel_occupied", "member_added"), "https://hooks.example.com/a",
						Map.of("X-Token", "t", "X-Number", "7"), null, null, new AppWebhook.Filter("p-", "-q")),
				new AppWebhook(List.of("client_event"), null, Map.of(), "f", new AppWebhook.Lambda(true, "us-east-1"),
						null));
	}

	@Test
	void readsWebhooksThatAreAListOfDynamoDb() {
		this.fixture.write("a", Map.of("Webhooks", AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of("url",
				s("http://hooks.internal:8080/"), "event_types", AttributeValue.fromL(List.of(s("x")))))))));
		assertThat(this.registry.findById("a").webhooks())
			.containsExactly(AppWebhook.at("http://hooks.internal:8080/", "x"));
	}

	@Test
	void writesFieldByFieldWhatTheServerReads() {
		AppLimits limits = AppLimits.none();
		for (AppLimit limit : AppLimit.values()) {
			limits = limits.with(limit, limit.ordinal());
		}
		this.registry.save(app("a").withEnabled(false)
			.withClientMessages(true)
			.withUserAuthentication(true)
			.withLimits(limits.with(AppLimit.MAX_CONNECTIONS, -1)
				.with(AppLimit.MAX_EVENT_PAYLOAD_IN_KB, new BigDecimal("0.5")))
			.withWebhooks(AppWebhook.at("https://hooks.example.com/", "channel_occupied"),
					new AppWebhook(List.of("client_event"), null, Map.of(), "f",
							new AppWebhook.Lambda(false, "eu-central-1"), new AppWebhook.Filter("p-", null)),
					new AppWebhook(List.of("x"), "http://h/", Map.of("A", "b"), null, null, null)));
		assertThat(this.fixture.item("a")).isEqualTo(Map.ofEntries(Map.entry("AppId", s("a")),
				Map.entry("AppKey", s("a-key")), Map.entry("AppSecret", s("a-secret")),
				Map.entry("Enabled", bool(false)), Map.entry("EnableClientMessages", bool(true)),
				Map.entry("EnableUserAuthentication", bool(true)), Map.entry("MaxConnections", n("-1")),
				Map.entry("MaxBackendEventsPerSecond", n("1")), Map.entry("MaxClientEventsPerSecond", n("2")),
				Map.entry("MaxReadRequestsPerSecond", n("3")), Map.entry("MaxPresenceMembersPerChannel", n("4")),
				Map.entry("MaxPresenceMemberSizeInKb", n("5")), Map.entry("MaxChannelNameLength", n("6")),
				Map.entry("MaxEventChannelsAtOnce", n("7")), Map.entry("MaxEventNameLength", n("8")),
				Map.entry("MaxEventPayloadInKb", n("0.5")), Map.entry("MaxEventBatchSize", n("10")),
				Map.entry("Webhooks",
						s("[{\"url\":\"https://hooks.example.com/\",\"event_types\":[\"channel_occupied\"]},"
								+ "{\"lambda_function\":\"f\",\"event_types\":[\"client_event\"],"
								+ "\"lambda\":{\"async\":false,\"region\":\"eu-central-1\"},"
								+ "\"filter\":{\"channel_name_starts_with\":\"p-\"}},"
								+ "{\"url\":\"http://h/\",\"event_types\":[\"x\"],\"headers\":{\"A\":\"b\"}}]"))));
		assertThat(this.fixture.otherRegistry().findByKey("a-key").webhooks()).hasSize(3);
	}

	@Test
	void writesNoLimitThatIsNotTheAppsOwn() {
		AppRegistry limited = this.fixture.registry((settings) -> settings
			.withServerLevel(Map.of(AppLimit.MAX_READ_REQUESTS_PER_SECOND, new BigDecimal(5))));
		limited.save(app("a"));
		limited.save(limited.findById("a").withClientMessages(true));
		assertThat(this.fixture.item("a")).containsOnlyKeys("AppId", "AppKey", "AppSecret", "Enabled",
				"EnableClientMessages", "EnableUserAuthentication", "Webhooks");
	}

	@Test
	void savingLeavesWhatIsNotAnAppsAndNoOtherNameThatCouldCount() {
		this.fixture.write("a", Map.of("owner", s("ann"), "enabled", s("true"), "max_read_req_per_sec", n("5"),
				"secret", s("old"), "MaxConnections", n("9"), "Enabled", b("false"), "plan", n("3")));
		App app = this.registry.findById("a");
		this.registry.save(app.withEnabled(true)
			.withLimits(app.limits().with(AppLimit.MAX_CONNECTIONS, (BigDecimal) null))
			.withLimit(AppLimit.MAX_READ_REQUESTS_PER_SECOND, 6));
		assertThat(this.fixture.item("a")).isEqualTo(Map.of("AppId", s("a"), "AppKey", s("a-key"), "AppSecret",
				s("a-secret"), "Enabled", bool(true), "EnableClientMessages", bool(false), "EnableUserAuthentication",
				bool(false), "MaxReadRequestsPerSecond", n("6"), "owner", s("ann"), "plan", n("3")));
	}

	@Test
	void savingLeavesWebhooksThatAreTheSameAsTheyStand() {
		String json = "[{\"url\": \"https://h/\", \"event_types\": [\"x\"], \"note\": \"ours\"}, null]";
		this.fixture.write("a", Map.of("Webhooks", s(json)));
		App app = this.registry.findById("a");
		this.registry.save(app.withEnabled(false));
		assertThat(this.fixture.item("a").get("Webhooks")).isEqualTo(s(json));
		this.registry.save(app.withWebhooks(AppWebhook.at("https://h/", "y")));
		assertThat(this.fixture.item("a").get("Webhooks"))
			.isEqualTo(s("[{\"url\":\"https://h/\",\"event_types\":[\"y\"]}]"));
	}

	/** soketi gives whatever has no secret one that everybody knows. */
	@Test
	void guardIsNoAppForSoketiEither() {
		this.registry.save(app("a"));
		Map<String, AttributeValue> guard = this.fixture.item("key#a-key");
		assertThat(guard).containsOnlyKeys("AppId", "GuardedAppId", "AppSecret", "Enabled")
			.containsEntry("GuardedAppId", s("a"))
			.containsEntry("Enabled", bool(false));
		assertThat(guard.get("AppSecret").s()).matches("[0-9a-f]{64}");
		assertThat(this.registry.findById("key#a-key")).isNull();
	}

}
