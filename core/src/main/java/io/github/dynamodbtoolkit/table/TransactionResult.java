package io.github.dynamodbtoolkit.table;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of a transaction.
 *
 * @param refusals the writes whose condition does not hold, in order; empty if all took
 * effect, else none did
 */
public record TransactionResult(List<Refusal> refusals) {

	/**
	 * Tells whether all writes took effect.
	 * @return false if none did
	 */
	public boolean applied() {
		return this.refusals.isEmpty();
	}

	/**
	 * Finds the refusal of one write.
	 * @param write the write's number
	 * @return its refusal, or null if its condition was not why the transaction was
	 * refused
	 */
	public @Nullable Refusal of(int write) {
		return this.refusals.stream().filter((refusal) -> refusal.write() == write).findAny().orElse(null);
	}

	/**
	 * A condition that does not hold.
	 *
	 * @param write the write's number
	 * @param item the item that stands there, null if there is none
	 */
	public record Refusal(int write, @Nullable Item item) {
	}

}
