package io.github.dynamodbtoolkit.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A cache without DynamoDB: reads are misses and loads are not stored; everything whose
 * loss would leave stale entries behind throws.
 */
class CacheOutageTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final CacheStore store = CacheFixture.store(
			TableClient.on(DynamoDbLocal.client(this.http), dynamoDb.settings().withTime(this.time)),
			TagSettings.defaults());

	private final CacheRegion cache = this.store.region("outage", CacheSettings.defaults());

	@Test
	void aReadIsAMissAndItsLoadIsNotStored() {
		this.cache.put("a", "value", EntryOptions.ofType(String.class));
		this.http.always(Fault.unreachable());
		Lookup lookup = get();
		assertThat(lookup).isInstanceOf(Lookup.Miss.class);
		this.http.heal();
		this.time.advance(Duration.ofSeconds(2));
		LoadTicket ticket = ((Lookup.Miss) lookup).ticket();
		assertThat(ticket.isUsable()).isFalse();
		assertThat(this.cache.putLoaded("a", "loaded meanwhile", ticket, EntryOptions.ofType(String.class))).isFalse();
		assertThat(get()).isEqualTo(new Lookup.Hit("value"));
		assertThat(this.cache.statistics().count(CacheEvent.READ_FAILED)).isOne();
		assertThat(this.cache.statistics().count(CacheEvent.DROPPED_STORE_FAILED)).isOne();
	}

	@Test
	void aLoadedValueIsDropped() {
		Lookup.Miss miss = (Lookup.Miss) this.cache.get("b", String.class, Set.of());
		this.http.always(Fault.unreachable());
		assertThat(this.cache.putLoaded("b", "value", miss.ticket(), EntryOptions.ofType(String.class))).isFalse();
		assertThat(this.cache.putLoaded("b", "value", miss.ticket(), new EntryOptions(String.class, Set.of("t"), null)))
			.isFalse();
		assertThat(this.cache.statistics().count(CacheEvent.DROPPED_STORE_FAILED)).isEqualTo(2);
	}

	@Test
	void whatMustNotBeLostThrows() {
		this.http.always(Fault.unreachable());
		assertThatExceptionOfType(TableException.class)
			.isThrownBy(() -> this.cache.put("a", "value", EntryOptions.ofType(String.class)));
		assertThatExceptionOfType(TableException.class)
			.isThrownBy(() -> this.cache.putIfAbsent("a", "value", EntryOptions.ofType(String.class)));
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> this.cache.evict("a"));
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> this.cache.evictIfPresent("a"));
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> this.cache.clear());
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> this.store.invalidateTags(Set.of("t")));
	}

	@Test
	void versionsThatCannotBeReadMakeAMiss() {
		this.cache.put("tagged", "value", new EntryOptions(String.class, Set.of("t"), null));
		this.time.advance(Duration.ofSeconds(1));
		this.http.rule((operation, attempt) -> operation.equals("BatchGetItem") ? Fault.unreachable() : Fault.none());
		assertThat(this.cache.get("tagged", String.class, Set.of())).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void aReadOfTwoRequestsHasOneBudget() {
		Duration budget = Duration.ofSeconds(60);
		CacheStore impatient = CacheFixture.store(
				TableClient.on(DynamoDbLocal.client(this.http), dynamoDb.settings()
					.withTime(this.time)
					.withBudgets(CallBudgets.of(Map.of(CallKind.CACHE_READ, new CallBudget(1, budget, budget))))),
				TagSettings.defaults());
		CacheRegion region = impatient.region("outage", CacheSettings.defaults());
		this.http.rule((operation, attempt) -> {
			if (operation.equals("GetItem")) {
				this.time.advance(budget.minusSeconds(1));
				return Fault.none();
			}
			return Fault.blackHole();
		});
		long start = System.nanoTime();
		assertThat(region.get("two", String.class, Set.of())).isInstanceOf(Lookup.Miss.class);
		assertThat(this.http.attempts()).isEqualTo(2);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).as("the second has what the first has left")
			.isLessThan(budget.dividedBy(2));
	}

	@Test
	void recoversByItself() {
		this.cache.put("a", "value", EntryOptions.ofType(String.class));
		this.http.always(Fault.unreachable());
		for (int i = 0; i < 20; i++) {
			assertThat(get()).isInstanceOf(Lookup.Miss.class);
		}
		this.http.heal();
		assertThat(get()).as("not asked yet").isInstanceOf(Lookup.Miss.class);
		this.time.advance(Duration.ofMillis(1_001));
		assertThat(get()).isInstanceOf(Lookup.Hit.class);
	}

	private Lookup get() {
		return this.cache.get("a", String.class, Set.of());
	}

}
