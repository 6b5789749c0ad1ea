package io.github.dynamodbtoolkit.directory;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Some names of a kind.
 *
 * @param entries the names, ordered by their UTF-8 form
 * @param next where the next page begins, null if this is the last
 */
public record DirectoryPage(List<DirectoryEntry> entries, @Nullable String next) {

	/**
	 * The page of a directory without names.
	 */
	public static final DirectoryPage EMPTY = new DirectoryPage(List.of(), null);

	public DirectoryPage {
		entries = List.copyOf(entries);
	}

}
