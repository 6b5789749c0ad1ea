package io.github.dynamodbtoolkit.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import software.amazon.awssdk.http.HttpExecuteResponse;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets DynamoDB do the beginning of a batch, and hands the rest back as unprocessed.
 * Knows requests for one table only.
 */
final class PartialBatch {

	private static final JsonMapper json = JsonMapper.shared();

	private final Attempt attempt;

	private final ObjectNode request;

	private final String table;

	private final boolean reads;

	private final ArrayNode first = json.createArrayNode();

	private final ArrayNode rest = json.createArrayNode();

	PartialBatch(Attempt attempt, int processed) {
		this.attempt = attempt;
		this.request = (ObjectNode) json.readTree(attempt.body());
		this.table = requestItems().propertyNames().iterator().next();
		this.reads = attempt.operation().equals("BatchGetItem");
		ArrayNode all = (ArrayNode) (this.reads ? requestItems().get(this.table).get("Keys")
				: requestItems().get(this.table));
		for (int i = 0; i < all.size(); i++) {
			(i < processed ? this.first : this.rest).add(all.get(i));
		}
	}

	private ObjectNode requestItems() {
		return (ObjectNode) this.request.get("RequestItems");
	}

	HttpExecuteResponse answer() throws IOException {
		ObjectNode unprocessed = json.createObjectNode();
		if (!this.rest.isEmpty()) {
			replace(unprocessed, this.rest);
		}
		ObjectNode answer = this.first.isEmpty() ? json.createObjectNode() : sendFirst();
		answer.set(this.reads ? "UnprocessedKeys" : "UnprocessedItems", unprocessed);
		return Fault.response(200, "application/x-amz-json-1.0", answer.toString());
	}

	private ObjectNode sendFirst() throws IOException {
		replace(requestItems(), this.first);
		byte[] body = Fault.readAll(this.attempt.send(this.request.toString()));
		return (ObjectNode) json.readTree(new String(body, StandardCharsets.UTF_8));
	}

	/** Sets a table's part of a batch to the given items or keys. */
	private void replace(ObjectNode tables, ArrayNode elements) {
		if (this.reads) {
			ObjectNode keysAndAttributes = ((ObjectNode) requestItems().get(this.table)).deepCopy();
			tables.set(this.table, keysAndAttributes.set("Keys", elements));
		}
		else {
			tables.set(this.table, elements);
		}
	}

}
