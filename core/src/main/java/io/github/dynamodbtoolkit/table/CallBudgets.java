package io.github.dynamodbtoolkit.table;

import java.util.EnumMap;
import java.util.Map;

/**
 * The budgets of all kinds of call; a kind that is not set has its
 * {@linkplain CallKind#defaultBudget() default}.
 */
public final class CallBudgets {

	private final Map<CallKind, CallBudget> budgets;

	private CallBudgets(Map<CallKind, CallBudget> budgets) {
		this.budgets = new EnumMap<>(CallKind.class);
		this.budgets.putAll(budgets);
	}

	/**
	 * The default of every kind.
	 * @return budgets without any override
	 */
	public static CallBudgets defaults() {
		return new CallBudgets(Map.of());
	}

	/**
	 * Overrides some budgets.
	 * @param overrides budgets by kind
	 * @return those budgets, and the default of every other kind
	 */
	public static CallBudgets of(Map<CallKind, CallBudget> overrides) {
		return new CallBudgets(overrides);
	}

	/**
	 * The budget of a kind of call.
	 * @param kind the kind
	 * @return its budget
	 */
	public CallBudget of(CallKind kind) {
		return this.budgets.getOrDefault(kind, kind.defaultBudget());
	}

}
