package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.support.BasicAuthenticationInterceptor;
import org.springframework.http.client.support.HttpRequestWrapper;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two instances that call one server.
 */
@Timeout(120)
class JoinEqualCallsTests {

	private static final AtomicInteger IDS = new AtomicInteger();

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static final MutableTimeSource time = new MutableTimeSource();

	private static TestOrigin origin;

	private static Instance here;

	private static Instance there;

	private final String path = "/" + IDS.incrementAndGet();

	@BeforeAll
	static void start() throws IOException {
		origin = new TestOrigin();
		here = instance();
		there = instance();
	}

	private static Instance instance() {
		HttpResource resource = new HttpResource(Instance.RESOURCE, true, EqualCalls.IN_ALL_HEADERS, false, null,
				DelayHeaders.STANDARD);
		return new Instance(dynamoDb.tableName(), DynamoDbLocal.client(), time, null, resource, origin.url());
	}

	@AfterAll
	static void stop() {
		here.close();
		there.close();
		origin.close();
	}

	@BeforeEach
	void begin() {
		origin.reset();
		here.meter.reset();
		there.meter.reset();
	}

	/** Whether the second of two calls at once got the answer of the first. */
	private <T> boolean joins(Caller<T> first, Caller<T> second) {
		origin.hold();
		CompletableFuture<T> one = Instance.async(() -> first.call(here));
		TestOrigin.until(() -> origin.calls().size() == 1);
		CompletableFuture<T> two = Instance.async(() -> second.call(there));
		TestOrigin.until(() -> there.meter.joined() + origin.calls().size() == 2);
		origin.release();
		boolean same = one.join().equals(two.join());
		assertThat(origin.calls()).hasSize(same ? 1 : 2);
		return same;
	}

	private interface Caller<T> {

		T call(Instance instance);

	}

	private boolean joins(String... headers) {
		Caller<String> caller = (instance) -> Instance.get(instance.client, this.path, headers).getBody();
		return joins(caller, caller);
	}

	static Stream<Arguments> credentialsAndDirectives() {
		Map<String, Boolean> directives = Map.ofEntries(Map.entry("", true), Map.entry("Cache-Control: public", true),
				Map.entry("Cache-Control: max-age=60", true), Map.entry("Cache-Control: s-maxage=60", true),
				Map.entry("Cache-Control: must-revalidate", true), Map.entry("Cache-Control: no-cache", true),
				Map.entry("Cache-Control: private", false), Map.entry("Cache-Control: max-age=9, PRIVATE", false),
				Map.entry("Cache-Control: private=\"x, public\"", false), Map.entry("Cache-Control: no-store", false),
				Map.entry("Set-Cookie: session=1", false), Map.entry("Vary: *", false));
		return Stream.of(Credentials.values())
			.flatMap((credentials) -> directives.entrySet()
				.stream()
				.map((entry) -> Arguments.of(credentials, entry.getKey(),
						credentials == Credentials.NONE && entry.getValue())));
	}

	/** Ways in which a call gets credentials. */
	private enum Credentials {

		NONE((builder) -> {
		}),

		AUTHORIZATION((builder) -> builder.defaultHeader("Authorization", "Bearer x")),

		COOKIE((builder) -> builder.defaultHeader("Cookie", "session=x")),

		PROXY((builder) -> builder.defaultHeader("Proxy-Authorization", "Basic eDp5")),

		INITIALIZER((builder) -> builder.requestInitializer((request) -> request.getHeaders().setBasicAuth("x", "y"))),

		ADDED_LATER((builder) -> builder.requestInterceptor(new BasicAuthenticationInterceptor("x", "y"))),

		WRAPPED_LATER((builder) -> builder.requestInterceptor(wrapping("Cookie", "session=x")));

		private final Consumer<RestClient.Builder> addTo;

		Credentials(Consumer<RestClient.Builder> addTo) {
			this.addTo = addTo;
		}

		Caller<String> caller(String path) {
			return (instance) -> Instance.get(instance.client((builder) -> {
				builder.requestFactory(new LastLook(Instance.CONNECTIONS));
				this.addTo.accept(builder);
			}, origin.url()), path).getBody();
		}

	}

	private static ClientHttpRequestInterceptor wrapping(String header, String value) {
		return (request, body, execution) -> execution.execute(new HttpRequestWrapper(request) {

			@Override
			public HttpHeaders getHeaders() {
				HttpHeaders headers = new HttpHeaders();
				headers.putAll(super.getHeaders());
				headers.set(header, value);
				return headers;
			}

		}, body);
	}

