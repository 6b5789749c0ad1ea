package io.github.dynamodbtoolkit.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.cache.CacheKeys;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.Keys;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.value.EncodedValue;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import io.github.dynamodbtoolkit.value.ValueCodec;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values and keys, beside what Jackson does alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ValueBenchmark {

	private final Product product = Product.some();

	private final ValueCodec codec = JsonValueCodec.allowing(List.of("io.github.dynamodbtoolkit.benchmarks"));

	private final EncodedValue encoded = this.codec.encode(this.product, Product.class);

	private final ObjectWriter jacksonWriter = JsonMapper.builder().build().writerFor(Product.class);

	private final ObjectReader jacksonReader = JsonMapper.builder().build().readerFor(Product.class);

	private final Keys keys = TableClient.on(Tables.STUB.open().get().build(), Tables.settings()).keys();

	private final CacheKeys cacheKeys = CacheKeys.standard();

	@Benchmark
	public byte[] jacksonWrites() {
		return this.jacksonWriter.writeValueAsBytes(this.product);
	}

	@Benchmark
	public EncodedValue encode() {
		return this.codec.encode(this.product, Product.class);
	}

	@Benchmark
	public Product jacksonReads() {
		return this.jacksonReader.readValue(this.encoded.bytes());
	}

	@Benchmark
	public @Nullable Object decode() {
		return this.codec.decode(this.encoded, Product.class);
	}

	@Benchmark
	public ItemKey keyOfString() {
		return this.keys.cacheEntry("products", this.cacheKeys.encode("products", "4711"));
	}

	@Benchmark
	public ItemKey keyOfList() {
		return this.keys.cacheEntry("products", this.cacheKeys.encode("products", List.of("lamps", 4711L, true)));
	}

}
