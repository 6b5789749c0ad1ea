package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A part of a list.
 *
 * @param page the number of the page, from 0
 * @param size how many things a page has at most
 * @param more whether other things follow
 * @param items the things
 * @param problem in words, why things are missing, or something of them; absent if
 * nothing is
 */
record ListingView(int page, int size, boolean more, List<?> items,
		@Nullable String problem) implements OperationResponseBody {

	static ListingView of(Listing listing, @Nullable String problem) {
		return new ListingView(listing.page(), listing.size(), listing.more(), listing.items(), problem);
	}

}
