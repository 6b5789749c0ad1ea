package io.github.dynamodbtoolkit.apps;

import io.github.dynamodbtoolkit.table.TableClient;
import org.jspecify.annotations.Nullable;

/**
 * The apps that may call, on DynamoDB and in soketi's layout, so that a soketi server and
 * a Spring application can share them. Safe for use by many threads and processes.
 *
 * <table>
 * <caption>Items of a table with the keys of
 * {@link io.github.dynamodbtoolkit.table.TableSchema#APPS}</caption>
 * <tr>
 * <th>item</th>
 * <th>{@code AppId}</th>
 * <th>attributes</th>
 * </tr>
 * <tr>
 * <td>app</td>
 * <td>the app's id</td>
 * <td>{@code AppKey}, {@code AppSecret} (S); {@code Enabled},
 * {@code EnableClientMessages}, {@code EnableUserAuthentication} (BOOL); {@code Webhooks}
 * (S, a JSON array); the {@linkplain AppLimit limits} (N) that are the app's own</td>
 * </tr>
 * <tr>
 * <td>guard of a key</td>
 * <td>{@code key#} and the key</td>
 * <td>{@code GuardedAppId} (S), and what keeps soketi from taking it for an app. It has
 * no {@code AppKey}, and so is not in the index</td>
 * </tr>
 * </table>
 *
 * Items that others wrote are read in every form that soketi's documents and its server
 * know. An app without key or secret counts as absent: nothing has a secret by default.
 * <p>
 * A look-up is remembered, by this instance, for as long as the settings say, and costs
 * nothing then. While DynamoDB gives no answer an app is served as it was last seen, for
 * five minutes at most; if nothing was seen, that DynamoDB gives no answer is thrown, and
 * never taken for there being no such app.
 */
public interface AppRegistry {

	/**
	 * Finds an app by its id: one GetItem, 0.5 read units, or nothing if it is
	 * remembered.
	 * @param id the id
	 * @return the app, be it enabled or not, or null if there is none that is usable
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 * and nothing is remembered
	 */
	@Nullable App findById(String id);

	/**
	 * Finds an app by its key: one Query of the index, 0.5 read units, or nothing if it
	 * is remembered. An index lags behind its table for a moment, so a key that seems
	 * unknown, or that two apps seem to have, is asked for once more 200 ms later.
	 * @param key the key
	 * @return the app, be it enabled or not, or null if there is none that is usable
	 * @throws AppKeyException if two apps have this key, which only other writers than
	 * this library can bring about; neither is found then
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 * and nothing is remembered
	 */
	@Nullable App findByKey(String key);

	/**
	 * Creates an app, or changes it to be as given, in one transaction: 1 GetItem, 1
	 * TransactWriteItems, and 1 Query if the key is new. Attributes that are not an app's
	 * survive. Of several writers of one app at once the last one wins.
	 * @param app the app
	 * @throws AppKeyException if another app has its key; nothing was written then
	 * @throws AppConflictException if others changed the app's key at every attempt
	 * @throws io.github.dynamodbtoolkit.table.TableException if it may not have been
	 * written
	 */
	void save(App app);

	/**
	 * Gives an app a new secret, made at random: one UpdateItem. The old one is not valid
	 * any more, for other instances when they do not remember it any more.
	 * @param id the app's id
	 * @return the new secret, or null if there is no such app
	 * @throws io.github.dynamodbtoolkit.table.TableException if it may not have been
	 * written
	 */
	@Nullable AppSecret rotateSecret(String id);

	/**
	 * Lets an app call: one UpdateItem.
	 * @param id the app's id
	 * @return false if there is no such app
	 * @throws io.github.dynamodbtoolkit.table.TableException if it may not have been
	 * written
	 */
	boolean enable(String id);

	/**
	 * Lets an app not call any more: one UpdateItem. Other instances notice when they do
	 * not remember it any more.
	 * @param id the app's id
	 * @return false if there is no such app
	 * @throws io.github.dynamodbtoolkit.table.TableException if it may not have been
	 * written
	 */
	boolean disable(String id);

	/**
	 * Deletes an app, and frees its key: 1 GetItem and 1 TransactWriteItems.
	 * @param id the app's id
	 * @return false if there was no such app
	 * @throws AppConflictException if others changed the app's key at every attempt
	 * @throws io.github.dynamodbtoolkit.table.TableException if it may not have been
	 * deleted
	 */
	boolean delete(String id);

	/**
	 * Lists apps for administration: one Scan, the only one that the toolkit makes, and
	 * only where the settings allow it. Reading all pages costs what the table is large.
	 * @param after what the last page gave as its next, null for the first page
	 * @param limit how many items are looked at, 1 to 1,000; guards and apps that are not
	 * usable are among them, so a page may have fewer apps although there are more
	 * @return the page
	 * @throws IllegalStateException if the settings do not allow it
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 */
	AppPage list(@Nullable String after, int limit);

	/**
	 * Makes a registry.
	 * @param table a table of the schema
	 * {@link io.github.dynamodbtoolkit.table.TableSchema#APPS}; its own key prefix is not
	 * used, since soketi has none
	 * @param settings how the registry behaves
	 * @return the registry
	 */
	static AppRegistry on(TableClient table, AppRegistrySettings settings) {
		return new DynamoDbAppRegistry(table.forStore("apps", settings.schema()), settings);
	}

}
