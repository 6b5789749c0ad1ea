package io.github.dynamodbtoolkit.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prepares the shop ahead of time, as the build of a native image does, and runs it in a
 * process of its own.
 */
class AheadOfTimeTests {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void cachesAndDoesThingsOnce() throws Exception {
		prepare();
		assertThat(metadata()).contains("org.springframework.cache.interceptor.SimpleKey", "\"params\"",
				"io.github.dynamodbtoolkit.spring.endpoint.Listing",
				"io.github.dynamodbtoolkit.spring.endpoint.CacheView",
				"io/github/dynamodbtoolkit/spring/dashboard/dashboard.js",
				"io.github.dynamodbtoolkit.spring.dashboard.CsrfTokens$Header",
				"io.github.dynamodbtoolkit.sample.products.Product");
		Process shop = start();
		try (BufferedReader output = shop.inputReader()) {
			URI address = URI.create("http://127.0.0.1:" + port(output));
			Thread drain = drain(output);
			String product = get(address, "/products/1");
			assertThat(get(address, "/products/1")).isEqualTo(product).contains("\"name\"");
			assertThat(get(address, "/products?category=audio")).isEqualTo(get(address, "/products?category=audio"));
			assertThat(order(address)).isEqualTo(order(address)).contains("\"id\"");
			assertThat(get(address, "/stats")).contains("\"productLoads\":1", "\"listLoads\":1", "\"ordersCreated\":1");
			shop.destroy();
			drain.join();
		}
		finally {
			shop.destroyForcibly();
		}
	}

	private void prepare() throws IOException {
		new SpringApplicationAotProcessor(SampleApplication.class,
				AbstractAotProcessor.Settings.builder()
					.sourceOutput(this.directory.resolve("sources"))
					.resourceOutput(classes())
					.classOutput(classes())
					.groupId("sample")
					.artifactId("sample")
					.build(),
				new String[0])
			.process();
		compile();
	}

	/** What a native image is told. */
	private String metadata() throws IOException {
		return Files.readString(classes().resolve("META-INF/native-image/sample/sample/reachability-metadata.json"))
			.replace("\\/", "/");
	}

	private void compile() throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> sources = Files.walk(this.directory.resolve("sources"))) {
			List<Path> java = sources.filter((file) -> file.toString().endsWith(".java")).toList();
			List<String> options = List.of("-proc:none", "-parameters", "-nowarn", "-d", classes().toString(), "-cp",
					classPath());
			assertThat(
					compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java)).call())
				.isTrue();
		}
	}

	private Path classes() {
		return this.directory.resolve("classes");
	}

	private String classPath() {
		return classes() + File.pathSeparator + System.getProperty("java.class.path");
	}

	private Process start() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
				"-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-Dspring.aot.enabled=true", "-cp",
				classPath(), SampleApplication.class.getName(), "--server.port=0",
				"--shop.changes-file=" + this.directory.resolve("changes.jsonl"), "--logging.level.root=info")
			.redirectErrorStream(true)
			.start();
	}

	private static String port(BufferedReader output) throws IOException {
		StringBuilder all = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			all.append(line).append('\n');
			Matcher port = PORT.matcher(line);
			if (port.find()) {
				assertThat(all).contains("Starting AOT-processed SampleApplication");
				return port.group(1);
			}
		}
		throw new AssertionError("The shop did not start:\n" + all);
	}

	/** Lest the shop waits for somebody to read what it logs. */
	private static Thread drain(BufferedReader output) {
		Thread thread = new Thread(() -> output.lines().forEach((line) -> {
		}), "drain");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private String get(URI address, String path) throws Exception {
		return send(HttpRequest.newBuilder(address.resolve(path)).build());
	}

	private String order(URI address) throws Exception {
		return send(HttpRequest.newBuilder(address.resolve("/orders"))
			.header("Idempotency-Key", "key")
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"product\":\"1\"}"))
			.build());
	}

	private String send(HttpRequest request) throws Exception {
		HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
		return response.body();
	}

}
