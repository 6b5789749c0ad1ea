package io.github.dynamodbtoolkit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.io.Resource;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * The reference of every property, made from the configuration metadata. For what stands
 * below a name that the user chooses, which the metadata do not have, it is made from the
 * records and their Javadoc.
 */
final class PropertiesReference {

	private static final String PREFIX = "toolkit.dynamodb";

	private static final String HEAD = """
			# Properties

			Made from the configuration metadata, which your IDE shows, too. After a change: `mvn -pl autoconfigure -am test -Dtest=PropertiesReferenceTests -Dsurefire.failIfNoSpecifiedTests=false -Dupdate-docs`.

			A duration is written `500ms`, `10s`, `5m`, `1h` or `1d`, a size `1KB` or `5MB`. Where no default stands, nothing is set.
			""";

	private final Map<String, Row> rows = new TreeMap<>();

	private final Map<String, List<Map<String, Object>>> keys = new TreeMap<>();

	private record Row(String name, String type, String defaultValue, String description) {

		String markdown() {
			return "| `" + this.name + "` | " + this.type + " | "
					+ (this.defaultValue.isEmpty() ? "" : "`" + this.defaultValue + "`") + " | " + this.description
					+ " |\n";
		}

		/** The feature whose property it is. */
		String section() {
			if (!this.name.startsWith(PREFIX + ".")) {
				return "Spring Boot";
			}
			String rest = this.name.substring(PREFIX.length() + 1);
			int dot = rest.indexOf('.');
			return (dot < 0 || rest.startsWith("time-budgets.")) ? PREFIX : PREFIX + "." + rest.substring(0, dot);
		}

	}

	/** Reads the metadata of all modules on the class path. */
	PropertiesReference() throws IOException {
		ClassLoader classLoader = getClass().getClassLoader();
		for (URL url : Collections.list(classLoader.getResources("META-INF/spring-configuration-metadata.json"))) {
			String metadata;
			try (InputStream in = url.openStream()) {
				metadata = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			}
			JsonPath.<List<Map<String, Object>>>read(metadata, "$..properties[*]").forEach(this::add);
			JsonPath.<List<Map<String, Object>>>read(metadata, "$..hints[*]").forEach(this::addKeys);
		}
	}

	private void add(Map<String, Object> property) {
		String name = (String) property.get("name");
		if (!name.startsWith(PREFIX + ".") && !name.contains(".dynamodbtoolkit.")) {
			return;
		}
		Object defaultValue = property.getOrDefault("defaultValue", "");
		String text = (defaultValue instanceof Collection<?> list)
				? list.stream().map(String::valueOf).collect(Collectors.joining(", ")) : defaultValue.toString();
		String description = (String) property.getOrDefault("description", "");
		Class<?> source = resolve((String) property.get("sourceType"));
		Type type = (source != null && source.isRecord()) ? component(source, name).getParameterizedType()
				: resolve((String) property.get("type"));
		add(name, type, text, description);
	}

	private static Class<?> resolve(String name) {
		return (name != null) ? ClassUtils.resolveClassName(name, null) : null;
	}

	private static Parameter component(Class<?> record, String name) {
		String last = name.substring(name.lastIndexOf('.') + 1);
		return components(record).stream()
			.filter((component) -> dashed(component).equals(last))
			.findAny()
			.orElseThrow();
	}

	/** As its constructor has them, because their annotations are there. */
	private static List<Parameter> components(Class<?> record) {
		return Stream.of(record.getDeclaredConstructors())
			.map((constructor) -> List.of(constructor.getParameters()))
			.filter((parameters) -> parameters.size() == record.getRecordComponents().length)
			.findFirst()
			.orElseThrow();
	}

	private void add(String name, Type type, String defaultValue, String description) {
		boolean map = type instanceof ParameterizedType generic
				&& Map.class.isAssignableFrom((Class<?>) generic.getRawType());
		if (map) {
			add(name + ".<name>", last((ParameterizedType) type), "", description);
		}
		else if (type instanceof ParameterizedType list && isOurs(last(list))) {
			addAll(name + "[<index>]", (Class<?>) last(list));
		}
		else if (isOurs(type)) {
			addAll(name, (Class<?>) type);
		}
		else {
			boolean constant = type instanceof Class<?> candidate && candidate.isEnum();
			put(name, type(type), constant ? defaultValue.replace('_', '-') : defaultValue, description);
		}
	}

