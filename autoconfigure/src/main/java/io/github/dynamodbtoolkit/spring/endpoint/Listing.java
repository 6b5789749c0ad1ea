package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A part of a list.
 *
 * @param page the number of the page, from 0
 * @param size how many things a page has at most
 * @param more whether other things follow
 * @param items the things
 */
public record Listing(int page, int size, boolean more, List<?> items) implements OperationResponseBody {

	public Listing {
		items = List.copyOf(items);
	}

}
