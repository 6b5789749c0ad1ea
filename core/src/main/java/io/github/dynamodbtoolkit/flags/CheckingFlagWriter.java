package io.github.dynamodbtoolkit.flags;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.dynamodbtoolkit.table.Consistency;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what {@link FlagCheck} finds nothing wrong with. The version that a definition
 * was read as is the optimistic lock: it is written as the next one, which the store
 * refuses if that is taken.
 */
final class CheckingFlagWriter implements FlagWriter {

	private static final JsonMapper json = JsonMapper.shared();

	private final FlagStore store;

	private volatile boolean initialized;

	CheckingFlagWriter(FlagStore store) {
		this.store = store;
	}

	@Override
	public @Nullable FlagDefinition find(String key) {
		FlagItem item = this.store.get(FlagKind.FLAGS, key);
		return item != null && item.json() != null ? definition(item.version(), item.json()) : null;
	}

	/** The version in the table counts, not the one in the definition. */
	private static FlagDefinition definition(int version, String definition) {
		return FlagDefinition.of((ObjectNode) json.readTree(definition)).withVersion(version);
	}

	@Override
	public FlagDefinition save(FlagDefinition flag) {
		requireValid(flag);
		FlagDefinition next = flag.withVersion(1 + ((flag.version() > 0) ? flag.version() : versionBefore(flag.key())));
		write(next.key(), flag.version(), new FlagItem(next.version(), next.json()));
		return next;
	}

	private void requireValid(FlagDefinition flag) {
		boolean refersToFlags = !flag.tree().path("prerequisites").isEmpty();
		boolean refersToSegments = flag.tree()
			.findValuesAsString("op")
			.contains(FlagOperator.SEGMENT_MATCH.launchDarklyName());
		Map<String, JsonNode> flags = refersToFlags ? definitions(FlagKind.FLAGS) : Map.of();
		Set<String> segments = refersToSegments ? definitions(FlagKind.SEGMENTS).keySet() : Set.of();
		String problems = FlagCheck.problems(FlagKind.FLAGS, flag.key(), flag.tree(), flags, segments);
		if (!problems.isEmpty()) {
			throw new IllegalArgumentException(problems);
		}
	}

	/** A new flag may follow on a deleted one. */
	private int versionBefore(String key) {
		FlagItem present = this.store.get(FlagKind.FLAGS, key);
		if (present != null && !present.deleted()) {
			throw new FlagConflictException(key, 0);
		}
		return present != null ? present.version() : 0;
	}

	@Override
	public FlagDefinition replace(FlagDefinition flag) {
		requireValid(flag);
		int seen = 0;
		for (int attempt = 0; attempt < FlagImport.ATTEMPTS; attempt++) {
			FlagItem present = this.store.get(FlagKind.FLAGS, flag.key());
			seen = present != null ? present.version() : 0;
			FlagDefinition next = flag.withVersion(1 + seen);
			if (this.store.upsert(FlagKind.FLAGS, next.key(), new FlagItem(next.version(), next.json()))) {
				markOnce();
				return next;
			}
		}
		throw new FlagConflictException(flag.key(), seen);
	}

	@Override
	public void delete(FlagDefinition flag) {
		write(flag.key(), flag.version(), FlagItem.tombstone(flag.version() + 1));
	}

	private void write(String key, int read, FlagItem item) {
		if (!this.store.upsert(FlagKind.FLAGS, key, item)) {
			throw new FlagConflictException(key, read);
		}
		markOnce();
	}

	private void markOnce() {
		if (!this.initialized) {
			this.store.markInitialized();
			this.initialized = true;
		}
	}

	@Override
	public InitResult importAll(String file) {
		return new FlagImport(this.store, file).run();
	}

	@Override
	public String exportAll() {
		Map<String, Object> sections = new LinkedHashMap<>();
		sections.put("flags", new TreeMap<>(definitions(FlagKind.FLAGS)));
		sections.put("segments", new TreeMap<>(definitions(FlagKind.SEGMENTS)));
		return json.writerWithDefaultPrettyPrinter().writeValueAsString(sections);
	}

	private Map<String, JsonNode> definitions(FlagKind kind) {
		Map<String, JsonNode> definitions = new HashMap<>();
		this.store.getAll(kind, Consistency.STRONG).forEach((key, item) -> {
			if (item.json() != null) {
				definitions.put(key, definition(item.version(), item.json()).tree());
			}
		});
		return definitions;
	}

}
