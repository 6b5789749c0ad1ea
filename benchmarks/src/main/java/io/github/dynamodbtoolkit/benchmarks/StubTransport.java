package io.github.dynamodbtoolkit.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * A table of one item without a network: it remembers what was put last, and answers that
 * to every read. What is left is the work of the SDK and of ours.
 */
final class StubTransport implements SdkHttpClient {

	private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

	private volatile byte[] item = NOTHING;

	/** Begins a client without a network. */
	DynamoDbClientBuilder clientBuilder() {
		return DynamoDbClient.builder()
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
			.httpClient(this);
	}

	@Override
	public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
		String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
		return new ExecutableHttpRequest() {

			@Override
			public HttpExecuteResponse call() throws IOException {
				return answer(StubTransport.this.answer(target, request));
			}

			@Override
			public void abort() {
			}

		};
	}

	private byte[] answer(String target, HttpExecuteRequest request) throws IOException {
		if (target.endsWith(".PutItem")) {
			this.item = itemOf(request);
			return NOTHING;
		}
		return target.endsWith(".GetItem") ? this.item : NOTHING;
	}

	/** The request has the item where the answer to a read has it. */
	private static byte[] itemOf(HttpExecuteRequest request) throws IOException {
		try (InputStream body = request.contentStreamProvider().orElseThrow().newStream()) {
			return body.readAllBytes();
		}
	}

	private static HttpExecuteResponse answer(byte[] body) {
		return HttpExecuteResponse.builder()
			.response(SdkHttpResponse.builder()
				.statusCode(200)
				.putHeader("Content-Type", "application/x-amz-json-1.0")
				.putHeader("Content-Length", Integer.toString(body.length))
				.build())
			.responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
			.build();
	}

	@Override
	public void close() {
	}

}
