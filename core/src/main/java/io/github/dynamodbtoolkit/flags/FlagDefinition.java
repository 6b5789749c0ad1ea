package io.github.dynamodbtoolkit.flags;

import java.util.List;
import java.util.function.Consumer;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A flag, to be written by a {@link FlagWriter}. Immutable: each method answers a changed
 * definition. What it does not know of a flag that was read stays as it is. <pre>{@code
 * FlagDefinition.of("checkout")
 *     .turnedOn()
 *     .withTarget(0, "alice", "bob")
 *     .withRule(FlagRule.when("country", FlagOperator.IN, "de").serve(FlagServing.variation(0)))
 *     .servingOtherwise(FlagServing.rollout(10, 90))
 * }</pre>
 */
public final class FlagDefinition {

	static final JsonMapper json = JsonMapper.shared();

	private final ObjectNode tree;

	private FlagDefinition(ObjectNode tree) {
		this.tree = tree;
	}

	/**
	 * A new flag, turned off: variation 0 is true and 1 is false; turned on, it serves
	 * true, turned off, false.
	 * @param key the flag's key
	 * @return the definition
	 */
	public static FlagDefinition of(String key) {
		ObjectNode tree = json.createObjectNode();
		tree.put("key", key).put("version", 0).put("on", false).put("salt", key).put("offVariation", 1);
		return new FlagDefinition(tree).withVariations(true, false).servingOtherwise(FlagServing.variation(0));
	}

	/**
	 * A flag in LaunchDarkly's format, as {@link #json()} gives it. The version in it
	 * does not count: it is a new flag, or takes another's place.
	 * @param key the flag's key
	 * @param json the definition, a JSON object; it may leave out the key
	 * @return the definition, not checked yet
	 * @throws IllegalArgumentException if it is not a JSON object, or has another key
	 */
	public static FlagDefinition parse(String key, String json) {
		FlagDefinition parsed = of(object("The definition of flag '" + key + "'", json)).withVersion(0);
		if (parsed.key().isEmpty()) {
			return parsed.changed((flag) -> flag.put("key", key));
		}
		if (!parsed.key().equals(key)) {
			throw new IllegalArgumentException(
					"The definition of flag '" + key + "' has the key '" + parsed.key() + "'.");
		}
		return parsed;
	}

	static FlagDefinition of(ObjectNode tree) {
		return new FlagDefinition(tree.deepCopy());
	}

	/**
	 * Reads a JSON object.
	 * @throws IllegalArgumentException if it is none
	 */
	static ObjectNode object(String what, String text) {
		try {
			if (json.readTree(text) instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(what + " is not JSON: " + ex.getOriginalMessage() + " (line "
					+ ex.getLocation().getLineNr() + ", column " + ex.getLocation().getColumnNr() + ").", ex);
		}
		throw new IllegalArgumentException(what + " is not a JSON object.");
	}

	/**
	 * The flag's key.
	 * @return the key
	 */
	public String key() {
		return this.tree.path("key").asString("");
	}

	/**
	 * The version that this definition was read as.
	 * @return the version, 0 if it was not read
	 */
	public int version() {
		return this.tree.path("version").asInt(0);
	}

	/**
	 * Tells whether the flag is on.
	 * @return whether it is
	 */
	public boolean isOn() {
		return this.tree.path("on").asBoolean(false);
	}

	/**
	 * This flag turned on: targets, rules and rollouts count.
	 * @return the changed definition
	 */
	public FlagDefinition turnedOn() {
		return changed((flag) -> flag.put("on", true));
	}

	/**
	 * This flag turned off: everybody gets the variation for that.
	 * @return the changed definition
	 */
	public FlagDefinition turnedOff() {
		return changed((flag) -> flag.put("on", false));
	}

	/**
	 * This flag with other variations.
	 * @param values text, numbers, truth values, or what the JSON mapper takes
	 * @return the changed definition
	 */
	public FlagDefinition withVariations(Object... values) {
		return changed((flag) -> flag.set("variations", json.valueToTree(values)));
	}

	/**
	 * This flag serving another variation while it is off.
	 * @param variation the variation's index
	 * @return the changed definition
	 */
	public FlagDefinition servingWhenOff(int variation) {
		return changed((flag) -> flag.put("offVariation", variation));
	}

	/**
	 * This flag with individual targets more.
	 * @param variation the index of the variation they get
	 * @param contextKeys whom it is served to
	 * @return the changed definition
	 */
	public FlagDefinition withTarget(int variation, String... contextKeys) {
		return changed((flag) -> flag.withArray("targets")
			.addObject()
			.put("variation", variation)
			.set("values", json.valueToTree(contextKeys)));
	}

	/**
	 * This flag with a rule more, which counts after those it has.
	 * @param rule the rule
	 * @return the changed definition
	 */
	public FlagDefinition withRule(FlagRule rule) {
		return changed((flag) -> {
			ArrayNode rules = flag.withArray("rules");
			ObjectNode added = rules.addObject().put("id", "rule-" + rules.size());
			ArrayNode clauses = added.putArray("clauses");
			rule.clauses()
				.forEach((clause) -> clauses.addObject()
					.put("attribute", clause.attribute())
					.put("op", clause.operator().launchDarklyName())
					.put("negate", clause.negate())
					.set("values", json.valueToTree(clause.values())));
			serve(added, rule.serving());
		});
	}

	/**
	 * This flag without rules and targets.
	 * @return the changed definition
	 */
	public FlagDefinition withoutRulesAndTargets() {
		return changed((flag) -> flag.remove(List.of("rules", "targets", "contextTargets")));
	}

	/**
	 * This flag serving something else to those whom no target and no rule takes.
	 * @param serving what to serve
	 * @return the changed definition
	 */
	public FlagDefinition servingOtherwise(FlagServing serving) {
		return changed((flag) -> serve(flag.putObject("fallthrough"), serving));
	}

	/**
	 * This flag with a prerequisite more: it counts as off unless another flag is on and
	 * serves a certain variation.
	 * @param key the other flag's key
	 * @param variation the index of the other flag's variation
	 * @return the changed definition
	 */
	public FlagDefinition withPrerequisite(String key, int variation) {
		return changed(
				(flag) -> flag.withArray("prerequisites").addObject().put("key", key).put("variation", variation));
	}

	FlagDefinition withVersion(int version) {
		return changed((flag) -> flag.put("version", version));
	}

	private static void serve(ObjectNode target, FlagServing serving) {
		if (serving instanceof FlagServing.Variation variation) {
			target.put("variation", variation.index());
		}
		else if (serving instanceof FlagServing.Rollout rollout) {
			ArrayNode variations = target.putObject("rollout").put("contextKind", "user").putArray("variations");
			for (int i = 0; i < rollout.weights().size(); i++) {
				variations.addObject().put("variation", i).put("weight", rollout.weights().get(i));
			}
		}
	}

	private FlagDefinition changed(Consumer<ObjectNode> change) {
		ObjectNode copy = this.tree.deepCopy();
		change.accept(copy);
		return new FlagDefinition(copy);
	}

	JsonNode tree() {
		return this.tree;
	}

	/**
	 * The definition in LaunchDarkly's format.
	 * @return JSON
	 */
	public String json() {
		return this.tree.toString();
	}

	@Override
	public String toString() {
		return json();
	}

}
