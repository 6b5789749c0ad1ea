package io.github.dynamodbtoolkit.apps;

import java.util.List;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of an app's item, under each of the names that soketi reads. Written is
 * the name in PascalCase.
 *
 * @param name its name in PascalCase
 * @param others its other names
 */
record AppAttribute(String name, List<String> others) {

	static final AppAttribute KEY = new AppAttribute("AppKey", List.of("key"));

	static final AppAttribute SECRET = new AppAttribute("AppSecret", List.of("secret"));

	static final AppAttribute ENABLED = of("enabled", null);

	static final AppAttribute CLIENT_MESSAGES = of("enableClientMessages", "enable_client_messages");

	static final AppAttribute USER_AUTHENTICATION = of("enableUserAuthentication", "enable_user_authentication");

	static final AppAttribute WEBHOOKS = of("webhooks", null);

	static final String ID = TableSchema.APPS.partitionKey();

	static AppAttribute of(String camelCase, @Nullable String snakeCase) {
		String pascalCase = Character.toUpperCase(camelCase.charAt(0)) + camelCase.substring(1);
		return new AppAttribute(pascalCase, snakeCase != null ? List.of(camelCase, snakeCase) : List.of(camelCase));
	}

	/**
	 * Reads it as soketi does: of several names the last in the order camelCase,
	 * PascalCase, snake_case counts, and nothing and an empty string count as absent.
	 * @return the value as of {@link Item#value}, or null
	 */
	@Nullable Object read(Item item) {
		Object found = null;
		for (String candidate : inOrder()) {
			Object value = item.value(candidate);
			found = value == null || value.equals("") ? found : value;
		}
		return found;
	}

	private List<String> inOrder() {
		return Stream
			.concat(Stream.of(this.others.get(0), this.name), this.others.subList(1, this.others.size()).stream())
			.toList();
	}

}
