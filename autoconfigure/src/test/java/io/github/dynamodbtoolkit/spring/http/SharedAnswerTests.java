package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.github.dynamodbtoolkit.dedupe.Outcome;
import io.github.dynamodbtoolkit.value.EncodedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

class SharedAnswerTests {

	private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);

	@Test
	void goesThroughTheStore() throws IOException {
		MockClientHttpResponse response = response("X-One", "1: 2");
		response.getHeaders().add("X-Empty", "");
		response.getHeaders().add("X-Latin", "é");
		SharedAnswer read = SharedAnswer.read(SharedAnswer.of(response, BODY).toOutcome());
		assertThat(read.toResponse().getHeaders()).isEqualTo(response.getHeaders());
		assertThat(read.toResponse().getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(read.toResponse().getStatusText()).isEqualTo("OK");
		assertThat(read.toResponse().getBody().readAllBytes()).isEqualTo(BODY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nSet-Cookie: b", "a\nb", "\0", "\u007f", "Ω" })
	void headerThatHttpDoesNotPermitIsNotStored(String value) throws IOException {
		assertThat(SharedAnswer.of(response("X-Bad", value), BODY)).isNull();
	}

	@Test
	void tooManyHeadersAreNotStored() throws IOException {
		assertThat(SharedAnswer.of(response("X-Long", "a".repeat(33_000)), BODY)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "status, 20", "status, 2000", "status, x", "status, 099", "status,", "reason,", "headers,",
			"headers, :x", "headers, a:b\u0007c" })
	void whatOthersWroteIsNoAnswer(String attribute, String value) throws IOException {
		Outcome.Completed good = SharedAnswer.of(response("X-One", "1"), BODY).toOutcome();
		assertThat(SharedAnswer.read(good)).isNotNull();
		Map<String, String> metadata = new HashMap<>(good.metadata());
		metadata.put(attribute, value);
		metadata.values().removeIf((present) -> present == null);
		assertThat(SharedAnswer.read(new Outcome.Completed(good.result(), metadata))).isNull();
		assertThat(SharedAnswer.read(new Outcome.Completed(new EncodedValue(BODY, "other"), good.metadata()))).isNull();
		assertThat(SharedAnswer.read(SharedAnswer.NONE)).isNull();
	}

	private static MockClientHttpResponse response(String header, String value) {
		MockClientHttpResponse response = new MockClientHttpResponse(BODY, HttpStatus.OK);
		response.getHeaders().add(header, value);
		return response;
	}

}
