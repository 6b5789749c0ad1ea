package io.github.dynamodbtoolkit.directory;

import io.github.dynamodbtoolkit.table.TableClient;
import org.jspecify.annotations.Nullable;

/**
 * Which caches, tags and limited resources of a table are in use, so that an operator's
 * list is a Query and never a Scan. It is a help and no more: names are written in the
 * background, outside of every call's budget, and what cannot be written is tried again
 * when the name is used a minute later. Safe for use by many threads.
 */
public interface Directory {

	/**
	 * The most names of a kind. Names beyond are left out, and so are those of a kind
	 * that has none left to say. Several instances that add names at the same time may
	 * exceed it by a thousand each.
	 */
	int MAX_NAMES = 10_000;

	/**
	 * Notes nothing and lists nothing.
	 */
	Directory NONE = new Directory() {

		@Override
		public void note(DirectoryKind kind, String name) {
		}

		@Override
		public DirectoryPage list(DirectoryKind kind, @Nullable String after, int limit) {
			return DirectoryPage.EMPTY;
		}

	};

	/**
	 * Says that a name is in use; meant to be called on each use. Returns at once, and
	 * throws nothing. A name is written at most once a day by an instance, 25 of them in
	 * one request, and leaves the directory when nobody has used it for 30 days.
	 * @param kind what it is a name of
	 * @param name the name, at most 1,024 bytes of UTF-8
	 */
	void note(DirectoryKind kind, String name);

	/**
	 * Lists names: one Query, eventually consistent.
	 * @param kind what they are names of
	 * @param after where to begin, {@link DirectoryPage#next()} of the page before; null
	 * for the first page
	 * @param limit how many names at most, 1 to 1,000; there may be fewer on a page that
	 * is not the last
	 * @return the names
	 * @throws IllegalArgumentException if the limit is out of range
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 */
	DirectoryPage list(DirectoryKind kind, @Nullable String after, int limit);

	/**
	 * The directory of a table.
	 * @param table the table
	 * @return its directory; keep it, since it remembers what it has written
	 */
	static Directory on(TableClient table) {
		return new DynamoDbDirectory(table.forStore("directory"), DynamoDbDirectory::onDaemonThread);
	}

}
