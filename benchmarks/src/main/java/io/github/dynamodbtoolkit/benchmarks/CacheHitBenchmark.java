package io.github.dynamodbtoolkit.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.spring.cache.CacheConfiguration;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import io.github.dynamodbtoolkit.table.Clients;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import io.github.dynamodbtoolkit.value.ValueAttributes;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.cache.Cache;

/**
 * A hit and a put through Spring's {@code Cache}, beside the SDK's own {@code getItem}
 * and {@code putItem} of the same item: as they are, and with time-outs on the request,
 * as the toolkit has them; a hit also beside the same with the value read by Jackson.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the method with @Setup first
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 15, time = 2)
@Measurement(iterations = 5, time = 2)
public class CacheHitBenchmark {

	@Param
	Tables table = Tables.STUB;

	private DynamoDbClient sdk;

	private Cache cache;

	private Cache cacheOnPlainClient;

	private Map<String, AttributeValue> key;

	private Map<String, AttributeValue> item;

	private final AwsRequestOverrideConfiguration timeouts = AwsRequestOverrideConfiguration.builder()
		.apiCallAttemptTimeout(Tables.PATIENT.attemptTimeout())
		.apiCallTimeout(Tables.PATIENT.timeout())
		.build();

	private final ObjectReader reader = JsonMapper.shared().readerFor(Product.class);

	private final Product product = Product.some();

	@Setup
	public void open() {
		Supplier<DynamoDbClientBuilder> builders = this.table.open();
		this.sdk = builders.get().build();
		this.cache = cache(Clients.prepare(builders.get()).build());
		this.cacheOnPlainClient = cache(builders.get().build());
		this.cache.put(this.product.id(), this.product);
		AttributeValue partition = AttributeValue.fromS("C#products#s:" + this.product.id());
		this.key = Map.of("pk", partition, "sk", partition);
		this.item = bareGetItem().item();
		if (!(this.cache.get(this.product.id(), Product.class) instanceof Product) || this.item.isEmpty()) {
			throw new IllegalStateException("There is no hit to be measured");
		}
	}

	private static Cache cache(DynamoDbClient client) {
		CacheStore store = CacheStore.on(TableClient.on(client, Tables.settings()),
				JsonValueCodec.allowing(List.of("io.github.dynamodbtoolkit.benchmarks")));
		DynamoDbCacheManager manager = new DynamoDbCacheManager(store,
				new CacheConfiguration(CacheSettings.defaults(), true), () -> null, Runnable::run);
		return Objects.requireNonNull(manager.getCache("products"));
	}

	@Benchmark
	public GetItemResponse bareGetItem() {
		return this.sdk.getItem(GetItemRequest.builder().tableName(Tables.NAME).key(this.key).build());
	}

	@Benchmark
	public GetItemResponse getItemWithTimeouts() {
		return this.sdk.getItem(GetItemRequest.builder()
			.tableName(Tables.NAME)
			.key(this.key)
			.overrideConfiguration(this.timeouts)
			.build());
	}

	/** The work of a hit, done by hand. */
	@Benchmark
	public Product getItemAndRead() {
		AttributeValue value = Objects.requireNonNull(getItemWithTimeouts().item().get(ValueAttributes.VALUE));
		return this.reader.readValue(value.b().asByteArrayUnsafe());
	}

	@Benchmark
	public @Nullable Product hit() {
		return this.cache.get("4711", Product.class);
	}

	/** Where the application has a client that the toolkit did not prepare. */
	@Benchmark
	public @Nullable Product hitOnPlainClient() {
		return this.cacheOnPlainClient.get("4711", Product.class);
	}

	@Benchmark
	public PutItemResponse barePutItem() {
		return this.sdk.putItem(PutItemRequest.builder().tableName(Tables.NAME).item(this.item).build());
	}

	@Benchmark
	public PutItemResponse putItemWithTimeouts() {
		return this.sdk.putItem(PutItemRequest.builder()
			.tableName(Tables.NAME)
			.item(this.item)
			.overrideConfiguration(this.timeouts)
			.build());
	}

	@Benchmark
	public void put() {
		this.cache.put("4711", this.product);
	}

}