	@ParameterizedTest
	@MethodSource("credentialsAndDirectives")
	void joinsWhatIsForAllAndNobodyElse(Credentials credentials, String directive, boolean joins) {
		String[] parts = directive.isEmpty() ? new String[0] : directive.split(": ", 2);
		origin.answers(200, parts);
		Caller<String> caller = credentials.caller(this.path);
		assertThat(joins(caller, caller)).isEqualTo(joins);
	}

	@Test
	void twoUsersNeverGetEachOthersAnswer() throws Exception {
		origin.answers((call, number) -> {
			pause();
			TestOrigin.respond(call, 200, call.getRequestHeaders().getFirst("Authorization"));
		});
		List<RestClient> users = new ArrayList<>();
		for (String user : List.of("ada", "bob")) {
			for (Instance instance : List.of(here, there)) {
				users.add(instance.client((builder) -> builder.requestFactory(looking())
					.requestInterceptor(wrapping("Authorization", user)), origin.url()));
			}
		}
		for (int round = 0; round < Trials.of(1_000); round++) {
			List<CompletableFuture<String>> answers = users.stream()
				.map((user) -> Instance.async(() -> Instance.get(user, this.path).getBody()))
				.toList();
			assertThat(answers.stream().map(CompletableFuture::join)).containsExactly("ada", "ada", "bob", "bob");
		}
		assertThat(there.meter.joined() + here.meter.joined()).as("calls that might have joined").isPositive();
	}

	/** The twin of the tests above: they would see it. */
	@Test
	void withoutTheLastLookAUserGetsAnothersAnswer() {
		ClientHttpRequestInterceptor earlyLook = (request, body, execution) -> {
			SentRequest.look(request);
			return execution.execute(request, body);
		};
		origin.answers(
				(call, number) -> TestOrigin.respond(call, 200, call.getRequestHeaders().getFirst("Authorization")));
		assertThat(joins(caller(earlyLook, wrapping("Authorization", "ada")),
				caller(earlyLook, wrapping("Authorization", "bob"))))
			.isTrue();
	}

	private Caller<String> caller(ClientHttpRequestInterceptor... later) {
		return (instance) -> Instance
			.get(instance.client((builder) -> Stream.of(later).forEach(builder::requestInterceptor), origin.url()),
					this.path)
			.getBody();
	}

