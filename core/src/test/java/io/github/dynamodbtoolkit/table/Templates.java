package io.github.dynamodbtoolkit.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * Understands as much of the languages of our infrastructure templates as these use.
 */
final class Templates {

	private static final Path DIRECTORY = Path.of("../docs/infrastructure");

	private Templates() {
	}

	static Path path(String file) {
		return DIRECTORY.resolve(file);
	}

	static String read(String file) {
		try {
			return Files.readString(path(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Map<String, Object> yaml(String text) {
		return new Yaml().load(text);
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> map(Map<String, Object> parent, String name) {
		return (Map<String, Object>) Objects.requireNonNull(parent.get(name), name);
	}

	@SuppressWarnings("unchecked")
	static List<Map<String, Object>> list(Map<String, Object> parent, String name) {
		return (List<Map<String, Object>>) parent.getOrDefault(name, List.of());
	}

	static List<TableDefinition> pulumi() {
		return map(yaml(read("Pulumi.yaml")), "resources").values()
			.stream()
			.map((resource) -> map(castToMap(resource), "properties"))
			.map((table) -> definition(table, "${pointInTimeRecovery}"))
			.toList();
	}

	static List<TableDefinition> terraform() {
		Map<String, Object> file = Hcl.parse(read("dynamodb-toolkit.tf"));
		Map<String, Object> defaults = new HashMap<>();
		list(file, "variable")
			.forEach((variable) -> defaults.put("var." + variable.get("label"), variable.get("default")));
		return list(file, "resource").stream().map((resource) -> {
			Map<String, Object> table = new HashMap<>(resource);
			table.replace("name", defaults.get(resource.get("name")));
			table.put("attributes", table.get("attribute"));
			table.put("globalSecondaryIndexes", list(table, "globalSecondaryIndex"));
			for (String block : List.of("ttl", "pointInTimeRecovery")) {
				list(table, block).forEach((content) -> table.put(block, content));
			}
			return definition(table, "var.point_in_time_recovery");
		}).toList();
	}

	/** By the names that Pulumi has, and Terraform in its own case. */
	private static TableDefinition definition(Map<String, Object> table, String recoveryOption) {
		require("PAY_PER_REQUEST".equals(table.get("billingMode")), "billing of " + table);
		Map<String, Object> index = only(list(table, "globalSecondaryIndexes"));
		require(index.isEmpty() || "ALL".equals(index.get("projectionType")), "projection of " + table);
		Map<String, Object> ttl = table.containsKey("ttl") ? map(table, "ttl") : Map.of();
		require(ttl.isEmpty() || "true".equals(String.valueOf(ttl.get("enabled"))), "ttl of " + table);
		requireRecovery(
				table.containsKey("pointInTimeRecovery") ? map(table, "pointInTimeRecovery").get("enabled") : null,
				recoveryOption, ttl.isEmpty(), table);
		requireProtection("true".equals(String.valueOf(table.get("deletionProtectionEnabled"))), ttl.isEmpty(), table);
		return new TableDefinition((String) table.get("name"), present(table.get("hashKey"), table.get("rangeKey")),
				strings(list(table, "attributes")),
				present(index.get("name"), index.get("hashKey"), index.get("rangeKey")),
				(String) ttl.get("attributeName"));
	}

	static List<TableDefinition> sst() {
		String text = read("sst.ts").replaceAll("(?m)//.*$", "").replaceAll("named\\((\".*?\")\\)", "$1");
		return found(text, "sst\\.aws\\.Dynamo\\(\"\\w+\", (\\{.*?\\n})\\);")
			.map((match) -> sst(yaml(match.group(1).replace("\t", " "))))
			.toList();
	}

	private static TableDefinition sst(Map<String, Object> table) {
		Map<String, Object> primary = map(table, "primaryIndex");
		List<String> index = new ArrayList<>();
		if (table.containsKey("globalIndexes")) {
			map(table, "globalIndexes").forEach((name, keys) -> index
				.addAll(present(name, castToMap(keys).get("hashKey"), castToMap(keys).get("rangeKey"))));
		}
		Map<String, Object> fields = map(table, "fields");
		require(fields.values().stream().allMatch("string"::equals), "types of " + table);
		Map<String, Object> transformed = map(map(table, "transform"), "table");
		requireRecovery(map(transformed, "pointInTimeRecovery").get("enabled"), "pointInTimeRecovery",
				!table.containsKey("ttl"), table);
		requireProtection("production".equals(transformed.get("deletionProtectionEnabled")), !table.containsKey("ttl"),
				table);
		return new TableDefinition((String) transformed.get("name"),
				present(primary.get("hashKey"), primary.get("rangeKey")), fields.keySet(), index,
				(String) table.get("ttl"));
	}

	static List<TableDefinition> cdk() {
		return found(read("DynamoDbToolkitTables.java"), "private (?:static )?Table \\w+\\(\\) \\{(.*?)\\n\\t}")
			.map((match) -> match.group(1))
			.map(Templates::cdk)
			.toList();
	}

	private static TableDefinition cdk(String method) {
		require(method.contains(".billingMode(BillingMode.PAY_PER_REQUEST)"), "billing of " + method);
		int cut = method.indexOf("addGlobalSecondaryIndex");
		String table = (cut >= 0) ? method.substring(0, cut) : method;
		String index = (cut >= 0) ? method.substring(cut) : "";
		require(index.isEmpty() || index.contains(".projectionType(ProjectionType.ALL)"), "projection of " + method);
		requireRecovery(table.contains(".pointInTimeRecoverySpecification(recovery())") ? "recovery()" : null,
				"recovery()", !table.contains("timeToLiveAttribute"), method);
		requireProtection(table.contains(".deletionProtection(true)"), !table.contains("timeToLiveAttribute"), method);
		List<String> keys = present(string(table, "partitionKey"), string(table, "sortKey"));
		List<String> indexKeys = present(string(index, "partitionKey"), string(index, "sortKey"));
		return new TableDefinition(string(table, "tableName"), keys,
				Stream.concat(keys.stream(), indexKeys.stream()).collect(Collectors.toSet()),
				Stream.concat(present(string(index, "indexName")).stream(), indexKeys.stream()).toList(),
				string(table, "timeToLiveAttribute"));
	}

	private static @Nullable String string(String code, String method) {
		return found(code, "\\." + method + "\\((?:string\\()?\"(\\w[\\w-]*)\"\\)").map((match) -> match.group(1))
			.findFirst()
			.orElse(null);
	}

	static Stream<MatchResult> found(String text, String pattern) {
		return Pattern.compile(pattern, Pattern.DOTALL).matcher(text).results();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> castToMap(Object value) {
		return (Map<String, Object>) value;
	}

	private static List<String> present(@Nullable Object... values) {
		return Stream.of(values).filter(Objects::nonNull).map(String.class::cast).toList();
	}

	private static Map<String, Object> only(List<Map<String, Object>> list) {
		require(list.size() <= 1, "number of " + list);
		return list.isEmpty() ? Map.of() : list.get(0);
	}

	private static Set<String> strings(List<Map<String, Object>> attributes) {
		require(attributes.stream().allMatch((attribute) -> "S".equals(attribute.get("type"))), "types " + attributes);
		return attributes.stream()
			.map((attribute) -> (String) attribute.get("name"))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Point-in-time recovery is an option where people write; what expires can be made
	 * anew.
	 */
	private static void requireRecovery(@Nullable Object recovery, Object option, boolean written, Object table) {
		require(written == option.equals(recovery), "point-in-time recovery of " + table);
	}

	/** What people write is not deleted by mistake. */
	private static void requireProtection(boolean present, boolean written, Object table) {
		require(written == present, "deletion protection of " + table);
	}

	private static void require(boolean condition, String what) {
		if (!condition) {
			throw new AssertionError("Not as expected: the " + what);
		}
	}

	/** Terraform's language, a line at a time; its names in camel case. */
	private static final class Hcl {

		private static final Pattern BLOCK = Pattern.compile("(\\w+)(?: =)?(?: \"[^\"]*\")*? ?(?:\"([^\"]*)\" )?\\{");

		private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+) *= *(?:\"([^\"]*)\"|(.+))");

		private final List<String> lines;

		private int next;

		private Hcl(List<String> lines) {
			this.lines = lines;
		}

		static Map<String, Object> parse(String text) {
			return new Hcl(text.lines().map(String::strip).filter((line) -> !line.startsWith("#")).toList()).block();
		}

		private Map<String, Object> block() {
			Map<String, Object> content = new HashMap<>();
			while (this.next < this.lines.size()) {
				String line = this.lines.get(this.next++);
				if (line.equals("}")) {
					return content;
				}
				read(line, content);
			}
			return content;
		}

		private void read(String line, Map<String, Object> content) {
			var block = BLOCK.matcher(line);
			if (block.matches()) {
				Map<String, Object> child = block();
				child.put("label", block.group(2));
				child(content, camelCase(block.group(1))).add(child);
				return;
			}
			var attribute = ATTRIBUTE.matcher(line);
			if (attribute.matches()) {
				content.put(camelCase(attribute.group(1)),
						(attribute.group(2) != null) ? attribute.group(2) : attribute.group(3));
				return;
			}
			require(line.isEmpty(), "line " + line);
		}

		private static String camelCase(String name) {
			return Pattern.compile("_(\\w)")
				.matcher(name)
				.replaceAll((letter) -> letter.group(1).toUpperCase(Locale.ROOT));
		}

		@SuppressWarnings("unchecked")
		private static List<Map<String, Object>> child(Map<String, Object> content, String type) {
			return (List<Map<String, Object>>) content.computeIfAbsent(type, (key) -> new ArrayList<>());
		}

	}

	/**
	 * CloudFormation, with each {@code Ref} of a table's name resolved to its default.
	 */
	static Map<String, Object> cloudFormationTables() {
		Map<String, Object> template = yaml(read("cloudformation.yaml"));
		Map<String, Object> parameters = map(template, "Parameters");
		Function<Object, Object> resolve = (
				value) -> (value instanceof Map<?, ?> reference && reference.containsKey("Ref"))
						? map(parameters, (String) reference.get("Ref")).get("Default") : value;
		return map(template, "Resources").values()
			.stream()
			.map((resource) -> map(castToMap(resource), "Properties"))
			.peek((properties) -> properties.replaceAll((name, value) -> resolve.apply(value)))
			.peek((properties) -> requireRecovery(properties.get("PointInTimeRecoverySpecification"),
					Map.of("PointInTimeRecoveryEnabled", Map.of("Ref", "PointInTimeRecovery")),
					!properties.containsKey("TimeToLiveSpecification"), properties))
			.peek((properties) -> requireProtection(Boolean.TRUE.equals(properties.get("DeletionProtectionEnabled")),
					!properties.containsKey("TimeToLiveSpecification"), properties))
			.collect(Collectors.toMap((properties) -> (String) properties.get("TableName"), Function.identity()));
	}

}
