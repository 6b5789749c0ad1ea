package io.github.dynamodbtoolkit.value;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Compression.
 */
final class Gzip {

	/** A header and a trailer around nothing. */
	private static final int SMALLEST = 18;

	private Gzip() {
	}

	static byte[] compress(byte[] bytes) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(Math.max(SMALLEST, bytes.length / 4));
		try (OutputStream out = new FastOutputStream(compressed)) {
			out.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex); // memory does not fail
		}
		return compressed.toByteArray();
	}

	/**
	 * Takes the room that the trailer announces, if that is permitted, and inflates no
	 * byte more than that, whatever follows.
	 * @return the bytes, or null if they are not those of one compressed value of the
	 * permitted size
	 */
	static byte @Nullable [] decompress(byte[] compressed, int maxSize) {
		int size = announcedSize(compressed);
		if (size < 0 || size > maxSize) {
			return null;
		}
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
			byte[] bytes = new byte[size];
			return (in.readNBytes(bytes, 0, size) == size && in.read() < 0) ? bytes : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static int announcedSize(byte[] compressed) {
		return (compressed.length < SMALLEST) ? -1
				: ByteBuffer.wrap(compressed, compressed.length - Integer.BYTES, Integer.BYTES)
					.order(ByteOrder.LITTLE_ENDIAN)
					.getInt();
	}

	/**
	 * Prefers speed: the time budget of a cache is short.
	 */
	private static final class FastOutputStream extends GZIPOutputStream {

		private FastOutputStream(OutputStream out) throws IOException {
			super(out);
			this.def.setLevel(Deflater.BEST_SPEED);
		}

	}

}
