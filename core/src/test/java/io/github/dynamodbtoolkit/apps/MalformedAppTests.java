package io.github.dynamodbtoolkit.apps;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static io.github.dynamodbtoolkit.apps.AppFixture.app;
import static io.github.dynamodbtoolkit.apps.AppFixture.b;
import static io.github.dynamodbtoolkit.apps.AppFixture.bool;
import static io.github.dynamodbtoolkit.apps.AppFixture.n;
import static io.github.dynamodbtoolkit.apps.AppFixture.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Items that somebody damaged permit nothing that was not meant, and say what is wrong
 * with them.
 */
class MalformedAppTests {

	private static final AttributeValue NULL = AttributeValue.fromNul(true);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final AppFixture fixture = new AppFixture(dynamoDb);

	private final AppRegistry registry = this.fixture.registry((settings) -> settings.withCacheTtl(Duration.ZERO));

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.log.start();
		((Logger) LoggerFactory.getLogger(AppRegistry.class)).addAppender(this.log);
	}

	@AfterEach
	void stopListening() {
		((Logger) LoggerFactory.getLogger(AppRegistry.class)).detachAppender(this.log);
	}

	static Stream<Arguments> unusable() {
		String noSecret = "App 'a1' has no AppSecret and is not usable.";
		return Stream.of(Arguments.of("AppSecret", null, noSecret), Arguments.of("AppSecret", s(""), noSecret),
				Arguments.of("AppSecret", s("  "), noSecret), Arguments.of("AppSecret", NULL, noSecret),
				Arguments.of("AppSecret", n("7"), noSecret), Arguments.of("AppSecret", bool(true), noSecret),
				Arguments.of("AppKey", null, "App 'a1' has no AppKey and is not usable."));
	}

	@ParameterizedTest
	@MethodSource
	void unusable(String attribute, AttributeValue value, String message) {
		Map<String, AttributeValue> attributes = new HashMap<>();
		attributes.put(attribute, value);
		this.fixture.write("a1", attributes);
		for (int i = 0; i < 3; i++) {
			assertThat(this.registry.findById("a1")).isNull();
		}
		assertThat(this.registry.findByKey("a1-key")).isNull();
		assertThat(messages()).containsExactly(message);
		assertThat(this.fixture.metrics().appEvents()).hasSizeGreaterThan(2).containsOnly(AppEvent.REJECTED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "maybe", "tru", "2", "null" })
	void unreadableEnabledIsDisabled(String text) {
		this.fixture.write("a1", Map.of("Enabled", s(text)));
		assertThat(this.registry.findById("a1")).isEqualTo(app("a1").withEnabled(false));
		this.fixture.write("a1", Map.of("Enabled", b(text)));
		assertThat(this.registry.findById("a1")).isEqualTo(app("a1").withEnabled(false));
		assertThat(messages()).containsExactly(
				"App 'a1': attribute Enabled has the unreadable value '" + text + "'; the app is treated as disabled.");
	}

	@Test
	void unreadableEnabledOfAnotherTypeIsDisabled() {
		this.fixture.write("a1",
				Map.of("Enabled", AttributeValue.fromM(Map.of("x", bool(true))), "EnableClientMessages", n("2")));
		assertThat(this.registry.findById("a1")).isEqualTo(app("a1").withEnabled(false));
		assertThat(messages()).containsExactly(
				"App 'a1': attribute Enabled has the unreadable value '{x=true}'; the app is treated as disabled.",
				"App 'a1': attribute EnableClientMessages has the unreadable value '2'; it is treated as false.");
	}

	static Stream<Arguments> numbers() {
		return Stream.of(Arguments.of(s("12"), "12"), Arguments.of(s(" 12 "), "12"), Arguments.of(n("-1"), "-1"),
				Arguments.of(s("-7"), "-1"), Arguments.of(n("2.9"), "2"), Arguments.of(n("0"), "0"),
				Arguments.of(n("1000000000000"), "1000000000000"));
	}

	@ParameterizedTest
	@MethodSource
	void numbers(AttributeValue value, String meant) {
		this.fixture.write("a1", Map.of("MaxConnections", value));
		assertThat(this.registry.findById("a1").limits().get(AppLimit.MAX_CONNECTIONS)).isEqualTo(meant);
		assertThat(messages()).isEmpty();
	}

	static Stream<Arguments> unreadableNumbers() {
		return Stream.of(Arguments.of(s("abc"), "abc"), Arguments.of(s("1e99"), "1e99"),
				Arguments.of(n("1e99"), "1" + "0".repeat(49) + "…"), Arguments.of(bool(true), "true"),
				Arguments.of(s("١٢x"), "١٢x"), Arguments.of(s("12\n[FATAL]"), "12\\u000A[FATAL]"));
	}

	@ParameterizedTest
	@MethodSource
	void unreadableNumbers(AttributeValue value, String shown) {
		this.fixture.write("a1", Map.of("MaxConnections", value));
		assertThat(this.registry.findById("a1").limits().own()).isEmpty();
		assertThat(messages()).containsExactly("App 'a1': attribute MaxConnections has the unreadable value '" + shown
				+ "'; the server's default holds.");
	}

	static Stream<Arguments> webhooks() {
		String noArray = "attribute Webhooks is not a JSON array; it has no webhooks.";
		return Stream.of(Arguments.of("[{", noArray), Arguments.of("{}", noArray), Arguments.of("1", noArray),
				Arguments.of("[".repeat(2000), noArray), Arguments.of("[null]", dropped("is not an object")),
				Arguments.of("[{\"url\":\"https://h/\"}]", dropped("has no event_types")),
				Arguments.of("[{\"url\":\"https://h/\",\"event_types\":\"x\"}]", dropped("has no event_types")),
				Arguments.of("[{\"event_types\":[\"x\"]}]", dropped("has neither url nor lambda_function")),
				Arguments.of(url("javascript:alert(1)"), dropped("has a url that is neither http nor https")),
				Arguments.of(url("file:///etc/passwd"), dropped("has a url that is neither http nor https")),
				Arguments.of(url("https:///x"), dropped("has a url without a host")),
				Arguments.of(url("no url"), dropped("has a url that is not one")),
				Arguments.of(url("http://169.254.169.254/latest"), dropped("has a link-local url")),
				Arguments.of(url("http://[fe80::1]/"), dropped("has a link-local url")),
				Arguments.of(url("http://[::ffff:169.254.169.254]/"), dropped("has a link-local url")),
				Arguments.of(url("http://[::FFFF:a9fe:a9fe]/"), dropped("has a link-local url")));
	}

	private static String url(String url) {
		return "[{\"url\":\"" + url + "\",\"event_types\":[\"x\"]}]";
	}

	private static String dropped(String reason) {
		return "webhook 0 " + reason + "; it is dropped.";
	}

	@ParameterizedTest
	@MethodSource
	void webhooks(String json, String problem) {
		this.fixture.write("a1", Map.of("Webhooks", s(json)));
		assertThat(this.registry.findById("a1")).isEqualTo(app("a1"));
		assertThat(messages()).containsExactly("App 'a1': " + problem);
		assertThat(this.fixture.metrics().appEvents()).containsExactly(AppEvent.UNREADABLE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/",
			"http://169.16689662/" })
	void addressInDisguiseIsNotPermitted(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> AppWebhook.at(url, "x"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://10.0.0.1:6001/", "https://hooks.example.com", "http://[2001:db8::1]/",
			"http://h4/", "HTTPS://H/" })
	void ordinaryAddressIsPermitted(String url) {
		assertThat(AppWebhook.at(url, "x").url()).isEqualTo(url);
	}

	@Test
	void oneBadWebhookLeavesTheOthers() {
		this.fixture.write("a1", Map.of("Webhooks", s(
				"[null,{\"url\":\"https://h/\",\"event_types\":[\"x\"]},{\"url\":\"ftp://h/\",\"event_types\":[\"x\"]}]")));
		assertThat(this.registry.findById("a1").webhooks()).containsExactly(AppWebhook.at("https://h/", "x"));
		assertThat(messages()).containsExactly("App 'a1': webhook 0 is not an object; it is dropped.",
				"App 'a1': webhook 2 has a url that is neither http nor https; it is dropped.");
	}

	@Test
	void idThatCannotBeOneIsTold() {
		this.fixture.write("a\nb", Map.of());
		assertThat(this.registry.findById("a\nb")).isNull();
		assertThat(messages()).singleElement()
			.asString()
			.startsWith("App 'a\\u000Ab' has an id or key that cannot be one: App id contains the control character");
	}

	private Stream<String> messages() {
		return this.log.list.stream().map(ILoggingEvent::getFormattedMessage);
	}

}
