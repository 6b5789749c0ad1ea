package io.github.dynamodbtoolkit.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.table.Consistency;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of {@link FlagWriter#importAll}. An empty store is filled by an init; later,
 * each difference is an upsert of a version above the one seen, repeated if somebody else
 * was faster.
 */
final class FlagImport {

	private static final JsonMapper json = JsonMapper.shared();

	private static final Map<String, FlagKind> SECTIONS = Map.of("segments", FlagKind.SEGMENTS, "flags",
			FlagKind.FLAGS);

	/** How often a write is tried of which somebody else was faster. */
	static final int ATTEMPTS = 10;

	private static final int MAX_PROBLEMS_TOLD = 20;

	private final FlagStore store;

	/** Segments first, since flags refer to them. */
	private final Map<FlagKind, Map<String, ObjectNode>> data = new LinkedHashMap<>();

	private int written;

	private int unchanged;

	private int deleted;

	FlagImport(FlagStore store, String file) {
		this.store = store;
		JsonNode sections = FlagDefinition.object("The file", file);
		sections.propertyNames().forEach((name) -> {
			if (!SECTIONS.containsKey(name)) {
				throw new IllegalArgumentException(
						"The file has a section '" + name + "'; only 'flags' and 'segments' can be imported.");
			}
		});
		read(FlagKind.SEGMENTS, sections.path("segments"));
		read(FlagKind.FLAGS, sections.path("flags"));
		requireValid();
	}

	private void read(FlagKind kind, JsonNode section) {
		if (section.isMissingNode()) {
			return;
		}
		Map<String, ObjectNode> items = new LinkedHashMap<>();
		section.properties().forEach((item) -> {
			if (!(item.getValue() instanceof ObjectNode tree)) {
				throw new IllegalArgumentException(kind.label() + " '" + item.getKey() + "' is not a JSON object.");
			}
			items.put(item.getKey(), tree);
		});
		this.data.put(kind, items);
	}

	private void requireValid() {
		Map<String, JsonNode> flags = new LinkedHashMap<>(known(FlagKind.FLAGS));
		Map<String, JsonNode> segments = new LinkedHashMap<>(known(FlagKind.SEGMENTS));
		List<String> problems = new ArrayList<>();
		this.data.forEach((kind, items) -> items.forEach((key, tree) -> {
			String problem = FlagCheck.problems(kind, key, tree, flags, segments.keySet());
			if (!problem.isEmpty()) {
				problems.add(problem);
			}
		}));
		if (!problems.isEmpty()) {
			throw new IllegalArgumentException(
					String.join(" ", problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS_TOLD))));
		}
	}

	/** What items may refer to: the file's, or the stored if it has none. */
	private Map<String, ? extends JsonNode> known(FlagKind kind) {
		Map<String, ObjectNode> given = this.data.get(kind);
		if (given != null) {
			return given;
		}
		Map<String, JsonNode> stored = new LinkedHashMap<>();
		this.store.getAll(kind, Consistency.STRONG).forEach((key, item) -> {
			if (item.json() != null) {
				stored.put(key, json.readTree(item.json()));
			}
		});
		return stored;
	}

	InitResult run() {
		if (!this.store.isInitialized()) {
			return this.store.init(firstVersions());
		}
		this.data.forEach((kind, items) -> {
			Map<String, FlagItem> stored = this.store.getAll(kind, Consistency.STRONG);
			items.forEach((key, tree) -> write(kind, key, tree, stored.get(key)));
			stored.forEach((key, item) -> {
				if (!item.deleted() && !items.containsKey(key)) {
					delete(kind, key, item);
				}
			});
		});
		return new InitResult(this.written, this.unchanged, this.deleted, 0, List.of());
	}

	private Map<FlagKind, Map<String, FlagItem>> firstVersions() {
		Map<FlagKind, Map<String, FlagItem>> first = new LinkedHashMap<>();
		this.data.forEach((kind, items) -> {
			Map<String, FlagItem> versions = new LinkedHashMap<>();
			items.forEach((key, tree) -> versions.put(key, next(tree, null)));
			first.put(kind, versions);
		});
		return first;
	}

	private void write(FlagKind kind, String key, ObjectNode tree, @Nullable FlagItem stored) {
		FlagItem seen = stored;
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			if (saysTheSame(seen, tree)) {
				this.unchanged++;
				return;
			}
			if (this.store.upsert(kind, key, next(tree, seen))) {
				this.written++;
				return;
			}
			seen = this.store.get(kind, key);
		}
		throw new FlagConflictException(key, (seen != null) ? seen.version() : 0);
	}

	private void delete(FlagKind kind, String key, FlagItem stored) {
		FlagItem seen = stored;
		for (int attempt = 0; attempt < ATTEMPTS && seen != null && !seen.deleted(); attempt++) {
			if (this.store.upsert(kind, key, FlagItem.tombstone(seen.version() + 1))) {
				this.deleted++;
				return;
			}
			seen = this.store.get(kind, key);
		}
	}

	private static boolean saysTheSame(@Nullable FlagItem stored, ObjectNode tree) {
		return stored != null && stored.json() != null
				&& withVersion((ObjectNode) json.readTree(stored.json()), 0).equals(withVersion(tree, 0));
	}

	private static FlagItem next(ObjectNode tree, @Nullable FlagItem stored) {
		int version = Math.max(tree.path("version").asInt(0), (stored != null) ? stored.version() + 1 : 1);
		return new FlagItem(version, withVersion(tree, version).toString());
	}

	private static ObjectNode withVersion(ObjectNode tree, int version) {
		return tree.deepCopy().put("version", version);
	}

}
