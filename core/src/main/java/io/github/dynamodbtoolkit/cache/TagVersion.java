package io.github.dynamodbtoolkit.cache;

import java.time.Instant;

/**
 * The version of a tag: entries that were stored under an older one are misses.
 *
 * @param version the version
 * @param changedAt when the tag was invalidated last, by the clock of who did it
 */
public record TagVersion(long version, Instant changedAt) {
}