	@Test
	void twoUsersWhoSayWhoTheyAreDoNotEvenAsk() {
		origin.answers((call, number) -> TestOrigin.respond(call, 200, call.getRequestHeaders().getFirst("Cookie")));
		for (int round = 0; round < 500; round++) {
			CompletableFuture<String> bob = Instance
				.async(() -> Instance.get(there.client, this.path, "Cookie", "bob").getBody());
			assertThat(Instance.get(here.client, this.path, "Cookie", "ada").getBody()).isEqualTo("ada");
			assertThat(bob.join()).isEqualTo("bob");
		}
		assertThat(here.meter.calls).isEmpty();
		assertThat(there.meter.calls).isEmpty();
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(2);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static LastLook looking() {
		return new LastLook(Instance.CONNECTIONS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Tenant", "X-Api-Key", "Accept-Language" })
	void headerThatWasAddedOnTheWayKeepsTheAnswerFromOthers(String header) {
		Caller<String> caller = (instance) -> Instance.get(instance.client(
				(builder) -> builder.requestFactory(looking()).requestInterceptor(wrapping(header, "x")), origin.url()),
				this.path)
			.getBody();
		assertThat(joins(caller, caller)).isFalse();
		assertThat(here.meter.events).containsExactly(HttpEvent.NOT_SHARED);
	}

	@Test
	void interceptorThatChangesNothingLeavesCallsEqual() {
		ClientHttpRequestInterceptor harmless = (request, body, execution) -> execution.execute(request, body);
		Caller<String> caller = (instance) -> Instance
			.get(instance.client((builder) -> builder.requestFactory(looking()).requestInterceptor(harmless),
					origin.url()), this.path)
			.getBody();
		assertThat(joins(caller, caller)).isTrue();
		assertThat(there.meter.events).containsExactly(HttpEvent.JOINED);
	}

	@Test
	void whoCannotHaveTheLastLookSharesNothing() {
		Caller<String> caller = caller(wrapping("Authorization", "x"));
		assertThat(joins(caller, caller)).isFalse();
	}

	@Test
	void urlThatWasChangedOnTheWayKeepsTheAnswerFromOthers() {
		ClientHttpRequestInterceptor keyed = (request, body, execution) -> execution
			.execute(new HttpRequestWrapper(request) {

				@Override
				public URI getURI() {
					return URI.create(super.getURI() + "?api-key=mine");
				}

			}, body);
		Caller<String> caller = (instance) -> Instance
			.get(instance.client((builder) -> builder.requestFactory(looking()).requestInterceptor(keyed),
					origin.url()), this.path)
			.getBody();
		assertThat(joins(caller, caller)).isFalse();
	}

	@Test
	void differentHeadersDoNotJoin() {
		assertThat(joins((instance) -> Instance.get(instance.client, this.path, "Accept", "a/b").getBody(),
				(instance) -> Instance.get(instance.client, this.path, "Accept", "a/c").getBody()))
			.isFalse();
		begin();
		assertThat(joins("Accept", "a/b")).as("the same").isTrue();
	}

	@Test
	void restTemplateJoinsToo() {
		Caller<String> caller = (instance) -> {
			RestTemplate template = new RestTemplate();
			template.getInterceptors().add(instance.interceptor);
			return template.getForObject(origin.url() + this.path, String.class);
		};
		assertThat(joins(caller, caller)).isTrue();
		begin();
		Caller<String> authenticated = (instance) -> {
			RestTemplate template = new RestTemplate();
			template.getInterceptors().add(instance.interceptor);
			template.getInterceptors().add(wrapping("Authorization", "x"));
			return template.getForObject(origin.url() + this.path, String.class);
		};
		assertThat(joins(authenticated, authenticated)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 404, 429, 503 })
	void joinerGetsTheWholeAnswer(int status) {
		origin.answers(status, "X-One", "1", "X-Two", "a", "X-Two", "b", "Content-Type", "text/plain;charset=utf-8",
				"Keep-Alive", "timeout=5", "X-Hop", "x", "Connection", "X-Hop");
		Caller<ResponseEntity<String>> caller = (instance) -> instance.get(this.path);
		origin.hold();
		CompletableFuture<ResponseEntity<String>> one = Instance.async(() -> caller.call(here));
		TestOrigin.until(() -> origin.calls().size() == 1);
		CompletableFuture<ResponseEntity<String>> two = Instance.async(() -> caller.call(there));
		TestOrigin.until(() -> there.meter.joined() == 1);
		origin.release();
		ResponseEntity<String> joined = two.join();
		assertThat(joined.getStatusCode()).isEqualTo(one.join().getStatusCode());
		assertThat(joined.getStatusCode().value()).isEqualTo(status);
		assertThat(joined.getBody()).isEqualTo("answer 1").isEqualTo(one.join().getBody());
		HttpHeaders headers = joined.getHeaders();
		assertThat(headers.get("X-One")).containsExactly("1");
		assertThat(headers.get("X-Two")).containsExactly("a", "b");
		assertThat(headers.getContentLength()).isEqualTo(8);
		assertThat(headers.headerNames()).map((name) -> name.toLowerCase(Locale.ROOT))
			.contains("date", "content-type")
			.doesNotContain("x-hop", "connection", "keep-alive", "transfer-encoding");
		assertThat(origin.calls()).hasSize(1);
	}

	@Test
	void headJoinsHeadAndNotGet() {
		Caller<HttpHeaders> head = (
				instance) -> instance.client.head().uri(this.path).retrieve().toBodilessEntity().getHeaders();
		origin.hold();
		CompletableFuture<HttpHeaders> one = Instance.async(() -> head.call(here));
		TestOrigin.until(() -> origin.calls().size() == 1);
		CompletableFuture<HttpHeaders> two = Instance.async(() -> head.call(there));
		CompletableFuture<ResponseEntity<String>> get = there.getAsync(this.path);
		TestOrigin.until(() -> there.meter.joined() == 1 && origin.calls().size() == 2);
		origin.release();
		assertThat(two.join().getContentLength()).isEqualTo(one.join().getContentLength()).isEqualTo(8);
		assertThat(get.join().getBody()).isEqualTo("answer 2");
	}

	@Test
	void postsDoNotJoin() {
		Caller<String> post = (
				instance) -> instance.client.post().uri(this.path).body("x").retrieve().body(String.class);
		assertThat(joins(post, post)).isFalse();
		assertThat(here.meter.calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 500_000, OwnedCall.LARGEST_BODY })
	void bodyUpToOneMegabyteIsShared(int size) {
		String body = "é".repeat(size / 2) + "x".repeat(size % 2);
		origin
			.answers((call, number) -> TestOrigin.respond(call, 200, body, "Content-Type", "text/plain;charset=utf-8"));
		Caller<ResponseEntity<byte[]>> caller = (
				instance) -> instance.client.get().uri(this.path).retrieve().toEntity(byte[].class);
		origin.hold();
		CompletableFuture<ResponseEntity<byte[]>> one = Instance.async(() -> caller.call(here));
		TestOrigin.until(() -> origin.calls().size() == 1);
		CompletableFuture<ResponseEntity<byte[]>> two = Instance.async(() -> caller.call(there));
		TestOrigin.until(() -> there.meter.joined() == 1);
		origin.release();
		byte[] expected = size == 0 ? null : body.getBytes(StandardCharsets.UTF_8);
		assertThat(one.join().getBody()).isEqualTo(expected);
		assertThat(two.join().getBody()).isEqualTo(expected);
		assertThat(origin.calls()).hasSize(1);
	}

	@Test
	void largerBodyIsReadToItsEndByEachForHimself() {
		int size = OwnedCall.LARGEST_BODY * 2 + 1;
		origin.answers((call, number) -> TestOrigin.respond(call, 200, String.valueOf(number).repeat(size)));
		Caller<String> caller = (instance) -> instance.client.get().uri(this.path).exchange((request, response) -> {
			byte[] all = response.getBody().readAllBytes();
			assertThat(all).hasSize(size);
			return new String(all, 0, 1, StandardCharsets.UTF_8);
		});
		assertThat(joins(caller, caller)).isFalse();
		assertThat(here.meter.events).containsExactly(HttpEvent.NOT_SHARED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/event-stream", "Text/Event-Stream;charset=UTF-8", "application/x-ndjson",
			"application/stream+json", "multipart/x-mixed-replace;boundary=x" })
	void streamIsReadAsItComesByEachForHimself(String type) {
		CountDownLatch end = new CountDownLatch(1);
		List<Integer> read = new CopyOnWriteArrayList<>();
		origin.answers((call, number) -> stream(call, type, "data: " + number + "\n", end));
		Caller<Boolean> caller = (instance) -> instance.client.get()
			.uri(this.path)
			.exchange((request, response) -> read.add(response.getBody().readNBytes(8)[6] - '0'));
		origin.hold();
		CompletableFuture<Boolean> one = Instance.async(() -> caller.call(here));
		TestOrigin.until(() -> origin.calls().size() == 1);
		CompletableFuture<Boolean> two = Instance.async(() -> caller.call(there));
		TestOrigin.until(() -> there.meter.joined() == 1);
		origin.release();
		TestOrigin.until(() -> read.size() == 2);
		assertThat(end.getCount()).as("none has ended").isOne();
		end.countDown();
		one.join();
		two.join();
		assertThat(read).containsExactlyInAnyOrder(1, 2);
		assertThat(here.meter.events).containsExactly(HttpEvent.NOT_SHARED);
	}

	private static void stream(HttpExchange call, String type, String beginning, CountDownLatch end)
			throws IOException {
		call.getResponseHeaders().set("Content-Type", type);
		call.sendResponseHeaders(200, 0);
		call.getResponseBody().write(beginning.getBytes(StandardCharsets.UTF_8));
		call.getResponseBody().flush();
		try {
			end.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		call.close();
	}

	@Test
	void failureReachesJoinersAsAFailureOfTheirOwn() {
		origin.answers((call, number) -> {
			call.sendResponseHeaders(200, 100);
			call.getResponseBody().write(new byte[10]);
			call.close();
		});
		origin.hold();
		CompletableFuture<ResponseEntity<String>> one = here.getAsync(this.path);
		TestOrigin.until(() -> origin.calls().size() == 1);
		CompletableFuture<ResponseEntity<String>> two = there.getAsync(this.path);
		CompletableFuture<ResponseEntity<String>> local = here.getAsync(this.path);
		TestOrigin.until(() -> there.meter.joined() == 1 && here.meter.joined() == 1);
		origin.release();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(one::join)
			.havingCause()
			.isInstanceOf(ResourceAccessException.class);
		for (CompletableFuture<?> joined : List.of(two, local)) {
			assertThatExceptionOfType(CompletionException.class).isThrownBy(joined::join)
				.havingCause()
				.isInstanceOf(ResourceAccessException.class)
				.havingCause()
				.isExactlyInstanceOf(IOException.class)
				.withMessageStartingWith("An equal call failed: java.io.IOException");
		}
		assertThat(origin.calls()).hasSize(1);
		origin.reset();
		assertThat(there.get(this.path).getBody()).as("the next call").isEqualTo("answer 1");
	}

	@Test
	void interruptIsForTheOneCallerAlone() throws Exception {
		origin.hold();
		Thread[] owner = new Thread[1];
		CompletableFuture<String> one = Instance.async(() -> {
			owner[0] = Thread.currentThread();
			return here.get(this.path).getBody();
		});
		TestOrigin.until(() -> origin.calls().size() == 1);
		CompletableFuture<String> two = Instance.async(() -> there.get(this.path).getBody());
		TestOrigin.until(() -> there.meter.joined() == 1);
		owner[0].interrupt();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(one::join);
		TestOrigin.until(() -> origin.calls().size() == 2);
		origin.release();
		assertThat(two.join()).isEqualTo("answer 2");
	}

	@Test
	void failureOfALaterInterceptorIsForItsCallerAlone() {
		ClientHttpRequestInterceptor failing = (request, body, execution) -> {
			execution.execute(request, body).close();
			throw new IllegalStateException("no luck");
		};
		origin.hold();
		CompletableFuture<String> one = Instance.async(
				() -> Instance
					.get(here.client((builder) -> builder.requestFactory(looking()).requestInterceptor(failing),
							origin.url()), this.path)
					.getBody());
		TestOrigin.until(() -> origin.calls().size() == 1);
		CompletableFuture<String> two = Instance.async(() -> there.get(this.path).getBody());
		TestOrigin.until(() -> there.meter.joined() == 1);
		origin.release();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(one::join)
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(two.join()).isEqualTo("answer 2");
	}

	@Test
	void costsTwoWritesAndNothingForThoseWhoJoinHere() {
		origin.hold();
		CompletableFuture<ResponseEntity<String>> one = here.getAsync(this.path);
		TestOrigin.until(() -> origin.calls().size() == 1);
		List<CompletableFuture<ResponseEntity<String>>> others = Stream.generate(() -> here.getAsync(this.path))
			.limit(9)
			.toList();
		TestOrigin.until(() -> here.meter.joined() == 9);
		origin.release();
		assertThat(others).allSatisfy((other) -> assertThat(other.join().getBody()).isEqualTo(one.join().getBody()));
		assertThat(here.meter.operations()).containsExactly("UpdateItem", "PutItem");
		assertThat(here.meter.events).hasSize(9).containsOnly(HttpEvent.JOINED);
	}

	@Test
	void tableHasNoUrlAndNoHeaderOfTheRequest() {
		Instance.get(here.client, this.path + "?token=secret", "X-Api-Key", "secret");
		List<Map<String, AttributeValue>> items = DynamoDbLocal.client()
			.scanPaginator((scan) -> scan.tableName(dynamoDb.tableName()))
			.items()
			.stream()
			.toList();
		assertThat(items).isNotEmpty();
		assertThat(items.toString()).doesNotContain("secret", "token", origin.url());
	}

	@Test
	void namedHeadersNarrowWhatMakesADifference() {
		HttpResource resource = new HttpResource(Instance.RESOURCE, true, new EqualCalls(Set.of("X-Tenant")), false,
				null, DelayHeaders.STANDARD);
		try (Instance one = new Instance(dynamoDb.tableName(), DynamoDbLocal.client(), time, null, resource,
				origin.url());
				Instance two = new Instance(dynamoDb.tableName(), DynamoDbLocal.client(), time, null, resource,
						origin.url())) {
			origin.hold();
			CompletableFuture<String> first = Instance
				.async(() -> Instance.get(one.client, this.path, "X-Request-Id", "1", "X-Tenant", "t").getBody());
			TestOrigin.until(() -> origin.calls().size() == 1);
			CompletableFuture<String> second = Instance
				.async(() -> Instance.get(two.client, this.path, "X-Request-Id", "2", "X-Tenant", "t").getBody());
			CompletableFuture<String> other = Instance
				.async(() -> Instance.get(two.client, this.path, "X-Request-Id", "2", "X-Tenant", "u").getBody());
			TestOrigin.until(() -> two.meter.joined() == 1 && origin.calls().size() == 2);
			origin.release();
			assertThat(second.join()).isEqualTo(first.join()).isNotEqualTo(other.join());
		}
	}

}
