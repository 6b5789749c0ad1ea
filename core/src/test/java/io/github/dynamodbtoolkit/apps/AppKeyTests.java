package io.github.dynamodbtoolkit.apps;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.Transaction;
import io.github.dynamodbtoolkit.table.Update;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.Race;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static io.github.dynamodbtoolkit.apps.AppFixture.app;
import static io.github.dynamodbtoolkit.apps.AppFixture.n;
import static io.github.dynamodbtoolkit.apps.AppFixture.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * No two apps have one key, whatever races, and where others made it so, neither is
 * found.
 */
class AppKeyTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final AppFixture fixture = new AppFixture(dynamoDb);

	private final AppRegistry registry = this.fixture.registry();

	@Test
	void oneOfManyAppsGetsTheKey() throws Exception {
		for (int round = 0; round < 20; round++) {
			String key = "wanted-" + round;
			assertThat(Race.run(8, counting((n) -> saved(App.of("racer-" + n, key, AppSecret.random())))))
				.containsOnlyOnce(true);
			assertThat(this.fixture.otherRegistry().findByKey(key)).isNotNull();
		}
	}

	/** Shows that the test above would notice. */
	@Test
	void withoutTheGuardSeveralWouldGetIt() throws Exception {
		TableClient unguarded = this.fixture.table().forStore("twin", TableSchema.APPS);
		Expression change = Expression.of("SET #AppKey = :k, #AppSecret = :s").with(":k", "wanted").with(":s", "s");
		Expression absent = Expression.of("attribute_not_exists(#AppId)");
		List<Boolean> saved = Race.run(8,
				counting((n) -> unguarded
					.transact(new Transaction().update(unguarded.keys().app("racer-" + n),
							Update.of(change).when(absent)), CallKind.LOOKUP)
					.applied()));
		assertThat(saved).containsOnly(true);
		assertThatExceptionOfType(AppKeyException.class).isThrownBy(() -> this.registry.findByKey("wanted"));
	}

	/** Two keys, swapped back and forth by many: each app has a key that is its own. */
	@Test
	void keysMoveWithTheirGuards() throws Exception {
		Race.run(6, counting((n) -> {
			boolean saved = false;
			for (int i = 0; i < 10; i++) {
				saved |= saved(App.of("mover-" + n, "key-" + (n + i) % 8, AppSecret.random()));
			}
			return saved;
		}));
		List<String> keys = Stream.of(0, 1, 2, 3, 4, 5, 6)
			.map((n) -> this.fixture.item("mover-" + n))
			.filter((item) -> !item.isEmpty())
			.map((item) -> item.get("AppKey").s())
			.toList();
		assertThat(keys).doesNotHaveDuplicates().hasSize(6);
		assertThat(this.fixture.ids()).filteredOn((id) -> id.startsWith("key#"))
			.containsExactlyInAnyOrderElementsOf(keys.stream().map((key) -> "key#" + key).toList());
	}

	private boolean saved(App app) {
		try {
			this.registry.save(app);
			return true;
		}
		catch (AppKeyException | AppConflictException ex) {
			return false;
		}
	}

	private interface Numbered {

		boolean call(int number) throws Exception;

	}

	private static Callable<Boolean> counting(Numbered action) {
		AtomicInteger counter = new AtomicInteger();
		return () -> action.call(counter.incrementAndGet());
	}

	@Test
	void takenKeyIsRefusedAndNothingIsWritten() {
		this.registry.save(app("a"));
		assertThatExceptionOfType(AppKeyException.class)
			.isThrownBy(() -> this.registry.save(App.of("b", "a-key", AppSecret.of("canary"))))
			.withMessage("App 'b' cannot have this key, because app 'a' has it. Use another key.");
		this.registry.save(app("b"));
		assertThatExceptionOfType(AppKeyException.class)
			.isThrownBy(() -> this.registry.save(app("b").withKey("a-key").withEnabled(false)));
		assertThat(this.registry.findByKey("b-key")).isEqualTo(app("b"));
		assertThat(this.fixture.ids()).containsExactlyInAnyOrder("a", "key#a-key", "b", "key#b-key");
	}

	@Test
	void formerKeyIsFree() {
		this.registry.save(app("a"));
		this.registry.save(app("a").withKey("new"));
		assertThat(this.registry.findByKey("a-key")).isNull();
		assertThat(this.registry.findByKey("new").id()).isEqualTo("a");
		this.registry.save(App.of("b", "a-key", AppSecret.of("x")));
		this.registry.delete("a");
		this.registry.save(App.of("c", "new", AppSecret.of("x")));
		assertThat(this.registry.findByKey("a-key").id()).isEqualTo("b");
		assertThat(this.fixture.ids()).containsExactlyInAnyOrder("b", "key#a-key", "c", "key#new");
	}

	@Test
	void duplicateOfOtherWritersNamesBothAppsAndFindsNeither() {
		this.fixture.write("a", Map.of("AppKey", s("same"), "AppSecret", s("canary")));
		this.fixture.write("b", Map.of("AppKey", s("same"), "AppSecret", s("canary")));
		assertThatExceptionOfType(AppKeyException.class).isThrownBy(() -> this.registry.findByKey("same"))
			.withMessageMatching("Apps '[ab]' and '[ab]' have the same AppKey, and neither is found by it\\. "
					+ "Give one of them another\\.")
			.withMessageContaining("'a'")
			.withMessageContaining("'b'");
		assertThat(this.fixture.metrics().appEvents()).containsExactly(AppEvent.DUPLICATE_KEY);
		this.registry.save(this.registry.findById("b").withKey("other"));
		assertThat(this.registry.findByKey("same").id()).isEqualTo("a");
	}

	@Test
	void keyOfAnAppWithoutGuardIsTakenToo() {
		this.fixture.write("foreign", Map.of());
		assertThatExceptionOfType(AppKeyException.class)
			.isThrownBy(() -> this.registry.save(App.of("b", "foreign-key", AppSecret.random())))
			.withMessageContaining("app 'foreign' has it");
		this.registry.save(this.registry.findById("foreign").withEnabled(false));
		assertThat(this.fixture.ids()).containsExactlyInAnyOrder("foreign", "key#foreign-key");
	}

	/** As when a foreign tool deletes an app. */
	@Test
	void guardThatWasLeftBehindDoesNotLockItsKey() {
		this.registry.save(app("a"));
		this.fixture.delete("a");
		this.registry.save(App.of("b", "a-key", AppSecret.of("x")));
		assertThat(this.registry.findByKey("a-key").id()).isEqualTo("b");
		assertThat(this.fixture.item("key#a-key").get("GuardedAppId")).isEqualTo(s("b"));
	}

	/** As somebody may have damaged it. */
	@Test
	void guardWithoutAnOwnerOrASecretDoesNotLockItsKey() {
		for (AttributeValue damage : List.of(s(""), n("1"), AttributeValue.fromNul(true))) {
			this.fixture.write(Map.of("AppId", s("key#a-key"), "GuardedAppId", damage, "AppSecret", damage));
			this.registry.save(app("a"));
			assertThat(this.registry.findByKey("a-key")).isEqualTo(app("a"));
			this.fixture.delete("a");
		}
	}

	@Test
	void savingWhoseAnswerIsLostIsDone() {
		for (Fault lost : List.of(Fault.closedAfterwards(), Fault.resetAfterwards(), Fault.truncatedAfterwards())) {
			this.fixture.http().once("TransactWriteItems", lost);
			App app = app("lost-" + this.fixture.http().attempts());
			this.registry.save(app);
			assertThat(this.registry.findById(app.id())).isEqualTo(app);
		}
	}

	@Test
	void givesUpWhenOthersChangeTheKeyEachTime() {
		this.registry.save(app("a"));
		AtomicInteger counter = new AtomicInteger();
		this.fixture.http()
			.rule((operation, number) -> !operation.equals("TransactWriteItems") ? Fault.none() : (attempt) -> {
				this.fixture.otherRegistry().save(app("a").withKey("k" + counter.incrementAndGet()));
				return attempt.send();
			});
		assertThatExceptionOfType(AppConflictException.class).isThrownBy(() -> this.registry.save(app("a")))
			.withMessage("App 'a' was changed by others at every attempt. Read it again and repeat the change.")
			.satisfies((ex) -> assertThat(ex.getId()).isEqualTo("a"));
		assertThat(counter).hasValue(3);
	}

}
