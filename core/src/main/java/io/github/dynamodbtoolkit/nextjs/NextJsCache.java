package io.github.dynamodbtoolkit.nextjs;

import java.util.Collection;

import io.github.dynamodbtoolkit.table.TableClient;

/**
 * What Next.js has cached in a table of {@code nextjs-dynamodb-cache}, so that an
 * application that changes data can have the pages made anew that show it. Safe for use
 * by many threads.
 *
 * <table>
 * <caption>Items of a table with the keys of
 * {@link io.github.dynamodbtoolkit.table.TableSchema#NEXTJS}</caption>
 * <tr>
 * <th>item</th>
 * <th>{@code key}</th>
 * <th>attributes</th>
 * </tr>
 * <tr>
 * <td>entry</td>
 * <td>its key</td>
 * <td>{@code value}, {@code tags}, {@code expiresAt}</td>
 * </tr>
 * <tr>
 * <td>tag of an entry</td>
 * <td>{@code __tag__<tag>__<key of the entry>}</td>
 * <td>{@code tag}, by which the index finds it</td>
 * </tr>
 * </table>
 *
 * A tag's entries are deleted one by one, as the handler does itself: 1 Query per hundred
 * of them, and 1 BatchWriteItem per twelve; their number is what it costs. The index lags
 * behind its table for a moment, so an entry may be missed that was written just before.
 */
public interface NextJsCache {

	/**
	 * Deletes all entries that carry one of the tags, as {@code revalidateTag} does.
	 * @param tags the tags
	 * @throws io.github.dynamodbtoolkit.table.TableException if an entry may be left;
	 * repeating the call completes it
	 */
	void revalidateTags(Collection<String> tags);

	/**
	 * Deletes all entries of a path, as {@code revalidatePath} does.
	 * @param path the path as Next.js knows it, such as {@code /products/7}; to have all
	 * pages below a layout made anew, the path of its folder and {@code /layout}
	 * @throws io.github.dynamodbtoolkit.table.TableException if an entry may be left;
	 * repeating the call completes it
	 * @throws IllegalArgumentException if the path does not begin with a slash
	 */
	void revalidatePath(String path);

	/**
	 * Makes it.
	 * @param table a table of the schema
	 * {@link io.github.dynamodbtoolkit.table.TableSchema#NEXTJS}; its own key prefix is
	 * not used
	 * @param settings how the handler is configured
	 * @return the cache
	 */
	static NextJsCache on(TableClient table, NextJsSettings settings) {
		return new DynamoDbNextJsCache(table.forStore("nextjs", settings.schema()), settings.keyPrefix());
	}

}
