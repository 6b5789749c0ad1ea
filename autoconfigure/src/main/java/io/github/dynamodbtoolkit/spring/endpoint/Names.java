package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryEntry;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.directory.DirectoryPage;

/**
 * The names that this instance knows, together with those of the directory.
 */
final class Names {

	private static final int LARGEST_REQUEST = 1_000;

	private Names() {
	}

	/**
	 * The first names in their order, as many as are needed to show a page: one Query,
	 * and one for each thousand names before the page.
	 */
	static List<String> upTo(Page page, Collection<String> known, Directory directory, DirectoryKind kind) {
		Set<String> names = new TreeSet<>(known);
		int read = 0;
		String after = null;
		do {
			DirectoryPage next = directory.list(kind, after, Math.min(page.reach() - read, LARGEST_REQUEST));
			next.entries().stream().map(DirectoryEntry::name).forEach(names::add);
			read += next.entries().size();
			after = next.next();
		}
		while (after != null && read < page.reach());
		return List.copyOf(names);
	}

}
