package io.github.dynamodbtoolkit.spring;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.table.CallKind;

/**
 * Time budgets for tests that are not about time, so that a slow machine does not fail
 * them.
 */
public final class Patience {

	private Patience() {
	}

	/**
	 * Properties with 5 seconds per attempt and 15 in all, for every kind of call.
	 * @return property assignments
	 */
	public static String[] properties() {
		return Arrays.stream(CallKind.values())
			.map((kind) -> "toolkit.dynamodb.time-budgets." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.flatMap((path) -> Stream.of(path + ".attempt-timeout=5s", path + ".timeout=15s"))
			.toArray(String[]::new);
	}

}
