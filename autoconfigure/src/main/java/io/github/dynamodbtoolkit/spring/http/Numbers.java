package io.github.dynamodbtoolkit.spring.http;

import org.jspecify.annotations.Nullable;

/**
 * Numbers as HTTP writes them: ASCII digits and nothing else.
 */
final class Numbers {

	/** Larger ones are that large; as seconds it is longer than anybody waits. */
	static final long LARGEST = 1_000_000_000_000_000L;

	private Numbers() {
	}

	/**
	 * Reads a number without a sign.
	 * @return the number, null if it is none
	 */
	static @Nullable Long natural(String text) {
		String digits = text.trim();
		long number = 0;
		for (int i = 0; i < digits.length(); i++) {
			int digit = digits.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return null;
			}
			number = Math.min(LARGEST, number * 10 + digit);
		}
		return digits.isEmpty() ? null : (Long) number;
	}

	/**
	 * Reads a number that may have a minus.
	 * @return the number, null if it is none
	 */
	static @Nullable Long integer(String text) {
		String trimmed = text.trim();
		if (!trimmed.startsWith("-")) {
			return natural(trimmed);
		}
		Long number = trimmed.startsWith("- ") ? null : natural(trimmed.substring(1));
		return number != null ? (Long) (-number) : null;
	}

}
