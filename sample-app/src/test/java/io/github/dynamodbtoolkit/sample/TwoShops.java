package io.github.dynamodbtoolkit.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;

/**
 * Two instances of the shop on one DynamoDB. They have nothing else in common but the
 * file of changed products.
 */
final class TwoShops implements AutoCloseable {

	private final DynamoDbLocalServer dynamoDb = DynamoDbLocalServer.start();

	private final Path changes;

	private final Shop here;

	private final Shop there;

	/**
	 * Starts them.
	 * @param directory for the file
	 * @param ofBoth arguments of both command lines
	 * @param ofHere further arguments of the first
	 */
	TwoShops(Path directory, List<String> ofBoth, String... ofHere) {
		this.changes = directory.resolve("changes.jsonl");
		this.here = start(Stream.concat(ofBoth.stream(), Stream.of(ofHere)));
		this.there = start(ofBoth.stream());
	}

	private Shop start(Stream<String> arguments) {
		return Shop.start(this.dynamoDb.endpoint(), this.changes, arguments.toArray(String[]::new));
	}

	Path changes() {
		return this.changes;
	}

	Shop here() {
		return this.here;
	}

	Shop there() {
		return this.there;
	}

	@Override
	public void close() {
		this.there.close();
		this.here.close();
		this.dynamoDb.close();
	}

}
