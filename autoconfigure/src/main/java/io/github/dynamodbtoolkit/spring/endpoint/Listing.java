package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.List;

import io.github.dynamodbtoolkit.table.TableException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param page the number of the page, from 0
 * @param size how many things a page has at most
 * @param more whether other things follow
 * @param items the things
 * @param failure why things are missing, or something of them, null if nothing is
 */
public record Listing(int page, int size, boolean more, List<?> items, @Nullable TableException failure) {

	public Listing {
		items = List.copyOf(items);
	}

	Listing because(@Nullable TableException ex) {
		return new Listing(this.page, this.size, this.more, this.items, ex);
	}

}
