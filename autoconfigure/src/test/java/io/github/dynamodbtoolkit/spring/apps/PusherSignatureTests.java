package io.github.dynamodbtoolkit.spring.apps;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppSecret;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Signatures as Pusher's documentation makes them are accepted, and nothing that differs.
 */
class PusherSignatureTests {

	private static final String SECRET = "7ad3773142a6692b25b8";

	private static final App APP = App.of("3", "278d425bdf160c739803", AppSecret.of(SECRET));

	private static final Instant SIGNED_AT = Instant.ofEpochSecond(1353088179);

	private static final String BODY = "{\"name\":\"foo\",\"channels\":[\"project-3\"],"
			+ "\"data\":\"{\\\"some\\\":\\\"data\\\"}\"}";

	private static final String PARAMETERS = "auth_key=278d425bdf160c739803&auth_timestamp=1353088179&auth_version=1.0";

	private static final String MD5 = "&body_md5=ec365a775a4cd0599faeb73354201b6f";

	/** As the documentation gives it. */
	private static final String SIGNATURE = "&auth_signature=da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c";

	private final MutableTimeSource time = new MutableTimeSource();

	private final PusherSignature signature = new PusherSignature(1000, this.time);

	PusherSignatureTests() {
		this.time.jumpWallClock(Duration.between(this.time.instant(), SIGNED_AT));
	}

	@Test
	void acceptsTheExampleOfTheDocumentation() throws Exception {
		HttpServletRequest verified = verify(request("POST", "/apps/3/events", PARAMETERS + MD5 + SIGNATURE, BODY));
		assertThat(verified.getReader().readLine()).isEqualTo(BODY);
		assertThat(verified.getInputStream().readAllBytes()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
		assertThat(verified.getParameter("auth_key")).isEqualTo(APP.key());
	}

	@Test
	void acceptsParametersInAnyOrderAndDigitsInUpperCase() throws Exception {
		String upperCase = "&auth_signature=" + SIGNATURE.substring("&auth_signature=".length()).toUpperCase();
		verify(request("POST", "/apps/3/events",
				"auth_version=1.0" + MD5 + upperCase + "&auth_timestamp=1353088179&auth_key=278d425bdf160c739803",
				BODY));
	}

	static Stream<Arguments> differing() {
		String query = PARAMETERS + MD5 + SIGNATURE;
		return Stream.of(Arguments.of("GET", "/apps/3/events", query, BODY),
				Arguments.of("POST", "/apps/4/events", query, BODY),
				Arguments.of("POST", "/apps/3/events/", query, BODY),
				Arguments.of("POST", "/apps/3/events", query + "&x=y", BODY),
				Arguments.of("POST", "/apps/3/events", query, BODY + " "),
				Arguments.of("POST", "/apps/3/events", query, ""),
				Arguments.of("POST", "/apps/3/events", PARAMETERS + MD5 + SIGNATURE.replace('d', 'e'), BODY),
				Arguments.of("POST", "/apps/3/events", PARAMETERS + MD5 + "&auth_signature=", BODY),
				Arguments.of("POST", "/apps/3/events", query + SIGNATURE, BODY),
				Arguments.of("POST", "/apps/3/events", PARAMETERS + MD5, BODY),
				Arguments.of("POST", "/apps/3/events", "", BODY),
				Arguments.of("POST", "/apps/3/events", query.replace("=1.0", "=1.1"), BODY),
				Arguments.of("POST", "/apps/3/events", query.replace("1353088179", "1353088178"), BODY),
				Arguments.of("POST", "/apps/3/events", query.replace("1353088179", "now"), BODY),
				Arguments.of("POST", "/apps/3/events", query.replace("1353088179", "99999999999999999999"), BODY));
	}

	@ParameterizedTest
	@MethodSource("differing")
	void refusesWhatDiffers(String method, String path, String query, String body) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> verify(request(method, path, query, body)))
			.satisfies((refused) -> assertThat(refused.status().value()).isEqualTo(401))
			.satisfies((refused) -> assertThat(refused.getMessage()).doesNotContain(SECRET));
	}

	@Test
	void refusesAnotherAppsSecret() {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(
				() -> this.signature.verify(request("POST", "/apps/3/events", PARAMETERS + MD5 + SIGNATURE, BODY),
						APP.withSecret(AppSecret.random())));
	}

	@ParameterizedTest
	@ValueSource(longs = { -600, 600 })
	void acceptsTenMinutesAndNoMore(long seconds) throws Exception {
		this.time.jumpWallClock(Duration.ofSeconds(seconds));
		verify(request("POST", "/apps/3/events", PARAMETERS + MD5 + SIGNATURE, BODY));
		this.time.jumpWallClock(Duration.ofSeconds(Long.signum(seconds)));
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> verify(request("POST", "/apps/3/events", PARAMETERS + MD5 + SIGNATURE, BODY)))
			.withMessage("auth_timestamp must be the time in seconds, and at most 600 seconds from this server's.");
	}

	@Test
	void signsDecodedValuesUnderNamesInLowerCase() throws Exception {
		String text = "GET\n/apps/3/channels\n" + PARAMETERS + "&filter_by_prefix=presence-é &info=a&info=b";
		verify(request("GET", "/apps/3/channels", "Filter_By_Prefix=presence-%C3%A9+&info=a&info=b&" + PARAMETERS
				+ "&auth_signature=" + AppSecret.of(SECRET).sign(text), ""));
	}

	@Test
	void bodyMustBeSigned() {
		String text = "POST\n/apps/3/events\n" + PARAMETERS;
		String query = PARAMETERS + "&auth_signature=" + AppSecret.of(SECRET).sign(text);
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> verify(request("POST", "/apps/3/events", query, BODY)))
			.withMessage("Sign the body: the query has no body_md5.");
	}

	@Test
	void bodyIsBounded() {
		String query = signed("POST", "/x", "body_md5=0");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> verify(request("POST", "/x", query, "x".repeat(1001))))
			.withMessage("The body of a signed request may be 1000 bytes long at most.")
			.satisfies((refused) -> assertThat(refused.status().value()).isEqualTo(413));
	}

	/** The container would not find them any more. */
	@Test
	void parametersOfAFormAreStillThere() throws Exception {
		String body = "a=1&b=x+y&a=2";
		MockHttpServletRequest request = request("POST", "/x", signed("POST", "/x", "body_md5=" + md5(body)), body);
		request.setContentType("application/x-www-form-urlencoded");
		HttpServletRequest verified = verify(request);
		assertThat(verified.getParameterValues("a")).containsExactly("1", "2");
		assertThat(verified.getParameter("b")).isEqualTo("x y");
		assertThat(verified.getParameterMap()).containsKeys("a", "b", "auth_key");
	}

	private static String md5(String body) throws Exception {
		return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
	}

	private static String signed(String method, String path, String parameter) {
		String query = PARAMETERS + "&" + parameter;
		return query + "&auth_signature=" + AppSecret.of(SECRET).sign(method + "\n" + path + "\n" + query);
	}

	private static MockHttpServletRequest request(String method, String path, String query, String body) {
		MockHttpServletRequest request = new MockHttpServletRequest(method, path);
		request.setQueryString(query);
		request.setContent(body.getBytes(StandardCharsets.UTF_8));
		return request;
	}

	private HttpServletRequest verify(HttpServletRequest request) throws Exception {
		return this.signature.verify(request, APP);
	}

}
