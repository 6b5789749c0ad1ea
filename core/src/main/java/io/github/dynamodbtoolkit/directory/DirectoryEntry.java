package io.github.dynamodbtoolkit.directory;

import java.time.Instant;

/**
 * A name that is in use.
 *
 * @param name the name
 * @param seenAt when an instance last said so; each does at most once a day
 */
public record DirectoryEntry(String name, Instant seenAt) {
}
