package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryEntry;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.directory.DirectoryPage;
import io.github.dynamodbtoolkit.table.TableException;
import org.jspecify.annotations.Nullable;

/**
 * The names that this instance knows, together with those of the directory.
 *
 * @param all the names in their order
 * @param failure why those of the directory are missing, null if they are not
 */
record Names(List<String> all, @Nullable TableException failure) {

	private static final int LARGEST_REQUEST = 1_000;

	/**
	 * The first names, as many as are needed to show a page. While the directory gives no
	 * answer they are those that this instance knows. Costs as
	 * {@link #inDirectory(Page, Directory, DirectoryKind)}.
	 */
	static Names upTo(Page page, Collection<String> known, Directory directory, DirectoryKind kind) {
		TreeSet<String> names = new TreeSet<>(known);
		try {
			names.addAll(inDirectory(page, directory, kind));
			return new Names(List.copyOf(names), null);
		}
		catch (TableException ex) {
			return new Names(List.copyOf(names), ex);
		}
	}

	/**
	 * The first names in a directory, as many as are needed to show a page: one Query for
	 * each thousand names up to the end of the page.
	 * @throws TableException if DynamoDB gave no answer
	 */
	static List<String> inDirectory(Page page, Directory directory, DirectoryKind kind) {
		List<String> names = new ArrayList<>();
		String after = null;
		do {
			DirectoryPage next = directory.list(kind, after, Math.min(page.reach() - names.size(), LARGEST_REQUEST));
			next.entries().stream().map(DirectoryEntry::name).forEach(names::add);
			after = next.next();
		}
		while (after != null && names.size() < page.reach());
		return names;
	}

}
