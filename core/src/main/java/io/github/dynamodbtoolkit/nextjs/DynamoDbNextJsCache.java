package io.github.dynamodbtoolkit.nextjs;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.ItemPage;
import io.github.dynamodbtoolkit.table.TableClient;
import org.jspecify.annotations.Nullable;

/**
 * The handler's table; {@link NextJsCache} has the layout. An entry is deleted before the
 * row that leads to it, so that whatever is interrupted can be repeated.
 */
final class DynamoDbNextJsCache implements NextJsCache {

	private static final int PAGE = 100;

	/** What Next.js writes before a path to make a tag of it. */
	private static final String PATH = "_N_T_";

	private final TableClient table;

	private final String keyPrefix;

	DynamoDbNextJsCache(TableClient table, String keyPrefix) {
		this.table = table;
		this.keyPrefix = keyPrefix;
	}

	@Override
	public void revalidatePath(String path) {
		if (!path.startsWith("/")) {
			throw new IllegalArgumentException("path must begin with a slash, got '" + path + "'.");
		}
		revalidateTags(switch (path) {
			case "/", "/index" -> List.of(PATH + "/", PATH + "/index");
			default -> List.of(PATH + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
		});
	}

	@Override
	public void revalidateTags(Collection<String> tags) {
		Set.copyOf(tags).forEach(this::revalidateTag);
	}

	private void revalidateTag(String tag) {
		String after = null;
		do {
			ItemPage page = this.table.pageOfIndex(tag, after, PAGE, CallKind.BULK);
			this.table.deleteAll(entriesAndThenRows(tag, page), CallKind.BULK);
			after = page.next();
		}
		while (after != null);
	}

	private Collection<ItemKey> entriesAndThenRows(String tag, ItemPage page) {
		Set<ItemKey> entries = new LinkedHashSet<>();
		Set<ItemKey> rows = new LinkedHashSet<>();
		for (String row : page.items().keySet()) {
			String entry = entry(tag, row);
			if (entry != null) {
				entries.add(this.table.keys().nextJs(entry));
				rows.add(this.table.keys().nextJs(row));
			}
		}
		entries.addAll(rows);
		return entries;
	}

	/**
	 * The entry to which a row leads. The prefix may stand before the whole or before the
	 * entry's key; a row without it belongs to another application.
	 */
	private @Nullable String entry(String tag, String row) {
		String marker = "__tag__" + tag + "__";
		if (row.startsWith(this.keyPrefix + marker)) {
			String rest = row.substring(this.keyPrefix.length() + marker.length());
			return rest.startsWith(this.keyPrefix) ? rest : this.keyPrefix + rest;
		}
		return row.startsWith(marker + this.keyPrefix) ? row.substring(marker.length()) : null;
	}

}
