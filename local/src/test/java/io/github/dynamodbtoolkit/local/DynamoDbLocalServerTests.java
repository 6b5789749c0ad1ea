package io.github.dynamodbtoolkit.local;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DynamoDbLocalServer}.
 */
class DynamoDbLocalServerTests {

	@Test
	void holdsWhatItsClientsPut() {
		try (DynamoDbLocalServer server = DynamoDbLocalServer.start();
				DynamoDbClient client = server.clientBuilder().build()) {
			Tables.create(client);
			Tables.put(client, "a");
			assertThat(Tables.has(client, "a")).isTrue();
			assertThat(Tables.has(client, "b")).isFalse();
		}
	}

	@Test
	void sharesItsDataAmongClientsOfAnyRegion() {
		try (DynamoDbLocalServer server = DynamoDbLocalServer.start();
				DynamoDbClient client = server.clientBuilder().build();
				DynamoDbClient other = server.clientBuilder().region(Region.EU_NORTH_1).build()) {
			Tables.create(client);
			Tables.put(client, "a");
			assertThat(Tables.has(other, "a")).isTrue();
		}
	}

	@Test
	void configuresAsynchronousClients() {
		try (DynamoDbLocalServer server = DynamoDbLocalServer.start();
				DynamoDbAsyncClient client = server.configure(DynamoDbAsyncClient.builder()).build()) {
			assertThat(client.listTables().join().tableNames()).isEmpty();
		}
	}

	@Test
	void sharesNothingWithAnotherInMemory() {
		try (DynamoDbLocalServer one = DynamoDbLocalServer.start();
				DynamoDbLocalServer two = DynamoDbLocalServer.start();
				DynamoDbClient client = one.clientBuilder().build();
				DynamoDbClient other = two.clientBuilder().build()) {
			Tables.create(client);
			assertThat(one.endpoint()).isNotEqualTo(two.endpoint());
			assertThat(other.listTables().tableNames()).isEmpty();
		}
	}

