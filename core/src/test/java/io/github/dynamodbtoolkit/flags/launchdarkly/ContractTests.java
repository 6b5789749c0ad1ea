package io.github.dynamodbtoolkit.flags.launchdarkly;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.launchdarkly.sdk.server.integrations.BigSegmentStoreTestBase;
import com.launchdarkly.sdk.server.integrations.PersistentDataStoreTestBase;
import com.launchdarkly.sdk.server.subsystems.BigSegmentStore;
import com.launchdarkly.sdk.server.subsystems.BigSegmentStoreTypes.StoreMetadata;
import com.launchdarkly.sdk.server.subsystems.ComponentConfigurer;
import com.launchdarkly.sdk.server.subsystems.PersistentDataStore;
import io.github.dynamodbtoolkit.flags.FlagFixture;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * LaunchDarkly's own tests for implementations of its stores.
 */
@Tag("contract")
class ContractTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	/** LaunchDarkly's tests make their own instances. */
	private static FlagFixture fixture;

	private static int racingUpserts;

	@BeforeAll
	static void createTable() {
		fixture = new FlagFixture(dynamoDb);
	}

	@Test
	void persistentDataStore() {
		assertAllPass(JUnitCore.runClasses(DataStoreContract.class), 19);
		assertThat(racingUpserts).isGreaterThanOrEqualTo(2);
	}

	@Test
	void bigSegmentStore() {
		assertAllPass(JUnitCore.runClasses(BigSegmentsContract.class), 4);
	}

	private static void assertAllPass(Result result, int tests) {
		assertThat(result.getFailures()).isEmpty();
		assertThat(result.getRunCount()).isEqualTo(tests);
		assertThat(result.getAssumptionFailureCount()).isZero();
	}

	private static FlagStore store(String prefix) {
		return fixture.store((settings) -> settings.withPrefix((prefix != null) ? prefix : ""));
	}

	/** Runs without JUnit Jupiter. */
	public static class DataStoreContract extends PersistentDataStoreTestBase<PersistentDataStore> {

		@Override
		protected ComponentConfigurer<PersistentDataStore> buildStore(String prefix) {
			fixture.http().heal();
			return LaunchDarkly.dataStore(store(prefix));
		}

		@Override
		protected void clearAllData() {
			fixture.deleteItems();
		}

		@Override
		protected boolean setUpdateHook(PersistentDataStore storeUnderTest, Runnable hook) {
			boolean[] running = new boolean[1];
			fixture.http().rule((operation, number) -> (attempt) -> {
				if (attempt.body().contains("#version < :bound") && !running[0]) {
					running[0] = true;
					racingUpserts++;
					hook.run();
					running[0] = false;
				}
				return attempt.send();
			});
			return true;
		}

	}

	/** Runs without JUnit Jupiter. */
	public static class BigSegmentsContract extends BigSegmentStoreTestBase {

		@Override
		protected ComponentConfigurer<BigSegmentStore> makeStore(String prefix) {
			return LaunchDarkly.bigSegments(store(prefix));
		}

		@Override
		protected void clearData(String prefix) {
			fixture.deleteItems();
		}

		@Override
		protected void setMetadata(String prefix, StoreMetadata metadata) {
			fixture.write(Map.of("namespace", AttributeValue.fromS(prefix + ":big_segments_metadata"), "key",
					AttributeValue.fromS(prefix + ":big_segments_metadata"), "synchronizedOn",
					AttributeValue.fromN("" + metadata.getLastUpToDate())));
		}

		@Override
		protected void setSegments(String prefix, String contextHash, Iterable<String> included,
				Iterable<String> excluded) {
			Map<String, AttributeValue> item = new HashMap<>();
			item.put("namespace", AttributeValue.fromS(prefix + ":big_segments_user"));
			item.put("key", AttributeValue.fromS(contextHash));
			putUnlessEmpty(item, "included", included);
			putUnlessEmpty(item, "excluded", excluded);
			fixture.write(item);
		}

		private static void putUnlessEmpty(Map<String, AttributeValue> item, String name, Iterable<String> segments) {
			List<String> list = StreamSupport.stream(segments.spliterator(), false).toList();
			if (!list.isEmpty()) {
				item.put(name, AttributeValue.fromSs(list));
			}
		}

	}

}
