package io.github.dynamodbtoolkit.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.table.TableSchema.Difference;
import io.github.dynamodbtoolkit.table.TableSchema.Index;
import io.github.dynamodbtoolkit.table.TableSchema.Key;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/**
 * Compares what DynamoDB says of one table with what it should be.
 */
final class Inspection {

	private final AwsCli cli;

	private final List<Difference> differences = new ArrayList<>();

	Inspection(AwsCli cli) {
		this.cli = cli;
	}

	/** Worst first, because that is looked at first. */
	List<Difference> differences() {
		return List.copyOf(this.differences);
	}

	/**
	 * Compares all but the time to live.
	 * @return whether the keys are right; if they are not, nothing can be mended, and so
	 * nothing else is looked at
	 */
	boolean compare(TableSchema schema, TableDescription table) {
		compareStatus(table);
		if (!compareKeys(schema, table)) {
			return false;
		}
		if (schema.index() != null) {
			compareIndex(schema.index(), table);
		}
		return true;
	}

	private void compareStatus(TableDescription table) {
		if (!isActive(table)) {
			add(true, "the table is " + table.tableStatusAsString() + ", not ACTIVE",
					"Wait until it is, or restore it");
		}
	}

	static boolean isActive(TableDescription table) {
		return table.tableStatus() == TableStatus.ACTIVE || table.tableStatus() == TableStatus.UPDATING;
	}

	private boolean compareKeys(TableSchema schema, TableDescription table) {
		String expected = expectedKeys(schema.keys());
		String found = foundKeys(table.keySchema(), table);
		if (!expected.equals(found)) {
			add(true, "its keys are " + found + ", expected " + expected,
					"Keys cannot be changed: create a table of another name, and use that");
		}
		return expected.equals(found);
	}

	private void compareIndex(Index index, TableDescription table) {
		GlobalSecondaryIndexDescription present = table.globalSecondaryIndexes()
			.stream()
			.filter((candidate) -> index.name().equals(candidate.indexName()))
			.findAny()
			.orElse(null);
		if (present == null) {
			add(index.required(), "it has no index " + index.name(), this.cli.createIndex(index));
			return;
		}
		compareIndexForm(index, present, table);
		if (present.indexStatus() != IndexStatus.ACTIVE && present.indexStatus() != IndexStatus.UPDATING) {
			add(index.required(), "its index " + index.name() + " is " + present.indexStatusAsString() + ", not ACTIVE",
					"Wait until it is");
		}
	}

	private void compareIndexForm(Index index, GlobalSecondaryIndexDescription present, TableDescription table) {
		String expected = expectedKeys(index.keys());
		String found = foundKeys(present.keySchema(), table);
		if (index.allAttributes()) {
			expected += ", projection " + ProjectionType.ALL;
			found += ", projection " + present.projection().projectionTypeAsString();
		}
		if (!expected.equals(found)) {
			add(index.required(), "its index " + index.name() + " has " + found + ", expected " + expected,
					"An index cannot be changed: delete it, then " + this.cli.createIndex(index));
		}
	}

	void compare(String ttlAttribute, TimeToLiveDescription timeToLive) {
		String enable = this.cli.updateTimeToLive(ttlAttribute, true);
		if (!isEnabled(timeToLive)) {
			add(false, "its time to live is off, so that expired items are never deleted", enable);
		}
		else if (!ttlAttribute.equals(timeToLive.attributeName())) {
			add(false, "its time to live is on attribute " + timeToLive.attributeName() + ", expected " + ttlAttribute,
					this.cli.updateTimeToLive(timeToLive.attributeName(), false) + ", and up to an hour later "
							+ enable);
		}
	}

	static boolean isEnabled(TimeToLiveDescription timeToLive) {
		return timeToLive.timeToLiveStatus() == TimeToLiveStatus.ENABLED
				|| timeToLive.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
	}

	private void add(boolean fatal, String description, String remedy) {
		this.differences.add(new Difference(fatal, description, remedy));
	}

	private static String expectedKeys(List<Key> keys) {
		return keys.stream().map((key) -> key.name() + " (S, " + key.type() + ")").collect(Collectors.joining(", "));
	}

	private static String foundKeys(List<KeySchemaElement> keys, TableDescription table) {
		return keys.stream()
			.map((key) -> key.attributeName() + " (" + attributeType(key.attributeName(), table) + ", "
					+ key.keyTypeAsString() + ")")
			.collect(Collectors.joining(", "));
	}

	private static String attributeType(String name, TableDescription table) {
		return table.attributeDefinitions()
			.stream()
			.filter((attribute) -> attribute.attributeName().equals(name))
			.map(AttributeDefinition::attributeTypeAsString)
			.findAny()
			.orElse("?");
	}

}
