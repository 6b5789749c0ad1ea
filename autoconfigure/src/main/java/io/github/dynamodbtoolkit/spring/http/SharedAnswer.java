package io.github.dynamodbtoolkit.spring.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.dedupe.Outcome;
import io.github.dynamodbtoolkit.value.EncodedValue;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * An answer that goes through the dedupe store: the body as the result's bytes, status
 * and headers as its metadata. Headers that are about one connection stay behind.
 *
 * @param status the status
 * @param reason the reason phrase, may be empty
 * @param headers the headers
 * @param body the whole body
 */
record SharedAnswer(int status, String reason, HttpHeaders headers, byte[] body) {

	/** Tells those who wait that each must call for himself. */
	static final Outcome.Completed NONE = new Outcome.Completed(new EncodedValue(new byte[0], "none"), Map.of());

	private static final String TYPE = "http";

	private static final String STATUS = "status";

	private static final String REASON = "reason";

	private static final String HEADERS = "headers";

	private static final int MAX_HEADERS = 32 * 1024;

	private static final List<String> STREAMS = List.of("text/event-stream", "application/x-ndjson",
			"application/ndjson", "application/stream+json", "multipart/x-mixed-replace");

	private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "proxy-authenticate",
			"proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade");

	/** Whether it comes bit by bit, and perhaps without end; from its headers alone. */
	static boolean isStream(HttpHeaders headers) {
		String type = String.valueOf(headers.getFirst(HttpHeaders.CONTENT_TYPE)).toLowerCase(Locale.ROOT);
		return STREAMS.stream().anyMatch(type::startsWith);
	}

	/**
	 * Takes what others may have of an answer.
	 * @param response the answer, whose body was read
	 * @param body its body
	 * @return null if its headers are not what may be stored
	 */
	static @Nullable SharedAnswer of(ClientHttpResponse response, byte[] body) throws IOException {
		HttpHeaders headers = endToEnd(response.getHeaders());
		boolean wellFormed = headers.headerSet()
			.stream()
			.allMatch(
					(header) -> isPlain(header.getKey()) && header.getValue().stream().allMatch(SharedAnswer::isPlain));
		if (!wellFormed || text(headers).length() > MAX_HEADERS || !isPlain(response.getStatusText())) {
			return null;
		}
		return new SharedAnswer(response.getStatusCode().value(), response.getStatusText(), headers, body);
	}

	private static HttpHeaders endToEnd(HttpHeaders all) {
		Set<String> left = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		left.addAll(HOP_BY_HOP);
		left.addAll(all.getValuesAsList(HttpHeaders.CONNECTION));
		HttpHeaders headers = new HttpHeaders();
		all.forEach((name, values) -> {
			if (!left.contains(name)) {
				headers.addAll(name, values);
			}
		});
		return headers;
	}

	/** Latin-1 without control characters: what HTTP permits in a header. */
	private static boolean isPlain(String text) {
		return text.chars().allMatch((c) -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
	}

	private static String text(HttpHeaders headers) {
		return headers.headerSet()
			.stream()
			.flatMap((header) -> header.getValue().stream().map((value) -> header.getKey() + ":" + value))
			.collect(Collectors.joining("\n"));
	}

	Outcome.Completed toOutcome() {
		return new Outcome.Completed(new EncodedValue(this.body, TYPE),
				Map.of(STATUS, String.valueOf(this.status), REASON, this.reason, HEADERS, text(this.headers)));
	}

	/**
	 * Reads what somebody else stored.
	 * @return null if it is not to be shared, or was not written by us
	 */
	static @Nullable SharedAnswer read(Outcome.Completed outcome) {
		String status = outcome.metadata().get(STATUS);
		String reason = outcome.metadata().get(REASON);
		HttpHeaders headers = headers(outcome.metadata().get(HEADERS));
		boolean ours = TYPE.equals(outcome.result().type()) && status != null && status.matches("[1-9][0-9]{2}");
		if (!ours || status == null || reason == null || headers == null) {
			return null;
		}
		return new SharedAnswer(Integer.parseInt(status), reason, headers, outcome.result().bytes());
	}

	private static @Nullable HttpHeaders headers(@Nullable String text) {
		HttpHeaders headers = new HttpHeaders();
		for (String line : text != null ? List.of(text.split("\n")) : List.of(":")) {
			int colon = line.indexOf(':');
			if (colon == 0 || !isPlain(line)) {
				return null;
			}
			if (colon > 0) {
				headers.add(line.substring(0, colon), line.substring(colon + 1));
			}
		}
		return headers;
	}

	/** The answer for one who has joined. */
	ClientHttpResponse toResponse() {
		boolean hasLength = this.headers.containsHeader(HttpHeaders.CONTENT_LENGTH);
		if (hasLength && this.body.length > 0) {
			this.headers.setContentLength(this.body.length);
		}
		return new Joined(this, new ByteArrayInputStream(this.body));
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "SharedAnswer[%d, %d bytes]", this.status, this.body.length);
	}

	private record Joined(SharedAnswer answer, InputStream body) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatusCode.valueOf(this.answer.status());
		}

		@Override
		public String getStatusText() {
			return this.answer.reason();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.answer.headers();
		}

		@Override
		public InputStream getBody() {
			return this.body;
		}

		@Override
		public void close() {
			// there is nothing open
		}

	}

}
