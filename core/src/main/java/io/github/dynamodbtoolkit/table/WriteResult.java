package io.github.dynamodbtoolkit.table;

import org.jspecify.annotations.Nullable;

/**
 * What became of a write. A condition that does not hold is an outcome, not an error.
 *
 * @param applied whether the write took effect, be it that only its answer was lost and a
 * repetition found it
 * @param item if refused, the item that stands there, null if there is none; if applied,
 * what the write was asked to return, null if nothing or if it cannot be learnt
 */
public record WriteResult(boolean applied, @Nullable Item item) {

	static WriteResult refused(@Nullable Item present) {
		return new WriteResult(false, present);
	}

	static WriteResult applied(@Nullable Item returned) {
		return new WriteResult(true, returned);
	}

}
