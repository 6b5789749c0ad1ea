package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An owner in another process, which is paused or killed. Here time passes by itself.
 */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class DedupeProcessTests {

	private static final Duration LEASE = OwnerProcess.SETTINGS.lease();

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final DedupeStore store = DedupeStore.on(
			TableClient.on(DynamoDbLocal.client(), OwnerProcess.settings(dynamoDb.tableName())), DedupeFixture.CODEC,
			OwnerProcess.SETTINGS);

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void pausedOwnersLateCompletionIsRefused() throws Exception {
		try (OwnerProcess owner = OwnerProcess.start(dynamoDb, "paused")) {
			long fence = Long.parseLong(owner.says());
			Claim.Joined joined = DedupeFixture.join(this.store, "paused");
			owner.signal("STOP");
			long stopped = System.nanoTime();
			Outcome outcome = this.store.waitFor(joined, Duration.ofMinutes(1));
			assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(LEASE.plusSeconds(2));
			Lease lease = ((Outcome.TakenOver) outcome).lease();
			assertThat(lease.fence()).isGreaterThan(fence);
			TimeUnit.NANOSECONDS.sleep(LEASE.multipliedBy(2).toNanos() - (System.nanoTime() - stopped));
			owner.signal("CONT");
			owner.complete();
			assertThat(owner.says()).isEqualTo("recorded: false");
			assertThat(DedupeFixture.completeAndKeep(this.store, lease, "done", Duration.ofDays(1))).isTrue();
			assertThat(DedupeFixture.value(((Claim.Finished) this.store.registerOrJoin("paused", null)).outcome()))
				.isEqualTo("done");
		}
	}

	@Test
	void killedOwnerIsReplacedAfterItsLease() throws Exception {
		try (OwnerProcess owner = OwnerProcess.start(dynamoDb, "killed")) {
			owner.says();
			owner.signal("KILL");
			long killed = System.nanoTime();
			assertThat(this.store.<String, RuntimeException>execute("killed", String.class, () -> "done"))
				.isEqualTo("done");
			assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(LEASE.plusSeconds(2));
		}
	}

}
