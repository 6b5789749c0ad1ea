package io.github.dynamodbtoolkit.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DynamoDbToolkitProperties}.
 */
class DynamoDbToolkitPropertiesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"table-name | t | table-name 't' is not a DynamoDB table name: use 3 to 255 characters of a-z A-Z 0-9 _ - .",
			"table-name | my table | table-name 'my table' is not a DynamoDB table name",
			"key-prefix | a#b | key-prefix 'a#b' is not usable: leave it out, or use up to 64 characters",
			"region | Europe | region 'Europe' is not an AWS region: write one such as eu-central-1.",
			"endpoint | localhost:8000 | endpoint 'localhost:8000' needs a scheme: http://localhost:8000",
			"endpoint | dynamodb | endpoint 'dynamodb' needs a scheme: http://dynamodb",
			"endpoint | ftp://dynamodb | endpoint 'ftp://dynamodb' needs a scheme: http://dynamodb",
			"endpoint | http:///x | endpoint 'http:///x' has no host: write one such as http://localhost:8000.",
			"time-budgets.cache-read.attempts | 0 | time-budgets.cache-read.attempts must be between 1 and 10, got 0",
			"time-budgets.start.attempt-timeout | -1s | time-budgets.start.attempt-timeout must be positive, got -1s",
			"time-budgets.decision.timeout | 10ms | time-budgets.decision.timeout must be at least attempt-timeout (250ms), got 10ms" })
	void saysWhatIsWrongAndWhatToWrite(String property, String value, String message) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(property, value))
			.havingRootCause()
			.withMessageContaining("toolkit.dynamodb." + message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8000", "HTTPS://dynamodb.eu-west-1.amazonaws.com", "http://[::1]:8000",
			"http://dynamodb:8000" })
	void takesEndpointsWithAScheme(String endpoint) {
		assertThat(bind("endpoint", endpoint).endpoint()).hasToString(endpoint);
	}

	@Test
	void takesBudgetsInEverySpelling() {
		assertThat(bind("time-budgets.CACHE_READ.attempts", "3").callBudgets()).isNotNull();
		assertThat(bind("time-budgets.cacheRead.attempts", "3").timeBudgets()).hasSize(1);
	}

	private static DynamoDbToolkitProperties bind(String property, String value) {
		return new Binder(new MapConfigurationPropertySource(Map.of("toolkit.dynamodb." + property, value)))
			.bind("toolkit.dynamodb", DynamoDbToolkitProperties.class)
			.get();
	}

}
