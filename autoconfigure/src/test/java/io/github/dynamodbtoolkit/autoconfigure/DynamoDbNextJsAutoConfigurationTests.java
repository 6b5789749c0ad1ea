package io.github.dynamodbtoolkit.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.nextjs.NextJsCache;
import io.github.dynamodbtoolkit.spring.Patience;
import io.github.dynamodbtoolkit.spring.cache.EvictTags;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DynamoDbNextJsAutoConfigurationTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final String table = dynamoDb.newTable(TableSchema.NEXTJS);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
				DynamoDbCacheAutoConfiguration.class, DynamoDbNextJsAutoConfiguration.class))
		.withUserConfiguration(Application.class)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName())
		.withPropertyValues(Patience.properties());

	@Test
	void isOffWithoutATable() {
		this.runner
			.run((context) -> assertThat(context).hasSingleBean(CacheStore.class).doesNotHaveBean(NextJsCache.class));
	}

	@Test
	void whatCannotBeNamesItsProperty() {
		ApplicationContextRunner bridged = this.runner
			.withPropertyValues("toolkit.dynamodb.nextjs.table-name=" + this.table);
		bridged.withPropertyValues("toolkit.dynamodb.nextjs.index-name=x")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("toolkit.dynamodb.nextjs.index-name 'x' is not the name of a DynamoDB index: use 3 to 255 "
						+ "characters of a-z A-Z 0-9 _ - ."));
		bridged.withPropertyValues("toolkit.dynamodb.nextjs.key-prefix=" + "x".repeat(256))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("toolkit.dynamodb.nextjs.key-prefix is 256 bytes in UTF-8, the limit is 255. "
						+ "Shorten it or hash it yourself."));
	}

	@Test
	void invalidatingTagsRevalidatesThemToo() {
		this.runner.withPropertyValues("toolkit.dynamodb.nextjs.table-name=" + this.table).run((context) -> {
			write("/products/1", "products");
			write("/about", "pages");
			var cache = context.getBean(CacheManager.class).getCache("products");
			context.getBean(CacheStore.class).invalidateTags(List.of("products"));
			assertThat(keys()).containsExactlyInAnyOrder("/about", "__tag__pages__/about");
			context.getBean(Pages.class).change();
			assertThat(keys()).isEmpty();
			assertThat(cache).isNotNull();
		});
	}

	@Test
	void failingRevalidationIsThrown() {
		this.runner.withPropertyValues("toolkit.dynamodb.nextjs.table-name=absent-nextjs").run((context) -> {
			assertThatExceptionOfType(TableException.class)
				.isThrownBy(() -> context.getBean(CacheStore.class).invalidateTags(List.of("products")))
				.withMessageContaining("absent-nextjs");
			assertThatExceptionOfType(TableException.class).isThrownBy(() -> context.getBean(Pages.class).change());
		});
	}

	@Test
	void usesIndexAndPrefixOfTheHandler() {
		String other = dynamoDb.newTable(TableSchema.NEXTJS.withIndexName("by-tag"));
		this.runner
			.withPropertyValues("toolkit.dynamodb.nextjs.table-name=" + other,
					"toolkit.dynamodb.nextjs.index-name=by-tag", "toolkit.dynamodb.nextjs.key-prefix=shop:",
					"toolkit.dynamodb.initialize-schema=validate")
			.run((context) -> {
				put(other, Map.of("key", "shop:/a", "value", "{}"));
				put(other, Map.of("key", "__tag__t__shop:/a", "tag", "t"));
				context.getBean(NextJsCache.class).revalidateTags(List.of("t"));
				assertThat(keys(other)).isEmpty();
			});
	}

	private void write(String key, String tag) {
		put(this.table, Map.of("key", key, "value", "{}"));
		put(this.table, Map.of("key", "__tag__" + tag + "__" + key, "tag", tag));
	}

	private static void put(String table, Map<String, String> attributes) {
		Map<String, AttributeValue> item = new HashMap<>();
		attributes.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
		DynamoDbLocal.client().putItem((request) -> request.tableName(table).item(item));
	}

	private List<String> keys() {
		return keys(this.table);
	}

	private static List<String> keys(String table) {
		return DynamoDbLocal.client()
			.scanPaginator((request) -> request.tableName(table).consistentRead(true))
			.items()
			.stream()
			.map((item) -> item.get("key").s())
			.toList();
	}

	static class Pages {

		@EvictTags("'pages'")
		public void change() {
		}

	}

	@EnableCaching
	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean(destroyMethod = "")
		DynamoDbClient dynamoDbClient() {
			return DynamoDbLocal.client();
		}

		@Bean
		Pages pages() {
			return new Pages();
		}

	}

}
