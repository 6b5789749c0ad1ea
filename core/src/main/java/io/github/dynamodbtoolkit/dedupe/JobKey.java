package io.github.dynamodbtoolkit.dedupe;

import io.github.dynamodbtoolkit.table.ItemKey;

/**
 * The key of a job.
 *
 * @param item where the job stands in the table
 * @param text the key as its user wrote it, which the item repeats
 */
record JobKey(ItemKey item, String text) {
}
