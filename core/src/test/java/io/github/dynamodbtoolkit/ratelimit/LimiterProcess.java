package io.github.dynamodbtoolkit.ratelimit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.JavaProcess;
import io.github.dynamodbtoolkit.testing.Race;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A limiter in a process of its own, whose clock may be wrong. Told
 * {@code <key> <threads> <requests> <until>}, its threads ask so many times each, or
 * until that true time in milliseconds; it says when permits were given, separated by
 * commas, by the true clock.
 */
final class LimiterProcess {

	/** A decision that takes too long is counted and not given, which is another test. */
	private static final CallBudget PATIENT = new CallBudget(1, Duration.ofMinutes(1), Duration.ofMinutes(1));

	/** After a refusal, so that DynamoDB Local is not starved by those who ask it. */
	private static final Duration PAUSE = Duration.ofMillis(5);

	private final RateLimiter limiter;

	private LimiterProcess(RateLimiter limiter) {
		this.limiter = limiter;
	}

	/** Starts one, and waits until it is ready. */
	static JavaProcess start(DynamoDbLocal dynamoDb, int limit, Duration window, Duration skew) throws IOException {
		JavaProcess process = JavaProcess.start(LimiterProcess.class, List.of(DynamoDbLocal.endpoint().toString(),
				dynamoDb.tableName(), Integer.toString(limit), window.toString(), skew.toString()));
		process.says();
		return process;
	}

	public static void main(String[] args) throws Exception {
		DynamoDbClient client = DynamoDbClient.builder()
			.endpointOverride(URI.create(args[0]))
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
			.httpClient(Apache5HttpClient.create())
			.build();
		TableClient table = TableClient.on(client,
				TableSettings.of(args[1])
					.withBudgets(CallBudgets.of(Map.of(CallKind.DECISION, PATIENT)))
					.withTime(new WrongClock(Duration.parse(args[4]))));
		table.warmUp();
		LimiterProcess process = new LimiterProcess(RateLimiter.on(table,
				RateLimitFixture.settings(RateLimit.slidingWindow(Long.parseLong(args[2]), Duration.parse(args[3])))));
		JavaProcess.say("ready");
		for (String line = JavaProcess.hear(); line != null; line = JavaProcess.hear()) {
			String[] words = line.split(" ");
			JavaProcess.say(process.ask(RateLimitRequest.of(RateLimitFixture.RESOURCE).withKey(words[0]),
					Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3])));
		}
		System.exit(0);
	}

	private String ask(RateLimitRequest request, int threads, int requests, long until) throws Exception {
		Callable<String> caller = () -> {
			StringBuilder given = new StringBuilder();
			for (int i = 0; i < requests && System.currentTimeMillis() < until; i++) {
				long before = System.currentTimeMillis();
				if (this.limiter.acquire(request).allowed()) {
					given.append(before).append('-').append(System.currentTimeMillis()).append(',');
				}
				else {
					TimeSource.system().sleep(PAUSE);
				}
			}
			return given.toString();
		};
		return String.join("", Race.run(threads, caller));
	}

	/** The machine's clock, and how wrong it is. */
	private record WrongClock(Duration skew) implements TimeSource {

		@Override
		public Instant instant() {
			return TimeSource.system().instant().plus(this.skew);
		}

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

	}

}
