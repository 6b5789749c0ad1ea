package io.github.dynamodbtoolkit.flags;

import java.util.Arrays;
import java.util.List;

/**
 * What a flag or one of its rules serves.
 */
public sealed interface FlagServing {

	/**
	 * Serves one variation.
	 * @param index the variation's index, from 0
	 * @return what to serve
	 */
	static FlagServing variation(int index) {
		return new Variation(index);
	}

	/**
	 * Serves each variation to a share of the contexts. A context's share depends on its
	 * key and the flag alone, so it always gets the same.
	 * @param percentages of the variations in their order, to three decimal places; they
	 * add up to 100
	 * @return what to serve
	 */
	static FlagServing rollout(double... percentages) {
		return new Rollout(Arrays.stream(percentages).mapToObj((share) -> (int) Math.round(share * 1000)).toList());
	}

	/**
	 * One variation.
	 *
	 * @param index its index, from 0
	 */
	record Variation(int index) implements FlagServing {
	}

	/**
	 * A percentage rollout.
	 *
	 * @param weights of the variations in their order, in thousandths of a percent; they
	 * add up to 100,000
	 */
	record Rollout(List<Integer> weights) implements FlagServing {
		public Rollout {
			weights = List.copyOf(weights);
		}
	}

}
