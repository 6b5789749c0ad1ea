package io.github.dynamodbtoolkit.table;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Some items of a partition.
 *
 * @param items the items, expired or not, by sort key and in its order
 * @param next the sort key after which the next page begins, null if this is the last
 */
public record ItemPage(Map<String, Item> items, @Nullable String next) {
}
