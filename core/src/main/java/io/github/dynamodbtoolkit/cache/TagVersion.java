package io.github.dynamodbtoolkit.cache;

import java.time.Instant;

/**
 * The version of a tag: entries that were stored under an older one are misses.
 *
 * @param version the version
 * @param changedAt the latest time at which the last invalidation can have been applied:
 * its begin and the time budget of a write
 */
public record TagVersion(long version, Instant changedAt) {
}
