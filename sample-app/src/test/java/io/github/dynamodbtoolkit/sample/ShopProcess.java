package io.github.dynamodbtoolkit.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbClientCustomizer;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.JavaProcess;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An instance of the shop in a process of its own.
 *
 * @param process the process, to be paused and killed
 * @param shop the shop, used from outside
 */
record ShopProcess(JavaProcess process, Shop shop) implements AutoCloseable {

	private static final List<String> ARGUMENTS = List.of("--server.port=0", "--toolkit.dynamodb.local.enabled=false",
			"--spring.cloud.aws.region.static=us-east-1", "--spring.cloud.aws.credentials.access-key=x",
			"--spring.cloud.aws.credentials.secret-key=x", "--spring.lifecycle.timeout-per-shutdown-phase=1s",
			"--toolkit.dynamodb.time-budgets.start.attempt-timeout=2m",
			"--toolkit.dynamodb.time-budgets.start.timeout=2m",
			"--toolkit.dynamodb.time-budgets.bulk.attempt-timeout=2m",
			"--toolkit.dynamodb.time-budgets.bulk.timeout=2m");

	private static final List<String> PATIENT_CACHE = List.of(
			"--toolkit.dynamodb.time-budgets.cache-read.attempt-timeout=30s",
			"--toolkit.dynamodb.time-budgets.cache-read.timeout=40s",
			"--toolkit.dynamodb.time-budgets.cache-write.attempt-timeout=30s",
			"--toolkit.dynamodb.time-budgets.cache-write.timeout=40s");

	/**
	 * A lease, and calls that may take as long as it permits.
	 * @param lease for how long, at least 1 second
	 */
	static List<String> lease(Duration lease) {
		return List.of("--toolkit.dynamodb.dedupe.lease=" + lease.toSeconds() + "s",
				"--toolkit.dynamodb.time-budgets.lease.attempt-timeout=" + lease.toMillis() / 3 + "ms",
				"--toolkit.dynamodb.time-budgets.lease.timeout=" + lease.toMillis() / 3 + "ms");
	}

	/**
	 * The same, and so patient with the cache that a busy machine is not taken for a
	 * DynamoDB that is away, without which loads cannot be counted on.
	 * @param lease for how long, at least 1 second
	 */
	static List<String> patient(Duration lease) {
		List<String> arguments = new ArrayList<>(lease(lease));
		arguments.addAll(PATIENT_CACHE);
		return arguments;
	}

	/**
	 * Starts one, which is not ready yet.
	 * @param dynamoDb the DynamoDB that it shares with others
	 * @param changes the file of changed products
	 * @param arguments further ones of the command line
	 */
	static JavaProcess begin(DynamoDbProcess dynamoDb, Path changes, List<String> arguments) throws IOException {
		List<String> all = new ArrayList<>(ARGUMENTS);
		all.add("--spring.cloud.aws.dynamodb.endpoint=" + dynamoDb.endpoint());
		all.add("--shop.changes-file=" + changes);
		all.addAll(arguments);
		return JavaProcess.start(ShopProcess.class, all);
	}

	/** Waits until a shop is ready. */
	static ShopProcess ready(JavaProcess process) throws IOException {
		return new ShopProcess(process, new Shop(Integer.parseInt(process.says()), process::close));
	}

	public static void main(String[] args) {
		JavaProcess.say(Shop.port(new SpringApplication(SampleApplication.class, Faults.class).run(args)));
	}

	/** Lets faults happen to the share of requests that {@code proof.faults} says. */
	@ConditionalOnProperty("proof.faults")
	@Configuration(proxyBeanMethods = false)
	static class Faults {

		private static final List<Fault> FAULTS = List.of(Fault.throttled(), Fault.internalError(), Fault.unreachable(),
				Fault.closedAfterwards(), Fault.resetAfterwards(), Fault.truncatedAfterwards(), Fault.garbage(),
				Fault.answeredLate(Duration.ofSeconds(1)));

		@Bean
		DynamoDbClientCustomizer faultyClient(@Value("${proof.faults}") double share) {
			FaultyHttpClient http = new FaultyHttpClient(Apache5HttpClient.create());
			http.rule((operation, number) -> {
				http.forget();
				Random random = ThreadLocalRandom.current();
				return (random.nextDouble() < share) ? FAULTS.get(random.nextInt(FAULTS.size())) : Fault.none();
			});
			return (builder) -> builder.httpClient(http);
		}

	}

	/** The first value of a meter. */
	double metric(String name) {
		return this.shop.get("/actuator/metrics/" + name).json().at("/measurements/0/value").asDouble();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
