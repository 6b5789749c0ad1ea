package io.github.dynamodbtoolkit.flags;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * Finds what is wrong with a flag or segment before anybody evaluates it. Collects all
 * problems of one item.
 */
final class FlagCheck {

	private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,256}");

	private static final int WHOLE = 100_000;

	private final List<String> problems = new ArrayList<>();

	private final FlagKind kind;

	private final String key;

	private final JsonNode tree;

	private final Map<String, JsonNode> flags;

	private final Set<String> segments;

	private FlagCheck(FlagKind kind, String key, JsonNode tree, Map<String, JsonNode> flags, Set<String> segments) {
		this.kind = kind;
		this.key = key;
		this.tree = tree;
		this.flags = flags;
		this.segments = segments;
	}

	/**
	 * Checks one item.
	 * @param flags all flags by key, for prerequisites
	 * @param segments keys of all segments
	 * @return one sentence with all problems, or an empty text
	 */
	static String problems(FlagKind kind, String key, JsonNode tree, Map<String, JsonNode> flags,
			Set<String> segments) {
		FlagCheck check = new FlagCheck(kind, key, tree, flags, segments);
		check.check();
		return check.problems.isEmpty() ? ""
				: kind.label() + " '" + key + "' is not valid: " + String.join("; ", check.problems) + ".";
	}

	private void check() {
		if (!this.tree.isObject()) {
			this.problems.add("it is not a JSON object");
			return;
		}
		if (!KEY.matcher(this.key).matches() || !this.key.equals(this.tree.path("key").asString(""))) {
			this.problems.add("its key must be 1 to 256 characters of a-z A-Z 0-9 . _ - and stand in 'key'");
		}
		if (this.kind.equals(FlagKind.FLAGS)) {
			checkFlag();
		}
		for (JsonNode rule : this.tree.path("rules")) {
			checkClauses(rule);
		}
	}

	private void checkFlag() {
		if (this.tree.path("variations").isEmpty()) {
			this.problems.add("it has no variations");
			return;
		}
		if (!this.tree.path("on").isBoolean()) {
			this.problems.add("'on' must be true or false");
		}
		if (!isAbsent(this.tree.path("offVariation"))) {
			checkVariation("offVariation", this.tree.path("offVariation"));
		}
		checkServing("fallthrough", this.tree.path("fallthrough"));
		this.tree.path("targets").forEach((target) -> checkVariation("a target", target.path("variation")));
		this.tree.path("contextTargets").forEach((target) -> checkVariation("a target", target.path("variation")));
		this.tree.path("rules").forEach((rule) -> checkServing("a rule", rule));
		checkPrerequisites();
	}

	private void checkServing(String where, JsonNode serving) {
		if (isAbsent(serving.path("rollout"))) {
			checkVariation(where, serving.path("variation"));
			return;
		}
		int sum = 0;
		for (JsonNode share : serving.path("rollout").path("variations")) {
			checkVariation("the rollout of " + where, share.path("variation"));
			int weight = share.path("weight").asInt(-1);
			if (weight < 0) {
				this.problems.add("the rollout of " + where + " has a share without a weight, or with a negative one");
			}
			sum += weight;
		}
		if (sum != WHOLE) {
			this.problems.add("the rollout of " + where + " adds up to " + sum / 1000.0 + " %, not 100 %");
		}
	}

	private void checkVariation(String where, JsonNode variation) {
		int count = this.tree.path("variations").size();
		if (!variation.isInt() || variation.intValue() < 0 || variation.intValue() >= count) {
			this.problems.add(where + " serves variation " + (isAbsent(variation) ? "none" : variation)
					+ ", there are 0 to " + (count - 1));
		}
	}

	private void checkClauses(JsonNode rule) {
		for (JsonNode clause : rule.path("clauses")) {
			String name = clause.path("op").asString("");
			FlagOperator operator = FlagOperator.byName().get(name);
			if (operator == null) {
				this.problems.add("there is no operator '" + name + "'; use one of "
						+ String.join(", ", FlagOperator.byName().keySet().stream().sorted().toList()));
				continue;
			}
			checkValues(operator, clause.path("values"));
			if (operator != FlagOperator.SEGMENT_MATCH && clause.path("attribute").asString("").isEmpty()) {
				this.problems.add("a condition with '" + name + "' names no attribute");
			}
		}
	}

	private void checkValues(FlagOperator operator, JsonNode values) {
		if (values.isEmpty()) {
			this.problems.add("a condition with '" + operator.launchDarklyName() + "' has no values");
		}
		for (JsonNode value : values) {
			if (!operator.accepts(value)) {
				this.problems
					.add("'" + operator.launchDarklyName() + "' needs " + operator.expected() + ", but has " + value);
			}
			else if (operator == FlagOperator.SEGMENT_MATCH && !this.segments.contains(value.stringValue())) {
				this.problems.add("there is no segment " + value);
			}
		}
	}

	private void checkPrerequisites() {
		for (JsonNode prerequisite : this.tree.path("prerequisites")) {
			String other = prerequisite.path("key").asString("");
			JsonNode flag = this.flags.get(other);
			int variation = prerequisite.path("variation").asInt(-1);
			if (flag == null) {
				this.problems.add("its prerequisite '" + other + "' does not exist");
			}
			else if (variation < 0 || variation >= flag.path("variations").size()) {
				this.problems.add("its prerequisite '" + other + "' has no variation " + variation);
			}
		}
		if (dependsOnItself(this.tree, new HashSet<>())) {
			this.problems.add("it is its own prerequisite, directly or through others");
		}
	}

	private boolean dependsOnItself(JsonNode flag, Set<String> seen) {
		for (JsonNode prerequisite : flag.path("prerequisites")) {
			String other = prerequisite.path("key").asString("");
			if (other.equals(this.key)) {
				return true;
			}
			JsonNode next = this.flags.get(other);
			if (next != null && seen.add(other) && dependsOnItself(next, seen)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isAbsent(JsonNode node) {
		return node.isMissingNode() || node.isNull();
	}

}
