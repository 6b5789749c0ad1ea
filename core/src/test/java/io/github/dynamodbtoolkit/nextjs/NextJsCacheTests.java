package io.github.dynamodbtoolkit.nextjs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TableUnavailableException;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Entries are deleted by tag in the layout of {@code nextjs-dynamodb-cache}, all of them
 * or with an error.
 */
@Tag("contract")
class NextJsCacheTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final String table = dynamoDb.newTable(TableSchema.NEXTJS);

	private final NextJsCache cache = cache(NextJsSettings.defaults());

	private NextJsCache cache(NextJsSettings settings) {
		return NextJsCache.on(TableClient.on(DynamoDbLocal.client(this.http), DynamoDbLocal.settings(this.table)),
				settings);
	}

	@Test
	void deletesEntriesOfTheTagAndTheirRows() {
		write("", "/products/1", "products", "p1");
		write("", "/products/2", "products", "p2");
		write("", "/about");
		this.cache.revalidateTags(List.of("products"));
		assertThat(keys()).containsExactlyInAnyOrder("/about", "__tag__p1__/products/1", "__tag__p2__/products/2");
		assertThat(operations()).containsExactly("Query", "BatchWriteItem");
	}

	@Test
	void tagWithoutEntriesIsOneQuery() {
		this.cache.revalidateTags(List.of("nothing"));
		assertThat(operations()).containsExactly("Query");
	}

	@Test
	void deletesPageByPageAndSendsAgainWhatIsHandedBack() {
		for (int i = 0; i < 120; i++) {
			write("", "entry-" + i, "many");
		}
		write("", "other", "few");
		this.http.rule((operation, number) -> operation.equals("BatchWriteItem") && number % 3 == 1
				? Fault.handedBack(10) : Fault.none());
		this.cache.revalidateTags(List.of("many"));
		assertThat(keys()).containsExactlyInAnyOrder("other", "__tag__few__other");
		assertThat(operations().stream().filter(Predicate.isEqual("Query"))).hasSize(2);
	}

	/** What was not deleted can still be found. */
	@Test
	void interruptedRevalidationThrowsAndCanBeRepeated() {
		for (int i = 0; i < 30; i++) {
			write("", "entry-" + i, "tag");
		}
		this.http.rule((operation, number) -> operation.equals("BatchWriteItem") && number > 1
				? Fault.error(400, "AccessDeniedException") : Fault.none());
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> this.cache.revalidateTags(List.of("tag")));
		assertThat(keys()).filteredOn((key) -> key.startsWith("entry-")).isNotEmpty().allSatisfy((entry) -> {
			assertThat(keys()).contains("__tag__tag__" + entry);
		});
		this.http.heal();
		this.cache.revalidateTags(List.of("tag"));
		assertThat(keys()).isEmpty();
	}

	@Test
	void outageThrows() {
		this.http.always(Fault.throttled());
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> this.cache.revalidateTags(List.of("tag")));
	}

	@Test
	void pathIsTheTagThatNextJsMakesOfIt() {
		write("", "/products/7", "_N_T_/products/7", "_N_T_/products/layout");
		write("", "/index", "_N_T_/index");
		this.cache.revalidatePath("/products/7/");
		assertThat(keys()).doesNotContain("/products/7").contains("/index");
		this.cache.revalidatePath("/");
		assertThat(keys()).doesNotContain("/index");
		write("", "/products/8", "_N_T_/products/layout");
		this.cache.revalidatePath("/products/layout");
		assertThat(keys()).doesNotContain("/products/8");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.revalidatePath("products"))
			.withMessage("path must begin with a slash, got 'products'.");
	}

	@Test
	void otherApplicationsEntriesStay() {
		write("shop:", "/a", "tag");
		write("blog:", "/a", "tag");
		write("", "/a", "tag");
		cache(NextJsSettings.defaults().withKeyPrefix("shop:")).revalidateTags(List.of("tag"));
		assertThat(keys()).containsExactlyInAnyOrder("blog:/a", "__tag__tag__blog:/a", "/a", "__tag__tag__/a");
	}

	@Test
	void prefixMayStandBeforeTheWholeRow() {
		put(Map.of("key", "shop:/a", "value", "{}"));
		put(Map.of("key", "shop:__tag__tag__/a", "tag", "tag"));
		cache(NextJsSettings.defaults().withKeyPrefix("shop:")).revalidateTags(List.of("tag"));
		assertThat(keys()).isEmpty();
	}

	private void write(String prefix, String key, String... tags) {
		put(Map.of("key", prefix + key, "value", "{}"));
		for (String tag : tags) {
			put(Map.of("key", "__tag__" + tag + "__" + prefix + key, "tag", tag));
		}
	}

	private void put(Map<String, String> attributes) {
		Map<String, AttributeValue> item = new HashMap<>();
		attributes.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
		item.put("expiresAt", AttributeValue.fromN("4102444800"));
		DynamoDbLocal.client().putItem((request) -> request.tableName(this.table).item(item));
	}

	private List<String> keys() {
		return DynamoDbLocal.client()
			.scanPaginator((request) -> request.tableName(this.table).consistentRead(true))
			.items()
			.stream()
			.map((item) -> item.get("key").s())
			.toList();
	}

	private List<String> operations() {
		return this.http.journal().stream().map(Attempt::operation).collect(Collectors.toList());
	}

}
