package io.github.dynamodbtoolkit.value;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GzipTests {

	private static final int MAX = 5 * 1024 * 1024;

	@Test
	void bytesComeBack() {
		Random random = new Random(1);
		for (int size : new int[] { 0, 1, 2, 100, 511, 512, 513, 65_535, 65_536, 1_000_000 }) {
			byte[] bytes = new byte[size];
			assertThat(Gzip.decompress(Gzip.compress(bytes), MAX)).isEqualTo(bytes);
			random.nextBytes(bytes);
			assertThat(Gzip.decompress(Gzip.compress(bytes), MAX)).isEqualTo(bytes);
		}
	}

	@Test
	void theLimitIsExact() {
		byte[] compressed = Gzip.compress(new byte[1000]);
		assertThat(Gzip.decompress(compressed, 1000)).hasSize(1000);
		assertThat(Gzip.decompress(compressed, 999)).isNull();
	}

	@Test
	void aBombIsInflatedNoFurtherThanItSaysAndNotAtAllBeyondTheLimit() throws IOException {
		byte[] bomb = gigabyteOfZeros();
		assertThat(bomb).hasSizeLessThan(1_100_000);
		assertThat(Gzip.decompress(bomb, MAX)).isNull();
		for (int announced : new int[] { 0, 1, 1000, MAX, MAX + 1, -1, Integer.MIN_VALUE }) {
			ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(bomb.length - 4, announced);
			long before = allocatedBytes();
			assertThat(Gzip.decompress(bomb, MAX)).isNull();
			assertThat(allocatedBytes() - before).isLessThan(MAX + 1_000_000);
		}
	}

	@Test
	void damagedBytesAreRefused() {
		byte[] compressed = Gzip.compress("some text, some text, some text".getBytes());
		for (int i = 0; i < compressed.length; i++) {
			byte[] damaged = compressed.clone();
			damaged[i] ^= 0x55;
			byte[] read = Gzip.decompress(damaged, MAX);
			// some bytes of the header say nothing about the content
			assertThat(read == null || i < 10).as("byte %s", i).isTrue();
			assertThat(Gzip.decompress(Arrays.copyOf(compressed, i), MAX)).isNull();
		}
		assertThat(Gzip.decompress(Arrays.copyOf(compressed, compressed.length + 1), MAX)).isNull();
		assertThat(Gzip.decompress(new byte[0], MAX)).isNull();
		assertThat(Gzip.decompress(new byte[100], MAX)).isNull();
	}

	@Test
	void twoValuesInOneAreRefused() {
		byte[] one = Gzip.compress("text".getBytes());
		byte[] two = Arrays.copyOf(one, one.length * 2);
		System.arraycopy(one, 0, two, one.length, one.length);
		assertThat(Gzip.decompress(two, MAX)).isNull();
	}

	private static byte[] gigabyteOfZeros() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] block = new byte[1 << 20];
		try (OutputStream out = new GZIPOutputStream(bytes, 1 << 16)) {
			for (int i = 0; i < 1024; i++) {
				out.write(block);
			}
		}
		return bytes.toByteArray();
	}

	private static long allocatedBytes() {
		return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
			.getCurrentThreadAllocatedBytes();
	}

}
