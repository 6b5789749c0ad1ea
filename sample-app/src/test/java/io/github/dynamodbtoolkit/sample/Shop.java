package io.github.dynamodbtoolkit.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One of several instances of the shop, used from outside.
 */
final class Shop implements AutoCloseable {

	private static final JsonMapper json = new JsonMapper();

	private final HttpClient http = HttpClient.newHttpClient();

	private final int port;

	private final Runnable stop;

	/**
	 * One that is running.
	 * @param port where it listens
	 * @param stop ends it
	 */
	Shop(int port, Runnable stop) {
		this.port = port;
		this.stop = stop;
	}

	/**
	 * Starts one.
	 * @param dynamoDb where DynamoDB Local listens
	 * @param changes the file of changed products
	 * @param arguments further ones of the command line
	 */
	static Shop start(URI dynamoDb, Path changes, String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("--shop.changes-file=" + changes, "--toolkit.dynamodb.local.port=" + dynamoDb.getPort()));
		all.addAll(List.of(arguments));
		if (all.stream().noneMatch((argument) -> argument.startsWith("--server.port="))) {
			all.add("--server.port=0");
		}
		ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class,
				all.toArray(String[]::new));
		return new Shop(port(context), context::close);
	}

	static int port(ConfigurableApplicationContext context) {
		return ((WebServerApplicationContext) context).getWebServer().getPort();
	}

	Answer get(String path) {
		return exchange("GET", path, "");
	}

	Answer put(String path, String body) {
		return exchange("PUT", path, body);
	}

	Answer post(String path) {
		return exchange("POST", path, "");
	}

	Answer delete(String path) {
		return exchange("DELETE", path, "");
	}

	/** As an app that calls. */
	Answer getAs(String appKey, String path) {
		return exchange("GET", path, "", "X-App-Key", appKey);
	}

	/** What the instance says that it has loaded. */
	long loads(String counter) {
		return get("/stats").json().get(counter).asLong();
	}

	/**
	 * Any request.
	 * @param headers names and values in turn
	 */
	Answer exchange(String method, String path, String body, String... headers) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofString(body));
		HttpRequest request = ((headers.length > 0) ? builder.headers(headers) : builder).build();
		long start = System.nanoTime();
		try {
			HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
			return new Answer(response, Duration.ofNanos(System.nanoTime() - start));
		}
		catch (Exception ex) {
			throw new AssertionError(request + " has no answer", ex);
		}
	}

	@Override
	public void close() {
		this.stop.run();
	}

	/**
	 * An answer of the shop.
	 *
	 * @param response the answer
	 * @param took how long it took
	 */
	record Answer(HttpResponse<String> response, Duration took) {

		int status() {
			return this.response.statusCode();
		}

		String body() {
			return this.response.body();
		}

		JsonNode json() {
			return json.readTree(body());
		}

	}

}
