package io.github.dynamodbtoolkit.table;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Race;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that accepts connections and never answers, behind the SDK's own HTTP client.
 */
@Tag("contract")
class HungServerTests {

	private static final Duration SHORT = Duration.ofSeconds(1);

	/** The second attempt must begin in time, though threads wait for a processor. */
	private static final int TIMEOUT_IN_ATTEMPTS = 4;

	/** The budget, and something for threads that have to wait for a processor. */
	private static final Duration IN_TIME = SHORT.multipliedBy(TIMEOUT_IN_ATTEMPTS).plusSeconds(2);

	private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();

	private final RecordingMetrics metrics = new RecordingMetrics();

	private ServerSocket server;

	@BeforeEach
	void start() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread acceptor = new Thread(this::accept);
		acceptor.setDaemon(true);
		acceptor.start();
	}

	private void accept() {
		try {
			while (true) {
				this.accepted.add(this.server.accept());
			}
		}
		catch (IOException ex) {
			// closed: the test is over
		}
	}

	@AfterEach
	void stop() throws IOException {
		this.server.close();
		for (Socket socket : this.accepted) {
			socket.close();
		}
	}

	@Test
	void isATimeOut() {
		try (SdkHttpClient http = Apache5HttpClient.create()) {
			assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(table(http, SHORT)));
			assertThat(this.metrics.onlyCall().outcome()).isEqualTo(Outcome.TIMED_OUT);
			assertThat(this.metrics.onlyCall().duration()).isLessThan(IN_TIME);
			assertThat(this.metrics.retries()).hasSize(1);
			assertThat(Thread.interrupted()).isFalse();
		}
	}

	@Test
	void isATimeOutForThoseWhoWaitForAConnectionToo() throws Exception {
		try (SdkHttpClient http = Apache5HttpClient.builder().maxConnections(1).build()) {
			TableClient table = table(http, SHORT);
			List<Boolean> interrupted = Race.run(8, () -> {
				assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(table));
				return Thread.interrupted();
			});
			assertThat(interrupted).containsOnly(false);
			assertThat(this.metrics.calls()).hasSize(8)
				.allMatch((call) -> call.outcome() == Outcome.TIMED_OUT)
				.allMatch((call) -> call.duration().compareTo(IN_TIME) < 0);
		}
	}

	/** An interrupt does not end the wait of a socket; what comes next must see it. */
	@Test
	void anInterruptIsHandedOnWhenTheAnswerComes() throws Exception {
		try (SdkHttpClient http = Apache5HttpClient.create()) {
			TableClient table = table(http, Duration.ofSeconds(20));
			CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
			Thread caller = new Thread(() -> {
				assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(table));
				interrupted.complete(Thread.interrupted());
			});
			caller.start();
			Socket socket = this.accepted.poll(10, TimeUnit.SECONDS);
			caller.interrupt();
			socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes());
			assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
			assertThat(this.metrics.onlyCall().outcome()).isEqualTo(Outcome.INTERRUPTED);
		}
	}

	/**
	 * The SDK ends a call that hangs by an interrupt of its own, and takes away the
	 * thread's mark, whoever has made it: such an interrupt is a time-out, and no more.
	 */
	@Test
	void anInterruptDoesNotProlongTheWait() throws Exception {
		try (SdkHttpClient http = Apache5HttpClient.create()) {
			TableClient table = table(http, SHORT);
			CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
			Thread caller = new Thread(() -> {
				assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(table));
				interrupted.complete(Thread.interrupted());
			});
			caller.start();
			this.accepted.poll(10, TimeUnit.SECONDS);
			caller.interrupt();
			Outcome told = interrupted.get(10, TimeUnit.SECONDS) ? Outcome.INTERRUPTED : Outcome.TIMED_OUT;
			assertThat(this.metrics.onlyCall().outcome()).isEqualTo(told);
			assertThat(this.metrics.onlyCall().duration()).isLessThan(IN_TIME);
		}
	}

	private TableClient table(SdkHttpClient http, Duration attemptTimeout) {
		DynamoDbClient client = DynamoDbLocal.clientBuilder()
			.httpClient(http)
			.endpointOverride(URI.create("http://127.0.0.1:" + this.server.getLocalPort()))
			.build();
		CallBudgets budgets = CallBudgets.of(Map.of(CallKind.LOOKUP,
				new CallBudget(2, attemptTimeout, attemptTimeout.multipliedBy(TIMEOUT_IN_ATTEMPTS))));
		return TableClient.on(client, TableSettings.of("any").withBudgets(budgets).withMetrics(this.metrics));
	}

	private static Item read(TableClient table) {
		return table.get(table.keys().tag("none"), Consistency.EVENTUAL, CallKind.LOOKUP);
	}

}
