package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DedupeSettingsTests {

	private final DedupeSettings settings = DedupeSettings.defaults();

	@Test
	void leaseMustLeaveTimeForASecondRenewal() {
		TableClient table = TableClient.on(DynamoDbLocal.client(), "any");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> DedupeStore.on(table, DedupeFixture.CODEC, this.settings.withLease(Duration.ofSeconds(1))))
			.withMessage("lease 1s is too short for calls of DynamoDB that may take 1500ms: use at least 4500ms, "
					+ "or a shorter time budget for leases.");
	}

	@Test
	void leaseIsBounded() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withLease(Duration.ofMillis(999)))
			.withMessage("lease must be between 1s and 1h, got 999ms.");
	}

	@Test
	void jobTimeoutIsNotShorterThanTheLease() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withJobTimeout(Duration.ofSeconds(5)))
			.withMessage("job-timeout 5s is shorter than lease 10s: use at least the lease.");
	}

	@Test
	void pollIntervalIsBounded() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DedupeSettings(this.settings.lease(), this.settings.jobTimeout(), Duration.ZERO, 1,
					Duration.ZERO, OnUnavailable.FAIL))
			.withMessage("poll-interval must be between 5ms and 500ms, got 0s.");
	}

	@Test
	void someoneMustBeAllowedToWait() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withMaxWaiters(0))
			.withMessage("max-waiters must be between 1 and 100000, got 0.");
	}

	@Test
	void resultsAreKeptForAReasonableTime() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withKeepResultFor(Duration.ofSeconds(-5)))
			.withMessage("keep-result-for must not be negative, got -5s. Leave it out or use 0 to keep no result.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.settings.withKeepResultFor(Duration.ofSeconds(Long.MAX_VALUE)))
			.withMessage("keep-result-for is 106751991167300 days; the maximum is 3650 days.");
	}

}
