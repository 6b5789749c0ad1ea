package io.github.dynamodbtoolkit.ratelimit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.Update;

/**
 * Puts a conditional update together from the parts of its limits.
 */
final class Change {

	private final List<String> sets = new ArrayList<>();

	private final List<String> removes = new ArrayList<>();

	private final List<String> conditions = new ArrayList<>();

	private final Map<String, Object> values = new HashMap<>();

	Change set(String assignments) {
		this.sets.add(assignments);
		return this;
	}

	Change remove(String names) {
		this.removes.add(names);
		return this;
	}

	Change when(String condition) {
		this.conditions.add(condition);
		return this;
	}

	Change with(String name, Object value) {
		this.values.put(name, value);
		return this;
	}

	/** Answers the whole item as it is afterwards. */
	Update build() {
		String text = "SET " + String.join(", ", this.sets)
				+ (this.removes.isEmpty() ? "" : " REMOVE " + String.join(", ", this.removes));
		Expression change = Expression.of(text).with(this.values);
		Update update = Update.of(change).returningItem();
		return this.conditions.isEmpty() ? update : update.when(Expression.of(String.join(" AND ", this.conditions)));
	}

}
