package io.github.dynamodbtoolkit.dedupe;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * An owner in a process of its own, to be paused and killed. It takes a key, says so, and
 * completes the job when it gets a line.
 */
final class OwnerProcess implements AutoCloseable {

	static final DedupeSettings SETTINGS = DedupeSettings.defaults().withLease(Duration.ofSeconds(3));

	private static final String MARK = "owner: ";

	private final Process process;

	private final BufferedReader output;

	private OwnerProcess(Process process) {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	static OwnerProcess start(DynamoDbLocal dynamoDb, String key) throws IOException {
		return new OwnerProcess(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				OwnerProcess.class.getName(), DynamoDbLocal.endpoint().toString(), dynamoDb.tableName(), key)
			.redirectError(ProcessBuilder.Redirect.to(new File("target/owner-process.log")))
			.start());
	}

	static TableSettings settings(String table) {
		CallBudget patient = new CallBudget(1, Duration.ofSeconds(15), Duration.ofSeconds(15));
		CallBudget lease = new CallBudget(3, Duration.ofSeconds(1), Duration.ofSeconds(1));
		return TableSettings.of(table)
			.withBudgets(CallBudgets.of(Arrays.stream(CallKind.values())
				.collect(Collectors.toMap(Function.identity(), (kind) -> (kind == CallKind.LEASE) ? lease : patient))));
	}

	public static void main(String[] args) throws IOException {
		DynamoDbClient client = DynamoDbClient.builder()
			.endpointOverride(URI.create(args[0]))
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
			.httpClient(Apache5HttpClient.create())
			.build();
		TableClient table = TableClient.on(client, settings(args[1])).forStore("dedupe");
		table.warmUp();
		DedupeStore store = DedupeStore.on(table, DedupeFixture.CODEC, SETTINGS);
		Lease lease = DedupeFixture.own(store, args[2]);
		System.out.println(MARK + lease.fence());
		new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
		System.out.println(MARK + "recorded: "
				+ store.complete(lease, DedupeFixture.encoded("late"), Map.of(), Duration.ofDays(1)));
		System.exit(0);
	}

	/** The next line of what it says, which is not the log. */
	String says() throws IOException {
		String line = this.output.readLine();
		while (line != null && !line.startsWith(MARK)) {
			line = this.output.readLine();
		}
		return (line != null) ? line.substring(MARK.length()) : "nothing any more";
	}

	void complete() throws IOException {
		this.process.getOutputStream().write('\n');
		this.process.getOutputStream().flush();
	}

	void signal(String name) throws Exception {
		List<String> kill = List.of("kill", "-" + name, Long.toString(this.process.pid()));
		if (new ProcessBuilder(kill).start().waitFor() != 0) {
			throw new IOException(kill + " failed");
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
