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
			.withMessage("lease PT1S is too short for calls of DynamoDB that may take PT1.5S: use at least PT4.5S, "
					+ "or a shorter time budget for leases.");
	}

	@Test
	void leaseIsBounded() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withLease(Duration.ofMillis(999)))
			.withMessage("lease must be between PT1S and PT1H, got PT0.999S.");
	}

	@Test
	void jobTimeoutIsNotShorterThanTheLease() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withJobTimeout(Duration.ofSeconds(5)))
			.withMessage("job-timeout PT5S is shorter than lease PT10S: use at least the lease.");
	}

	@Test
	void pollIntervalIsBounded() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DedupeSettings(this.settings.lease(), this.settings.jobTimeout(), Duration.ZERO, 1,
					Duration.ZERO, OnUnavailable.FAIL))
			.withMessage("poll-interval must be between PT0.005S and PT0.5S, got PT0S.");
	}

	@Test
	void someoneMustBeAllowedToWait() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withMaxWaiters(0))
			.withMessage("max-waiters must be between 1 and 100000, got 0.");
	}

	@Test
	void resultsAreKeptForAReasonableTime() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withKeepResultFor(Duration.ofSeconds(-5)))
			.withMessage("keep-result-for must not be negative, got PT-5S. Leave it out or use 0 to keep no result.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.settings.withKeepResultFor(Duration.ofSeconds(Long.MAX_VALUE)))
			.withMessage("keep-result-for is 106751991167300 days; the maximum is 3650 days.");
	}

}
