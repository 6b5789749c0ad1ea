package io.github.dynamodbtoolkit.dedupe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.JavaProcess;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Owners in other processes, which are paused or killed at any moment. Here time passes
 * by itself.
 */
@Tag("process")
@DisabledOnOs(OS.WINDOWS)
class DedupeProcessTests {

	private static final Duration LEASE = OwnerProcess.SETTINGS.lease();

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final Random random = new Random(1);

	private final DedupeStore store = DedupeStore.on(
			TableClient.on(DynamoDbLocal.client(), OwnerProcess.settings(dynamoDb.tableName())), DedupeFixture.CODEC,
			OwnerProcess.SETTINGS);

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void pausedOwnersLateCompletionIsRefused() throws Exception {
		try (JavaProcess owner = OwnerProcess.start(dynamoDb)) {
			for (int trial = 0; trial < Trials.of(50); trial++) {
				assertRefusesTheLateCompletion(owner, "paused-" + trial);
			}
		}
	}

	private void assertRefusesTheLateCompletion(JavaProcess owner, String key) throws Exception {
		owner.tell("own " + key);
		long fence = Long.parseLong(owner.says());
		Claim.Joined joined = DedupeFixture.join(this.store, key);
		pause(this.random.nextInt(1000));
		owner.signal("STOP");
		long stopped = System.nanoTime();
		Outcome outcome = this.store.waitFor(joined, Duration.ofMinutes(1));
		assertThat(since(stopped)).isLessThan(LEASE.plusSeconds(2));
		Lease lease = ((Outcome.TakenOver) outcome).lease();
		assertThat(lease.fence()).isGreaterThan(fence);
		pause(LEASE.multipliedBy(2).minus(since(stopped)).toMillis());
		owner.signal("CONT");
		owner.tell("complete");
		assertThat(owner.says()).isEqualTo("recorded: false");
		assertThat(DedupeFixture.completeAndKeep(this.store, lease, "done", Duration.ofDays(1))).isTrue();
		assertThat(DedupeFixture.value(((Claim.Finished) this.store.registerOrJoin(key, null)).outcome()))
			.isEqualTo("done");
	}

	/**
	 * Three instances want the work done; the one that does it is killed at any moment of
	 * it. The others get one result.
	 */
	@Test
	void killedOwnerIsReplacedAfterItsLease() throws Exception {
		try (Instances instances = new Instances(3)) {
			for (int trial = 0; trial < Trials.of(100); trial++) {
				Said first = instances.execute("killed-" + trial);
				pause(this.random.nextInt((int) OwnerProcess.WORK.toMillis()));
				instances.kill(first.speaker());
				long killed = System.nanoTime();
				Set<String> answers = instances.answersOfTheOthers(first.speaker(), LEASE.plusSeconds(3));
				assertThat(since(killed)).isLessThan(LEASE.plusSeconds(3));
				assertThat(answers).as("results of trial %d", trial).hasSize(1);
				instances.replace(first.speaker());
			}
		}
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static void pause(long millis) throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(millis);
	}

	private record Said(JavaProcess speaker, String line) {
	}

	/** Several processes, and what they say in the order of its coming. */
	private static final class Instances implements AutoCloseable {

		private final List<JavaProcess> processes = new ArrayList<>();

		private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();

		Instances(int count) throws IOException {
			for (int i = 0; i < count; i++) {
				add();
			}
		}

		private void add() throws IOException {
			JavaProcess process = OwnerProcess.start(dynamoDb);
			this.processes.add(process);
			Thread listener = new Thread(() -> listen(process), "listener");
			listener.setDaemon(true);
			listener.start();
		}

		private void listen(JavaProcess process) {
			try {
				while (true) {
					this.said.add(new Said(process, process.says()));
				}
			}
			catch (IOException ex) {
				// killed
			}
		}

		/** Tells all of them, and answers which runs. */
		Said execute(String key) throws Exception {
			this.said.clear();
			for (JavaProcess process : this.processes) {
				process.tell("execute " + key);
			}
			Said first = this.said.poll(1, TimeUnit.MINUTES);
			assertThat(first.line()).isEqualTo("runs");
			return first;
		}

		void kill(JavaProcess process) throws Exception {
			process.signal("KILL");
		}

		Set<String> answersOfTheOthers(JavaProcess killed, Duration patience) throws InterruptedException {
			Set<JavaProcess> waiting = new HashSet<>(this.processes);
			waiting.remove(killed);
			Set<String> answers = new HashSet<>();
			while (!waiting.isEmpty()) {
				Said next = this.said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
				assertThat(next).as("an answer in time").isNotNull();
				if (!next.line().equals("runs") && waiting.remove(next.speaker())) {
					answers.add(next.line());
				}
			}
			return answers;
		}

		void replace(JavaProcess killed) throws IOException {
			killed.close();
			this.processes.remove(killed);
			add();
		}

		@Override
		public void close() {
			this.processes.forEach(JavaProcess::close);
		}

	}

}
