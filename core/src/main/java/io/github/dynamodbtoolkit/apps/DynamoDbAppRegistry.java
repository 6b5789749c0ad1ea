package io.github.dynamodbtoolkit.apps;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.Objects;

import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.ItemPage;
import io.github.dynamodbtoolkit.table.Keys;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.Transaction;
import io.github.dynamodbtoolkit.table.TransactionResult;
import io.github.dynamodbtoolkit.table.TransactionResult.Refusal;
import io.github.dynamodbtoolkit.table.Update;
import org.jspecify.annotations.Nullable;

/**
 * Apps on DynamoDB; {@link AppRegistry} has the layout.
 * <p>
 * The guard of a key decides between apps that want it: it is written in one transaction
 * with the app, unless it is another's. The key in the app's own item decides between
 * writers of one app: it must still be the one that was read, so that no guard is left
 * behind or taken away from its app.
 */
final class DynamoDbAppRegistry implements AppRegistry {

	/** Whose the key is that a guard guards. */
	private static final String OWNER = "GuardedAppId";

	private static final Expression IS_FREE_OR_MINE = Expression
		.of("attribute_not_exists(#AppId) OR #GuardedAppId = :id");

	private static final Expression IS_NOT_THERE = Expression.of("attribute_not_exists(#AppId)");

	private static final Expression HAS_KEY = Expression.of("#AppKey = :seen");

	private static final Expression HAS_NO_KEY = Expression
		.of("attribute_exists(#AppId) AND attribute_not_exists(#AppKey)");

	/** A guard has none. */
	private static final Expression IS_AN_APP = Expression.of("attribute_exists(#AppKey) OR attribute_exists(#key)");

	/** Nobody has written the guard since it was seen. */
	private static final Expression IS_STILL = Expression.of("#AppSecret = :secret");

	private static final Expression IS_STILL_DAMAGED = Expression
		.of("attribute_not_exists(#AppSecret) OR NOT attribute_type(#AppSecret, :string)");

	/** The guard's number in the transaction that writes an app. */
	private static final int GUARD = 1;

	private static final int MAX_ATTEMPTS = 3;

	private static final int LARGEST_PAGE = 1000;

	/** So long an index may lag behind its table, by experience. */
	private static final Duration INDEX_LAG = Duration.ofMillis(200);

	/** So that strangers who guess keys do not hold all threads of a server. */
	private static final int MOST_SECOND_LOOKS = 8;

	private final Semaphore secondLooks = new Semaphore(MOST_SECOND_LOOKS);

	private final TableClient table;

	private final AppRegistrySettings settings;

	private final AppLog log;

	private final AppItems items;

	private final RememberedApps byId;

	private final RememberedApps byKey;

	DynamoDbAppRegistry(TableClient table, AppRegistrySettings settings) {
		this.table = table;
		this.settings = settings;
		this.log = new AppLog(table.settings().metrics());
		this.items = new AppItems(this.log, settings.serverLevel());
		this.byId = new RememberedApps(this::readById, settings, table.time(), this.log);
		this.byKey = new RememberedApps(this::readByKey, settings, table.time(), this.log);
	}

	@Override
	public @Nullable App findById(String id) {
		return canBeAsked(id) && !Keys.isAppKeyGuard(id) ? this.byId.find(id) : null;
	}

	@Override
	public @Nullable App findByKey(String key) {
		return canBeAsked(key) ? this.byKey.find(key) : null;
	}

	/** No app can have such a name, and DynamoDB might reject the question. */
	private static boolean canBeAsked(String name) {
		int bytes = name.getBytes(StandardCharsets.UTF_8).length;
		return bytes > 0 && bytes <= App.MAX_BYTES && StandardCharsets.UTF_8.newEncoder().canEncode(name);
	}

	private @Nullable App readById(String id) {
		Item item = this.table.get(this.table.keys().app(id), Consistency.EVENTUAL, CallKind.LOOKUP);
		return item != null ? this.items.read(item) : null;
	}

	private @Nullable App readByKey(String key) {
		List<Item> found = ofKey(key);
		if (found.isEmpty()) {
			found = lookAgainIfFewDo(key);
		}
		else if (found.size() > 1) {
			found = lookAgain(key);
		}
		if (found.size() > 1) {
			this.log.record(AppEvent.DUPLICATE_KEY);
			throw new AppKeyException("Apps '" + id(found.get(0)) + "' and '" + id(found.get(1))
					+ "' have the same AppKey, and neither is found by it. Give one of them another.");
		}
		return found.isEmpty() ? null : this.items.read(found.get(0));
	}

	private List<Item> lookAgainIfFewDo(String key) {
		if (!this.secondLooks.tryAcquire()) {
			return List.of();
		}
		try {
			return lookAgain(key);
		}
		finally {
			this.secondLooks.release();
		}
	}

	private List<Item> lookAgain(String key) {
		waitForTheIndex();
		return ofKey(key);
	}

	/** At most two, which is one too many. */
	private List<Item> ofKey(String key) {
		return List.copyOf(this.table.pageOfIndex(key, null, 2, CallKind.LOOKUP).items().values());
	}

