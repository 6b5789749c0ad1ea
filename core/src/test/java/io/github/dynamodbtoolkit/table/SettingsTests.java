package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TableSettings}, {@link CallBudget} and {@link CallBudgets}.
 */
class SettingsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@ParameterizedTest
	@ValueSource(strings = { "", "t", "ab", "with space", "a/b", "größe", "arn:aws:dynamodb:x" })
	void refusesWhatIsNotATableName(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> TableSettings.of(name))
			.withMessage("table-name '" + name
					+ "' is not a DynamoDB table name: use 3 to 255 characters of a-z A-Z 0-9 _ - .");
	}

	@Test
	void takesTableNamesUpToTheirLimit() {
		assertThat(TableSettings.of("a".repeat(255)).tableName()).hasSize(255);
		assertThatIllegalArgumentException().isThrownBy(() -> TableSettings.of("a".repeat(256)));
		assertThat(TableSettings.of(TableSettings.DEFAULT_TABLE_NAME)).isNotNull();
		assertThat(TableSettings.of("A_b-c.9")).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a:b", "a#b", " ", "a b", "%", "ü" })
	void refusesKeyPrefixesThatCouldBeTakenForKeys(String prefix) {
		assertThatIllegalArgumentException().isThrownBy(() -> TableSettings.of("table").withKeyPrefix(prefix))
			.withMessage("key-prefix '" + prefix
					+ "' is not usable: leave it out, or use up to 64 characters of a-z A-Z 0-9 _ - .");
	}

	@Test
	void takesKeyPrefixesUpToTheirLimit() {
		assertThat(TableSettings.of("table").withKeyPrefix("p".repeat(64)).keyPrefix()).hasSize(64);
		assertThatIllegalArgumentException().isThrownBy(() -> TableSettings.of("table").withKeyPrefix("p".repeat(65)));
	}

	@Test
	void changesOnePartAndKeepsTheOthers() {
		MutableTimeSource time = new MutableTimeSource();
		ToolkitMetrics metrics = new RecordingMetrics();
		CallBudgets budgets = CallBudgets.defaults();
		TableSettings settings = TableSettings.of("table")
			.withTime(time)
			.withMetrics(metrics)
			.withBudgets(budgets)
			.withKeyPrefix("p");
		assertThat(settings).isEqualTo(new TableSettings("table", "p", budgets, time, metrics));
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0, 11 })
	void refusesOtherThanOneToTenAttempts(int attempts) {
		assertThatIllegalArgumentException().isThrownBy(() -> new CallBudget(attempts, SECOND, SECOND))
			.withMessage("attempts must be between 1 and 10, got " + attempts);
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0s", "PT-1S, -1s" })
	void refusesAttemptsWithoutTime(Duration attemptTimeout, String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new CallBudget(1, attemptTimeout, SECOND))
			.withMessage("attempt-timeout must be positive, got " + text);
	}

	@Test
	void refusesATotalBelowThatOfOneAttempt() {
		assertThatIllegalArgumentException().isThrownBy(() -> new CallBudget(1, SECOND, Duration.ofMillis(999)))
			.withMessage("timeout must be at least attempt-timeout (1s), got 999ms");
	}

	@ParameterizedTest
	@EnumSource(CallKind.class)
	void budgetsFallBackToTheDefaultsOfTheirKind(CallKind kind) {
		CallBudget other = new CallBudget(7, SECOND, SECOND);
		CallBudgets budgets = CallBudgets.of(Map.of(CallKind.LEASE, other));
		assertThat(budgets.of(kind)).isEqualTo(kind == CallKind.LEASE ? other : kind.defaultBudget());
		assertThat(CallBudgets.defaults().of(kind)).isEqualTo(kind.defaultBudget());
	}

	@Test
	void aDecisionIsTriedOnceBecauseASecondAttemptMayCountTwice() {
		assertThat(CallKind.DECISION.defaultBudget().attempts()).isEqualTo(1);
	}

	@Test
	void readsTheSystemsTime() {
		Instant before = Instant.now();
		assertThat(TimeSource.system().instant()).isBetween(before, Instant.now());
		assertThat(TimeSource.system().millis()).isPositive();
		assertThat(TimeSource.system().nanoTime()).isLessThanOrEqualTo(System.nanoTime());
	}

}
