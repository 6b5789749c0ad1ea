package io.github.dynamodbtoolkit.table;

import java.util.regex.Pattern;

/**
 * Text of which parts may come from anywhere, for a log: what others have written into a
 * table must not look like a line of its own.
 */
public final class OneLine {

	private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

	private OneLine() {
	}

	/**
	 * Writes line breaks and other control characters as their numbers.
	 * @param text any text
	 * @return the text on one line, such as <code>a&#92;u000Ab</code>
	 */
	public static String of(String text) {
		return BREAKS.matcher(text).replaceAll((match) -> "\\\\u%04X".formatted((int) match.group().charAt(0)));
	}

}
