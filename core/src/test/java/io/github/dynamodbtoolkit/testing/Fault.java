package io.github.dynamodbtoolkit.testing;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What happens to one HTTP request of the SDK. The faults whose answer is lost are the
 * nasty ones: DynamoDB has done what it was asked, and the SDK cannot know.
 */
@FunctionalInterface
public interface Fault {

	/**
	 * Answers an attempt.
	 * @param attempt the attempt, to be sent or not
	 * @return the answer that the SDK gets
	 * @throws IOException what the SDK sees of a failed connection
	 */
	HttpExecuteResponse answer(Attempt attempt) throws IOException;

	/**
	 * Nothing happens to it.
	 */
	static Fault none() {
		return Attempt::send;
	}

	/**
	 * The connection fails before the request is sent.
	 */
	static Fault unreachable() {
		return (attempt) -> {
			throw new SocketException("Connection refused");
		};
	}

	/**
	 * It is sent and done, and the connection is closed before the answer.
	 */
	static Fault closedAfterwards() {
		return (attempt) -> loseAnswer(attempt, new IOException("The target server failed to respond"));
	}

	/**
	 * It is sent and done, and the connection is reset before the answer.
	 */
	static Fault resetAfterwards() {
		return (attempt) -> loseAnswer(attempt, new SocketException("Connection reset"));
	}

	private static HttpExecuteResponse loseAnswer(Attempt attempt, IOException instead) throws IOException {
		readAll(attempt.send());
		throw instead;
	}

	/**
	 * It is sent and done, and the connection is closed in the middle of the answer.
	 */
	static Fault truncatedAfterwards() {
		return (attempt) -> {
			HttpExecuteResponse answer = attempt.send();
			byte[] bytes = readAll(answer);
			InputStream half = new ByteArrayInputStream(bytes, 0, bytes.length / 2);
			return HttpExecuteResponse.builder()
				.response(answer.httpResponse())
				.responseBody(AbortableInputStream.create(new EndsTooEarly(half)))
				.build();
		};
	}

	/**
	 * DynamoDB answers with an error.
	 * @param status the HTTP status
	 * @param code DynamoDB's name of the error, such as {@code InternalServerError}
	 */
	static Fault error(int status, String code) {
		return (attempt) -> response(status, "application/x-amz-json-1.0",
				"{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code + "\",\"message\":\"injected\"}");
	}

	/**
	 * DynamoDB fails.
	 */
	static Fault internalError() {
		return error(500, "InternalServerError");
	}

	/**
	 * DynamoDB refuses for the rate of requests.
	 */
	static Fault throttled() {
		return error(400, "ProvisionedThroughputExceededException");
	}

	/**
	 * A captive portal answers in place of DynamoDB.
	 */
	static Fault garbage() {
		return (attempt) -> response(200, "text/html", "<html><body>Please log in</body></html>");
	}

	/**
	 * It is sent late.
	 * @param delay how late
	 */
	static Fault delayed(Duration delay) {
		return (attempt) -> {
			attempt.pause(delay);
			return attempt.send();
		};
	}

	/**
	 * It is sent and done, and answered late.
	 * @param delay how late
	 */
	static Fault answeredLate(Duration delay) {
		return (attempt) -> {
			HttpExecuteResponse answer = attempt.send();
			attempt.pause(delay);
			return answer;
		};
	}

	/**
	 * Nothing ever comes back.
	 */
	static Fault blackHole() {
		return delayed(Duration.ofMinutes(10));
	}

	/**
	 * Its condition holds in another case as well, for the twin of a race. DynamoDB
	 * refuses values that no expression uses, so the condition itself stays.
	 * @param alternative the other case, an expression with names of the request
	 */
	static Fault orIf(String alternative) {
		return (attempt) -> attempt.send(attempt.body()
			.replaceFirst("\"ConditionExpression\":\"([^\"]*)\"",
					"\"ConditionExpression\":\"($1) OR " + alternative + "\""));
	}

	/**
	 * It is sent and done, and the answer is changed.
	 * @param change from the true body, JSON, to another
	 */
	static Fault changedAnswer(UnaryOperator<String> change) {
		return (attempt) -> {
			HttpExecuteResponse answer = attempt.send();
			String body = new String(readAll(answer), StandardCharsets.UTF_8);
			return response(answer.httpResponse().statusCode(), "application/x-amz-json-1.0", change.apply(body));
		};
	}

	/**
	 * A batch is done in part, and the rest handed back as unprocessed.
	 * @param processed how many of its items or keys are done
	 */
	static Fault handedBack(int processed) {
		return (attempt) -> new PartialBatch(attempt, processed).answer();
	}

	static HttpExecuteResponse response(int status, String contentType, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return HttpExecuteResponse.builder()
			.response(SdkHttpResponse.builder()
				.statusCode(status)
				.putHeader("Content-Type", contentType)
				.putHeader("Content-Length", Integer.toString(bytes.length))
				.build())
			.responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
			.build();
	}

	static byte[] readAll(HttpExecuteResponse answer) throws IOException {
		try (InputStream body = answer.responseBody().orElseThrow()) {
			return body.readAllBytes();
		}
	}

	/** A body that is shorter than was announced. */
	final class EndsTooEarly extends FilterInputStream {

		private EndsTooEarly(InputStream in) {
			super(in);
		}

		@Override
		public int read() throws IOException {
			return complain(super.read());
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			return complain(super.read(buffer, offset, length));
		}

		private static int complain(int read) throws IOException {
			if (read < 0) {
				throw new IOException("Premature end of the body");
			}
			return read;
		}

	}

}