	@Test
	void listensOnTheLoopbackInterfaceOnly() throws Exception {
		try (DynamoDbLocalServer server = DynamoDbLocalServer.start()) {
			assertThat(server.endpoint()).hasScheme("http").hasHost("127.0.0.1");
			for (InetAddress address : addressesThatOthersReach()) {
				InetSocketAddress other = new InetSocketAddress(address, server.endpoint().getPort());
				try (Socket socket = new Socket()) {
					assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> socket.connect(other, 1000));
				}
			}
		}
	}

	@Test
	void runsOnDaemonThreadsOnly() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (DynamoDbLocalServer server = DynamoDbLocalServer.start();
				DynamoDbClient client = server.clientBuilder().build()) {
			Tables.create(client);
			Tables.put(client, "a");
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.isNotEmpty()
				.allMatch(Thread::isDaemon);
		}
	}

	@Test
	void freesItsPortWhenClosed() {
		DynamoDbLocalServer first = DynamoDbLocalServer.start();
		first.close();
		first.close();
		try (DynamoDbLocalServer second = DynamoDbLocalServer.start(first.endpoint().getPort())) {
			assertThat(second.endpoint()).isEqualTo(first.endpoint());
		}
	}

	@Test
	void doesNotStartOnAPortThatIsTaken() {
		try (DynamoDbLocalServer first = DynamoDbLocalServer.start()) {
			int port = first.endpoint().getPort();
			assertThatExceptionOfType(DynamoDbLocalException.class).isThrownBy(() -> DynamoDbLocalServer.start(port))
				.withMessage("Port %d of 127.0.0.1 is taken.", port)
				.satisfies((ex) -> assertThat(ex.action()).contains("toolkit.dynamodb.local.port"));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 65536 })
	void refusesPortsThatDoNotExist(int port) {
		assertThatExceptionOfType(DynamoDbLocalException.class).isThrownBy(() -> DynamoDbLocalServer.start(port))
			.satisfies((ex) -> assertThat(ex.action()).isEqualTo("Write a port from 1 to 65535, or 0 for a free one."));
	}

	@Test
	void joinsTheOneThatHasThePort() {
		try (DynamoDbLocalServer owner = DynamoDbLocalServer.startOrJoin(0, null);
				DynamoDbLocalServer joiner = DynamoDbLocalServer.startOrJoin(owner.endpoint().getPort(), null);
				DynamoDbClient client = owner.clientBuilder().build();
				DynamoDbClient other = joiner.clientBuilder().build()) {
			Tables.create(client);
			Tables.put(other, "a");
			assertThat(owner.joined()).isFalse();
			assertThat(joiner.joined()).isTrue();
			assertThat(Tables.has(client, "a")).isTrue();
		}
	}

	@Test
	void isOpenedByOneAndJoinedByTheOthersThatStartAtOnce() throws Exception {
		int port = aFreePort();
		List<CompletableFuture<DynamoDbLocalServer>> starts = Stream.generate(() -> startOrJoinInBackground(port))
			.limit(4)
			.toList();
		List<DynamoDbLocalServer> servers = starts.stream().map(CompletableFuture::join).toList();
		servers.forEach(DynamoDbLocalServer::close);
		assertThat(servers).extracting(DynamoDbLocalServer::joined).containsOnlyOnce(false).hasSize(4);
	}

	@Test
	void leavesTheOneItJoinedOpen() {
		try (DynamoDbLocalServer owner = DynamoDbLocalServer.start();
				DynamoDbClient client = owner.clientBuilder().build()) {
			DynamoDbLocalServer.startOrJoin(owner.endpoint().getPort(), null).close();
			assertThat(client.listTables().tableNames()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "<html>", "{\"TableNames\":7}" })
	void doesNotJoinAForeignWebServer(String answer) throws Exception {
		HttpServer foreign = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		foreign.createContext("/", (exchange) -> {
			byte[] body = answer.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, (body.length > 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		foreign.start();
		try {
			assertIsNotJoined(foreign.getAddress().getPort());
		}
		finally {
			foreign.stop(0);
		}
	}

	@Test
	void doesNotJoinWhatSpeaksAnotherProtocol() throws Exception {
		try (ServerSocket foreign = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
			Thread thread = new Thread(() -> hangUpOnCallers(foreign));
			thread.setDaemon(true);
			thread.start();
			assertIsNotJoined(foreign.getLocalPort());
		}
	}

	@Test
	void keepsDataInAFileOverARestart(@TempDir Path directory) {
		Path file = directory.resolve("new/data.db");
		try (DynamoDbLocalServer server = DynamoDbLocalServer.start(0, file);
				DynamoDbClient client = server.clientBuilder().build()) {
			Tables.create(client);
			Tables.put(client, "a");
		}
		assertThat(file).isNotEmptyFile();
		try (DynamoDbLocalServer server = DynamoDbLocalServer.start(0, file);
				DynamoDbClient client = server.clientBuilder().build()) {
			assertThat(Tables.has(client, "a")).isTrue();
			Tables.put(client, "b");
			assertThat(Tables.has(client, "b")).isTrue();
		}
	}

	@Test
	void doesNotShareAFileWithAnotherServer(@TempDir Path directory) {
		Path file = directory.resolve("data.db");
		try (DynamoDbLocalServer first = DynamoDbLocalServer.start(0, file)) {
			assertThatExceptionOfType(DynamoDbLocalException.class).isThrownBy(() -> DynamoDbLocalServer.start(0, file))
				.withMessageContaining("is used by another DynamoDB Local")
				.satisfies((ex) -> assertThat(ex.action()).contains("toolkit.dynamodb.local.port"));
			assertThat(first.joined()).isFalse();
		}
	}

	@Test
	void doesNotTakeADirectoryForAFile(@TempDir Path directory) {
		assertThatExceptionOfType(DynamoDbLocalException.class)
			.isThrownBy(() -> DynamoDbLocalServer.start(0, directory))
			.satisfies((ex) -> assertThat(ex.action()).contains(directory.resolve("dynamodb.db").toString()));
	}

	private static int aFreePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static CompletableFuture<DynamoDbLocalServer> startOrJoinInBackground(int port) {
		return CompletableFuture.supplyAsync(() -> DynamoDbLocalServer.startOrJoin(port, null),
				(task) -> new Thread(task).start());
	}

	private static void assertIsNotJoined(int port) {
		assertThatExceptionOfType(DynamoDbLocalException.class)
			.isThrownBy(() -> DynamoDbLocalServer.startOrJoin(port, null))
			.withMessageContaining("Port " + port)
			.withMessageContaining("does not answer as DynamoDB does");
	}

	private static void hangUpOnCallers(ServerSocket socket) {
		try {
			while (true) {
				socket.accept().close();
			}
		}
		catch (IOException ex) {
			// closed: the test is over
		}
	}

	private static List<InetAddress> addressesThatOthersReach() throws IOException {
		return Collections.list(NetworkInterface.getNetworkInterfaces())
			.stream()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
			.toList();
	}

}
