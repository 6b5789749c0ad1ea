package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.Objects;

import io.github.dynamodbtoolkit.flags.FlagItem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A flag.
 *
 * @param name its key
 * @param version its version
 * @param on whether targets, rules and rollouts count
 * @param variations how many values it can have
 * @param targets how many contexts are targeted one by one
 * @param rules how many rules it has
 * @param rollout whether a part of those gets it whom no target and no rule takes
 * @param definition its definition in LaunchDarkly's format, where values are shown and
 * only one flag is asked for
 */
record FlagView(String name, int version, boolean on, int variations, int targets, int rules, boolean rollout,
		@Nullable String definition) implements OperationResponseBody {

	private static final JsonMapper json = JsonMapper.shared();

	static FlagView of(String name, FlagItem item, boolean showDefinition) {
		String definition = Objects.requireNonNull(item.json());
		JsonNode flag = json.readTree(definition);
		return new FlagView(name, item.version(), flag.path("on").asBoolean(false), flag.path("variations").size(),
				targets(flag), flag.path("rules").size(), flag.path("fallthrough").has("rollout"),
				showDefinition ? definition : null);
	}

	private static int targets(JsonNode flag) {
		return flag.path("targets").valueStream().mapToInt((target) -> target.path("values").size()).sum();
	}

}
