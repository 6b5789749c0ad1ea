package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.List;
import java.util.function.Function;

import io.github.dynamodbtoolkit.directory.Directory;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param number the number of the page, from 0 to 10,000
 * @param size how many things a page has at most, 1 to 100
 */
public record Page(int number, int size) {

	private static final int DEFAULT_SIZE = 20;

	private static final int MAX_SIZE = 100;

	public Page {
		requireBetween("page", number, 0, Directory.MAX_NAMES);
		requireBetween("size", size, 1, MAX_SIZE);
	}

	static Page of(@Nullable String number, @Nullable String size) {
		return new Page(number("page", number, 0, 0, Directory.MAX_NAMES),
				number("size", size, DEFAULT_SIZE, 1, MAX_SIZE));
	}

	private static int number(String name, @Nullable String text, int otherwise, int lowest, int highest) {
		if (text == null) {
			return otherwise;
		}
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			throw outOfRange(name, lowest, highest);
		}
	}

	private static void requireBetween(String name, int value, int lowest, int highest) {
		if (value < lowest || value > highest) {
			throw outOfRange(name, lowest, highest);
		}
	}

	private static IllegalArgumentException outOfRange(String name, int lowest, int highest) {
		return new IllegalArgumentException(name + " must be between " + lowest + " and " + highest);
	}

	private int start() {
		return this.number * this.size;
	}

	/** How many things there must be for one to be known to follow this page. */
	int reach() {
		return start() + this.size + 1;
	}

	/**
	 * Cuts this page out of all things, or out of at least {@link #reach()} of them.
	 */
	<T> Listing of(List<T> all, Function<List<T>, ? extends List<?>> views) {
		List<T> part = all.stream().skip(start()).limit(this.size).toList();
		return new Listing(this.number, this.size, all.size() > start() + this.size, views.apply(part), null);
	}

}
