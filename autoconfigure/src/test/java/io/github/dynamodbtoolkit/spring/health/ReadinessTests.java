package io.github.dynamodbtoolkit.spring.health;

import java.util.ArrayList;
import java.util.List;

import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.WebApplication;
import io.github.dynamodbtoolkit.spring.WebApplication.Answer;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who sends requests to an instance does not ask for its tables, unless told to.
 */
class ReadinessTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static WebApplication withoutTable(String... further) {
		List<String> arguments = new ArrayList<>(List.of("--toolkit.dynamodb.flags.enabled=false",
				"--toolkit.dynamodb.rate-limit.table-name=absent-table",
				"--toolkit.dynamodb.rate-limit.resources.supplier.limit=20",
				"--toolkit.dynamodb.rate-limit.resources.supplier.window=1h",
				"--management.endpoint.health.probes.enabled=true",
				"--management.endpoint.health.show-components=always"));
		arguments.addAll(List.of(further));
		WebApplication application = WebApplication.start(dynamoDb, arguments.toArray(String[]::new));
		application.bean(RateLimiter.class);
		return application;
	}

	@Test
	void doesNotDependOnTables() {
		try (WebApplication application = withoutTable()) {
			assertThat(application.get("/actuator/health").status()).isEqualTo(503);
			assertThat(application.get("/actuator/health/readiness").status()).isEqualTo(200);
		}
	}

	@Test
	void dependsOnThemWhereTheApplicationSaysSo() {
		try (WebApplication application = withoutTable(
				"--management.endpoint.health.group.readiness.include=readinessState,dynamoDbToolkit")) {
			Answer readiness = application.get("/actuator/health/readiness");
			assertThat(readiness.status()).isEqualTo(503);
			assertThat(readiness.json().path("components").path("dynamoDbToolkit").path("status").asString())
				.isEqualTo("DOWN");
		}
	}

}
