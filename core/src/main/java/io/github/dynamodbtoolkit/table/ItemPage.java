package io.github.dynamodbtoolkit.table;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Some items of a partition, an index or a table.
 *
 * @param items the items, expired or not, in DynamoDB's order; by sort key, or where the
 * table has none by partition key
 * @param next the key after which the next page begins, null if this is the last
 */
public record ItemPage(Map<String, Item> items, @Nullable String next) {
}
