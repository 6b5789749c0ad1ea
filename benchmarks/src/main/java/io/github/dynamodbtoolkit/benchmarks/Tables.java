package io.github.dynamodbtoolkit.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TableSettings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Where the benchmarks keep their items.
 */
public enum Tables {

	/** Nowhere: see {@link StubTransport}. */
	STUB,

	/** In DynamoDB Local, within this process. */
	LOCAL;

	static final String NAME = "benchmarks";

	/** A busy machine must not make a benchmark fail. */
	static final CallBudget PATIENT = new CallBudget(2, Duration.ofSeconds(5), Duration.ofSeconds(15));

	/** Makes builders of clients of one table, which is there. */
	Supplier<DynamoDbClientBuilder> open() {
		if (this == STUB) {
			StubTransport transport = new StubTransport();
			return transport::clientBuilder;
		}
		DynamoDbLocalServer server = DynamoDbLocalServer.start();
		TableClient.on(server.clientBuilder().build(), settings()).admin().create(TableSchema.TOOLKIT);
		return server::clientBuilder;
	}

	static TableSettings settings() {
		return TableSettings.of(NAME)
			.withBudgets(CallBudgets
				.of(Map.of(CallKind.CACHE_READ, PATIENT, CallKind.CACHE_WRITE, PATIENT, CallKind.DECISION, PATIENT)));
	}

}
