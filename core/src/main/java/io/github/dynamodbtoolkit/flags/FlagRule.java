package io.github.dynamodbtoolkit.flags;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One rule of a flag: what it serves to whom. Immutable. <pre>{@code
 * FlagRule.when("country", FlagOperator.IN, "de", "at")
 *     .andNot("plan", FlagOperator.IN, "free")
 *     .serve(FlagServing.variation(0))
 * }</pre>
 *
 * @param clauses all of them must hold; not empty
 * @param serving what is served then
 */
public record FlagRule(List<Clause> clauses, FlagServing serving) {

	public FlagRule {
		clauses = List.copyOf(clauses);
	}

	/**
	 * Begins a rule.
	 * @param attribute the context's attribute, such as {@code country}
	 * @param operator compares it
	 * @param values with any of these
	 * @return the rule's conditions so far
	 */
	public static Conditions when(String attribute, FlagOperator operator, Object... values) {
		return new Conditions(List.of()).and(attribute, operator, values);
	}

	/**
	 * Begins a rule whose first condition is the opposite.
	 * @param attribute the context's attribute, such as {@code country}
	 * @param operator compares it
	 * @param values with any of these
	 * @return the rule's conditions so far
	 */
	public static Conditions whenNot(String attribute, FlagOperator operator, Object... values) {
		return new Conditions(List.of()).andNot(attribute, operator, values);
	}

	/**
	 * Begins a rule for the members of segments.
	 * @param segments keys of segments
	 * @return the rule's conditions so far
	 */
	public static Conditions inSegment(String... segments) {
		return when("", FlagOperator.SEGMENT_MATCH, (Object[]) segments);
	}

	/**
	 * One condition.
	 *
	 * @param attribute the context's attribute
	 * @param operator compares it
	 * @param values with any of these: text, numbers or truth values
	 * @param negate whether the opposite must hold
	 */
	public record Clause(String attribute, FlagOperator operator, List<Object> values, boolean negate) {

		public Clause {
			values = List.copyOf(values);
		}

	}

	/**
	 * The conditions of a rule that does not serve anything yet.
	 */
	public static final class Conditions {

		private final List<Clause> clauses;

		private Conditions(List<Clause> clauses) {
			this.clauses = clauses;
		}

		/**
		 * Adds a condition.
		 * @param attribute the context's attribute
		 * @param operator compares it
		 * @param values with any of these
		 * @return the extended conditions
		 */
		public Conditions and(String attribute, FlagOperator operator, Object... values) {
			return and(new Clause(attribute, operator, Arrays.asList(values), false));
		}

		/**
		 * Adds the opposite of a condition.
		 * @param attribute the context's attribute
		 * @param operator compares it
		 * @param values with any of these
		 * @return the extended conditions
		 */
		public Conditions andNot(String attribute, FlagOperator operator, Object... values) {
			return and(new Clause(attribute, operator, Arrays.asList(values), true));
		}

		private Conditions and(Clause clause) {
			List<Clause> extended = new ArrayList<>(this.clauses);
			extended.add(clause);
			return new Conditions(extended);
		}

		/**
		 * Ends the rule.
		 * @param serving what it serves
		 * @return the rule
		 */
		public FlagRule serve(FlagServing serving) {
			return new FlagRule(this.clauses, serving);
		}

	}

}
