package io.github.dynamodbtoolkit.sample.dashboard;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A page of Chromium without a window, driven through its DevTools protocol: what tests
 * need of it is little, and needs no library.
 */
final class Browser implements AutoCloseable {

	private static final JsonMapper json = JsonMapper.shared();

	private static final long PATIENCE_SECONDS = 60;

	private final Process process;

	private final Path profile;

	private final DevTools page;

	private Browser(Process process, Path profile, DevTools page) {
		this.process = process;
		this.profile = profile;
		this.page = page;
	}

	/** Where Chromium is, null if it is nowhere. */
	static Path executable() {
		return Stream.of(System.getenv("PATH").split(":"))
			.flatMap((folder) -> Stream.of("chromium", "chromium-browser", "google-chrome")
				.map((name) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

	static Browser start() throws Exception {
		Path profile = Files.createTempDirectory("browser");
		Process process = new ProcessBuilder(executable().toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
				"--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0",
				"--user-data-dir=" + profile, "about:blank")
			.redirectErrorStream(true)
			.redirectOutput(Redirect.DISCARD)
			.start();
		HttpClient http = HttpClient.newHttpClient();
		URI newPage = URI.create("http://127.0.0.1:" + awaitPort(process, profile) + "/json/new?about:blank");
		String answer = http
			.send(HttpRequest.newBuilder(newPage).PUT(BodyPublishers.noBody()).build(), BodyHandlers.ofString())
			.body();
		DevTools page = DevTools.connect(http,
				URI.create(json.readTree(answer).path("webSocketDebuggerUrl").asString()));
		for (String domain : List.of("Page", "Runtime", "Log", "Audits", "Network")) {
			page.send(domain + ".enable", Map.of()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		return new Browser(process, profile, page);
	}

	/** The port stands in a file of the profile as soon as the browser listens. */
	private static int awaitPort(Process process, Path profile) {
		Path file = profile.resolve("DevToolsActivePort");
		return await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
			.failFast("Chromium ended", () -> !process.isAlive())
			.until(() -> Files.exists(file) ? Files.readAllLines(file) : List.<String>of(), (lines) -> lines.size() > 1)
			.stream()
			.mapToInt(Integer::parseInt)
			.findFirst()
			.getAsInt();
	}

	void open(String url) {
		call("Page.navigate", Map.of("url", url));
		until("document.readyState === 'complete'");
	}

	void resize(int width, int height, boolean phone) {
		call("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
	}

	void prefer(String colorScheme) {
		call("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
	}

	/** What an expression gives in the page. */
	JsonNode evaluate(String expression) {
		JsonNode answer = call("Runtime.evaluate",
				Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
		if (answer.has("exceptionDetails")) {
			throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
		}
		return answer.path("result").path("value");
	}

	/** Waits until an expression is true in the page. */
	void until(String condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (!evaluate("Boolean(" + condition + ")").asBoolean()) {
			if (System.nanoTime() > end) {
				throw new AssertionError("Never came true in the page: " + condition + "; its text is "
						+ evaluate("document.body.innerText"));
			}
			evaluate("new Promise((go) => setTimeout(go, 50))");
		}
	}

	void press(String key) {
		for (String type : List.of("keyDown", "keyUp")) {
			call("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode",
					key.equals("Tab") ? 9 : key.equals("Enter") ? 13 : 32, "text", key.equals("Enter") ? "\r" : ""));
		}
	}

	byte[] screenshot() {
		return Base64.getDecoder()
			.decode(call("Page.captureScreenshot", Map.of("format", "png")).path("data").asString());
	}

	/** Everything that a page should not cause: dialogs, violations, errors. */
	List<String> trouble() {
		return this.page.trouble();
	}

	private JsonNode call(String method, Map<String, ?> parameters) {
		try {
			CompletableFuture<JsonNode> answer = this.page.send(method, parameters);
			return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError(method + " has no answer; trouble: " + trouble(), ex);
		}
	}

	/** With its helpers, which would write into the profile while it is deleted. */
	@Override
	public void close() throws IOException {
		List<ProcessHandle> all = Stream
			.concat(this.process.toHandle().descendants(), Stream.of(this.process.toHandle()))
			.toList();
		all.forEach(ProcessHandle::destroyForcibly);
		all.forEach((each) -> each.onExit().join());
		FileSystemUtils.deleteRecursively(this.profile);
	}

}