	/** If interrupted, the next call says so. */
	private void waitForTheIndex() {
		try {
			this.table.time().sleep(INDEX_LAG);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void save(App app) {
		try {
			Expression free = IS_FREE_OR_MINE.with(":id", app.id());
			Expression guard = free;
			for (int i = 0; i < MAX_ATTEMPTS; i++) {
				TransactionResult result = trySave(app, guard);
				if (result.applied()) {
					return;
				}
				Refusal taken = result.of(GUARD);
				if (taken != null) {
					guard = taken.item() != null ? takeOver(app, taken.item()) : free;
				}
			}
			throw new AppConflictException(app.id());
		}
		finally {
			forget(app.id(), app.key());
		}
	}

	private TransactionResult trySave(App app, Expression guard) {
		ItemKey itemKey = this.table.keys().app(app.id());
		Item present = this.table.get(itemKey, Consistency.STRONG, CallKind.LOOKUP);
		String before = present != null ? AppItems.text(present, AppAttribute.KEY) : null;
		Transaction transaction = new Transaction()
			.update(itemKey, Update.of(this.items.write(app, present)).when(isUnchanged(present)))
			.put(guard(app), guard);
		if (!app.key().equals(before)) {
			requireFree(app);
			free(before, app.id(), transaction);
		}
		return this.table.transact(transaction, CallKind.LOOKUP);
	}

	private static Expression isUnchanged(@Nullable Item present) {
		if (present == null) {
			return IS_NOT_THERE;
		}
		String key = present.string(AppAttribute.KEY.name());
		return key != null ? HAS_KEY.with(":seen", key) : HAS_NO_KEY;
	}

	/**
	 * soketi would take it for an app with a secret that everybody knows, so it has one
	 * that nobody does. Made anew each time, it tells whether the guard has been written.
	 */
	private Item guard(App app) {
		return Item.of(this.table.keys().appKeyGuard(app.key()))
			.set(OWNER, app.id())
			.set(AppAttribute.SECRET.name(), AppSecret.random().reveal())
			.set(AppAttribute.ENABLED.name(), false)
			.build();
	}

	/** An app that was written without a guard may have the key. */
	private void requireFree(App app) {
		for (Item other : ofKey(app.key())) {
			requireNotKeyOf(id(other), app);
		}
	}

	/**
	 * A guard may be left of an app that was deleted or given another key without this
	 * library.
	 */
	private Expression takeOver(App app, Item guard) {
		requireNotKeyOf(String.valueOf(guard.string(OWNER)), app);
		String secret = guard.string(AppAttribute.SECRET.name());
		return secret != null ? IS_STILL.with(":secret", secret) : IS_STILL_DAMAGED.with(":string", "S");
	}

	/** The index may lag behind, the item itself does not. No app has an empty id. */
	private void requireNotKeyOf(String other, App app) {
		Item item = other.isEmpty() || other.equals(app.id()) ? null
				: this.table.get(this.table.keys().app(other), Consistency.STRONG, CallKind.LOOKUP);
		if (item != null && app.key().equals(AppItems.text(item, AppAttribute.KEY))) {
			throw new AppKeyException("App '" + app.id() + "' cannot have this key, because app '" + other
					+ "' has it. Use another key.");
		}
	}

	/** Adds the deletion of a key's guard, if there is one and it is this app's. */
	private void free(@Nullable String key, String id, Transaction transaction) {
		if (key == null) {
			return;
		}
		ItemKey itemKey = this.table.keys().appKeyGuard(key);
		Item guard = this.table.get(itemKey, Consistency.STRONG, CallKind.LOOKUP);
		if (guard != null && id.equals(guard.string(OWNER))) {
			transaction.delete(itemKey, IS_FREE_OR_MINE.with(":id", id));
		}
	}

	@Override
	public @Nullable AppSecret rotateSecret(String id) {
		AppSecret secret = AppSecret.random();
		return change(id, AppAttribute.SECRET, secret.reveal()) ? secret : null;
	}

	@Override
	public boolean enable(String id) {
		return change(id, AppAttribute.ENABLED, true);
	}

	@Override
	public boolean disable(String id) {
		return change(id, AppAttribute.ENABLED, false);
	}

	private boolean change(String id, AppAttribute attribute, Object value) {
		if (!canBeAsked(id)) {
			return false;
		}
		try {
			Update update = Update.of(AppItems.write(attribute, value)).when(IS_AN_APP);
			return this.table.update(this.table.keys().app(id), update, CallKind.LOOKUP).applied();
		}
		finally {
			forget(id, null);
		}
	}

	@Override
	public boolean delete(String id) {
		if (!canBeAsked(id) || Keys.isAppKeyGuard(id)) {
			return false;
		}
		try {
			ItemKey itemKey = this.table.keys().app(id);
			for (int i = 0; i < MAX_ATTEMPTS; i++) {
				Item present = this.table.get(itemKey, Consistency.STRONG, CallKind.LOOKUP);
				if (present == null) {
					return i > 0;
				}
				Transaction transaction = new Transaction().delete(itemKey, isUnchanged(present));
				free(AppItems.text(present, AppAttribute.KEY), id, transaction);
				if (this.table.transact(transaction, CallKind.LOOKUP).applied()) {
					return true;
				}
			}
			throw new AppConflictException(id);
		}
		finally {
			forget(id, null);
		}
	}

	private void forget(String id, @Nullable String key) {
		this.byId.forget(id::equals, id);
		this.byKey.forget((name) -> name.equals(key), id);
	}

	@Override
	public AppPage list(@Nullable String after, int limit) {
		if (!this.settings.allowScan()) {
			throw new IllegalStateException(
					"Listing apps scans their table. " + "Set toolkit.dynamodb.apps.allow-scan=true to allow that.");
		}
		if (limit < 1 || limit > LARGEST_PAGE) {
			throw new IllegalArgumentException("limit must be between 1 and " + LARGEST_PAGE + ", got " + limit + ".");
		}
		ItemPage page = this.table.scan(after, limit, CallKind.BULK);
		List<App> apps = page.items()
			.values()
			.stream()
			.filter((item) -> !Keys.isAppKeyGuard(id(item)))
			.map(this.items::read)
			.filter(Objects::nonNull)
			.toList();
		return new AppPage(apps, page.next());
	}

	private static String id(Item item) {
		return String.valueOf(item.string(AppAttribute.ID));
	}

}
