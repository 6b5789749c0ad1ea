package io.github.dynamodbtoolkit.sample.dashboard;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Chromium's DevTools protocol: requests with their answers, and events, of which those
 * are kept that mean trouble.
 */
final class DevTools implements WebSocket.Listener {

	private static final JsonMapper json = JsonMapper.shared();

	private static final Set<String> TROUBLE = Set.of("Page.javascriptDialogOpening", "Audits.issueAdded",
			"Log.entryAdded", "Runtime.exceptionThrown");

	private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

	private final List<String> trouble = new CopyOnWriteArrayList<>();

	private final AtomicInteger ids = new AtomicInteger();

	private final StringBuilder message = new StringBuilder();

	private WebSocket socket;

	private DevTools() {
	}

	static DevTools connect(HttpClient http, URI address) {
		DevTools tools = new DevTools();
		tools.socket = http.newWebSocketBuilder().buildAsync(address, tools).join();
		return tools;
	}

	synchronized CompletableFuture<JsonNode> send(String method, Map<String, ?> parameters) {
		int id = this.ids.incrementAndGet();
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.answers.put(id, answer);
		this.socket.sendText(json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
			.join();
		return answer;
	}

	/** What there was since the last call. */
	List<String> trouble() {
		List<String> all = List.copyOf(this.trouble);
		this.trouble.clear();
		return all;
	}

	@Override
	public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
		this.message.append(part);
		if (last) {
			receive(json.readTree(this.message.toString()));
			this.message.setLength(0);
		}
		socket.request(1);
		return null;
	}

	private void receive(JsonNode received) {
		if (received.has("id")) {
			this.answers.remove(received.path("id").asInt()).complete(received.path("result"));
		}
		else if (TROUBLE.contains(received.path("method").asString()) && !isAnswerOfServer(received)) {
			this.trouble.add(received.toString());
		}
	}

	/** That something is not there is no fault of the page. */
	private static boolean isAnswerOfServer(JsonNode event) {
		return event.path("params").path("entry").path("source").asString("").equals("network");
	}

}