	private static Type last(ParameterizedType type) {
		return type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
	}

	private static boolean isOurs(Type type) {
		return type instanceof Class<?> candidate && candidate.isRecord();
	}

	private void addAll(String prefix, Class<?> record) {
		Map<String, String> descriptions = Javadoc.of(record);
		for (Parameter component : components(record)) {
			DefaultValue defaultValue = component.getAnnotation(DefaultValue.class);
			add(prefix + "." + dashed(component), component.getParameterizedType(),
					(defaultValue != null) ? String.join(", ", defaultValue.value()) : "",
					descriptions.get(component.getName()));
		}
	}

	private static String dashed(Parameter component) {
		Name name = component.getAnnotation(Name.class);
		return DataObjectPropertyName.toDashedForm((name != null) ? name.value() : component.getName());
	}

	private void put(String name, String type, String defaultValue, String description) {
		Assert.state(description != null, () -> "No description of " + name);
		this.rows.put(name, new Row(name, type, defaultValue, description.replace("|", "\\|")));
	}

	private void addKeys(Map<String, Object> hint) {
		String name = (String) hint.get("name");
		if (name.startsWith(PREFIX + ".") && name.endsWith(".keys")) {
			this.keys.put(name.substring(0, name.length() - 5), JsonPath.read(hint, "$.values"));
		}
	}

	private static String type(Type type) {
		if (type instanceof ParameterizedType generic) {
			return "list of " + type(last(generic));
		}
		Class<?> plain = ClassUtils.resolvePrimitiveIfNecessary((Class<?>) type);
		if (plain.isEnum()) {
			return Arrays.stream(plain.getEnumConstants())
				.map((constant) -> "`" + PropertyRules.dashed((Enum<?>) constant) + "`")
				.collect(Collectors.joining(", "));
		}
		if (Number.class.isAssignableFrom(plain)) {
			return "number";
		}
		return Map
			.of(Boolean.class, "`true`, `false`", String.class, "text", Duration.class, "duration", DataSize.class,
					"size", Path.class, "file", URI.class, "URI", Resource.class, "resource")
			.get(plain);
	}

	/** The whole page. */
	String markdown() {
		StringBuilder page = new StringBuilder(HEAD);
		Map<String, List<Row>> sections = this.rows.values()
			.stream()
			.collect(Collectors.groupingBy(Row::section, TreeMap::new, Collectors.toList()));
		sections.forEach((section, properties) -> {
			page.append("\n## ").append(section).append("\n\n| property | type | default | |\n|---|---|---|---|\n");
			properties.forEach((row) -> page.append(row.markdown()));
			this.keys.forEach((name, values) -> {
				if (properties.stream().anyMatch((row) -> row.name().startsWith(name + "."))) {
					page.append("\nThe names of `").append(name).append("`:\n\n");
					values.forEach((value) -> page.append("- `")
						.append(value.get("value"))
						.append("`: ")
						.append(value.get("description"))
						.append('\n'));
				}
			});
		});
		return page.toString();
	}

	/** What the source says of the components of a record. */
	private static final class Javadoc {

		private static final Path SOURCES = Path.of("src/main/java");

		private static final Pattern PARAM = Pattern.compile("@param (\\w+)\\s(.*?)(?=\\n\\s*\\* @param|\\*/)",
				Pattern.DOTALL);

		private Javadoc() {
		}

		static Map<String, String> of(Class<?> record) {
			String source = read(record);
			int at = source.indexOf("record " + record.getSimpleName() + "(");
			return PARAM.matcher(source.substring(source.lastIndexOf("/**\n", at), at))
				.results()
				.collect(Collectors.toMap((match) -> match.group(1), (match) -> plain(match.group(2))));
		}

		private static String read(Class<?> record) {
			String outermost = record.getName().replaceAll("\\$.*", "").replace('.', '/');
			try {
				return Files.readString(SOURCES.resolve(outermost + ".java"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static String plain(String text) {
			return text.replaceAll("\\s*\\n\\s*\\* ?", " ").replaceAll("\\{@code ([^}]*)}", "`$1`").strip();
		}

	}

}
