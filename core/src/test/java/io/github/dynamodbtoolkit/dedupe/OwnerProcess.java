package io.github.dynamodbtoolkit.dedupe;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.JavaProcess;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * An instance in a process of its own, to be paused and killed. It does what it is told,
 * line by line: {@code own <key>} takes a key and says the fence; {@code complete} ends
 * that job and says whether this was recorded; {@code execute <key>} says {@code runs}
 * when it begins the work, which takes {@link #WORK}, and in the end the result.
 */
final class OwnerProcess {

	static final DedupeSettings SETTINGS = DedupeSettings.defaults().withLease(Duration.ofSeconds(3));

	static final Duration WORK = Duration.ofSeconds(1);

	private final DedupeStore store;

	private Lease lease;

	private OwnerProcess(DedupeStore store) {
		this.store = store;
	}

	/** Starts one, and waits until it is ready. */
	static JavaProcess start(DynamoDbLocal dynamoDb) throws IOException {
		JavaProcess process = JavaProcess.start(OwnerProcess.class,
				List.of(DynamoDbLocal.endpoint().toString(), dynamoDb.tableName()));
		process.says();
		return process;
	}

	static TableSettings settings(String table) {
		CallBudget patient = new CallBudget(1, Duration.ofSeconds(15), Duration.ofSeconds(15));
		CallBudget lease = new CallBudget(3, Duration.ofSeconds(1), Duration.ofSeconds(1));
		return TableSettings.of(table)
			.withBudgets(CallBudgets.of(Arrays.stream(CallKind.values())
				.collect(Collectors.toMap(Function.identity(), (kind) -> (kind == CallKind.LEASE) ? lease : patient))));
	}

	public static void main(String[] args) throws Exception {
		DynamoDbClient client = DynamoDbClient.builder()
			.endpointOverride(URI.create(args[0]))
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
			.httpClient(Apache5HttpClient.create())
			.build();
		TableClient table = TableClient.on(client, settings(args[1])).forStore("dedupe");
		table.warmUp();
		OwnerProcess owner = new OwnerProcess(DedupeStore.on(table, DedupeFixture.CODEC, SETTINGS));
		JavaProcess.say("ready");
		for (String line = JavaProcess.hear(); line != null; line = JavaProcess.hear()) {
			owner.obey(line.split(" "));
		}
		System.exit(0);
	}

	private void obey(String[] command) throws InterruptedException {
		switch (command[0]) {
			case "own" -> {
				this.lease = DedupeFixture.own(this.store, command[1]);
				JavaProcess.say(this.lease.fence());
			}
			case "complete" -> JavaProcess.say("recorded: "
					+ this.store.complete(this.lease, DedupeFixture.encoded("late"), Map.of(), Duration.ofDays(1)));
			case "execute" -> JavaProcess.say(execute(command[1]));
			default -> throw new IllegalArgumentException(command[0]);
		}
	}

	private String execute(String key) throws InterruptedException {
		DedupeOptions kept = DedupeOptions.of(String.class).withKeepResultFor(Duration.ofDays(1));
		return this.store.<String, InterruptedException>execute(key, kept, () -> {
			JavaProcess.say("runs");
			TimeUnit.MILLISECONDS.sleep(WORK.toMillis());
			return "done by " + ProcessHandle.current().pid();
		});
	}

}
