package io.github.dynamodbtoolkit.dedupe;

import io.github.dynamodbtoolkit.table.ItemKey;
import org.jspecify.annotations.Nullable;

/**
 * The key of a job.
 *
 * @param item where the job stands in the table
 * @param scope the scope that it belongs to, null for none
 * @param text the key as its user wrote it, which the item repeats
 */
record JobKey(ItemKey item, @Nullable String scope, String text) {
}
