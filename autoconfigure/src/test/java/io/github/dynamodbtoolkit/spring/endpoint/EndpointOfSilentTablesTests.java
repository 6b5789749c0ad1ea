package io.github.dynamodbtoolkit.spring.endpoint;

import java.time.Duration;

import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.WebApplication;
import io.github.dynamodbtoolkit.spring.WebApplication.Answer;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint says while tables refuse or give no answer.
 */
class EndpointOfSilentTablesTests {

	private static final String PATH = "/actuator/dynamodbtoolkit";

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static final FaultyHttpClient http = new FaultyHttpClient();

	private static WebApplication application;

	@BeforeAll
	static void start() {
		application = WebApplication.start(DynamoDbLocal.client(http), dynamoDb,
				"--management.endpoints.web.exposure.include=dynamodbtoolkit", "--toolkit.dynamodb.flags.enabled=false",
				"--toolkit.dynamodb.cache.caches.users.time-to-live=10m",
				"--toolkit.dynamodb.rate-limit.resources.exports.limit=5",
				"--toolkit.dynamodb.rate-limit.resources.exports.window=1h",
				"--toolkit.dynamodb.rate-limit.resources.supplier.limit=20",
				"--toolkit.dynamodb.rate-limit.resources.supplier.window=1h");
		application.bean(RateLimiter.class).acquire("supplier");
		application.bean(DynamoDbCacheManager.class).getCache("users").get("nobody");
		assertThat(application.get(PATH + "/limits").json().has("problem")).isFalse();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	/** A breaker lets one call a second through. */
	@AfterEach
	void heal() {
		http.heal();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> !application.get(PATH + "/limits").json().has("problem"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					400 | AccessDeniedException | is not permitted. Allow dynamodb:GetItem on this table in the policy of these credentials.
					400 | ExpiredTokenException | was rejected with ExpiredTokenException. Check the credentials, their policy, and the clock of this machine.
					400 | ThrottlingException   | was throttled. Check the table's capacity and whether one key is hot.
					500 | InternalServerError   | failed with InternalServerError. Check region, endpoint, credentials and network.
					""")
	void saysWhyThereIsNoAnswer(int status, String code, String summary) {
		http.always(Fault.error(status, code));
		Answer answer = application.get(PATH + "/limits?name=supplier");
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.json().path("error").asString())
			.isEqualTo("DynamoDB table \"" + dynamoDb.tableName() + "\": GetItem " + summary);
	}

	@Test
	void listsWhatIsKnownWithoutTheTable() {
		http.always(Fault.error(400, "AccessDeniedException"));
		JsonNode caches = application.get(PATH + "/caches").json();
		assertThat(item(caches, "users").path("events").path("miss").asLong()).isPositive();
		assertThat(caches.path("problem").asString()).contains("Query is not permitted. Allow dynamodb:Query");
		http.forget();
		JsonNode limits = application.get(PATH + "/limits").json();
		assertThat(limits.path("problem").asString()).contains("Query is not permitted. Allow dynamodb:Query");
		JsonNode supplier = item(limits, "supplier");
		assertThat(supplier.path("levels").path(0).path("limit").asLong()).isEqualTo(20);
		assertThat(supplier.path("levels").path(0).has("remaining")).isFalse();
		assertThat(supplier.has("changedAtRunTime")).isFalse();
		assertThat(item(limits, "exports").path("levels").path(0).path("limit").asLong()).isEqualTo(5);
		assertThat(http.journal()).filteredOn((attempt) -> attempt.operation().equals("GetItem"))
			.as("one wait for an answer is enough")
			.hasSize(1);
		assertThat(application.get(PATH + "/tags").status()).isEqualTo(503);
	}

	@Test
	void showsHowFullLimitsAreThoughTheirNamesCannotBeListed() {
		http.rule((operation, number) -> operation.equals("Query") ? Fault.error(400, "AccessDeniedException")
				: Fault.none());
		JsonNode limits = application.get(PATH + "/limits").json();
		assertThat(limits.path("problem").asString()).contains("Allow dynamodb:Query");
		assertThat(item(limits, "supplier").path("levels").path(0).path("remaining").asLong()).isEqualTo(19);
	}

	@Test
	void looksAtTheTablesNoMoreThanOnceInTenSeconds() {
		JsonNode state = application.get(PATH + "/tables?name=" + dynamoDb.tableName()).json();
		assertThat(state.path("problems").size()).isZero();
		http.forget();
		application.get(PATH + "/tables");
		assertThat(http.attempts()).isZero();
	}

	private static JsonNode item(JsonNode listing, String name) {
		return listing.path("items")
			.valueStream()
			.filter((item) -> name.equals(item.path("name").asString()))
			.findFirst()
			.orElseThrow();
	}

}
