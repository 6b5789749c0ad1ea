package io.github.dynamodbtoolkit.value;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import org.jspecify.annotations.Nullable;

/**
 * Values in a table. One that fits stands in its head item; a larger one stands in chunk
 * items of at most 380 KB, which are written before the head and named by an id of that
 * write alone, so that a reader who has a head finds all of its chunks or learns that
 * they are gone, never some of another write. Nobody else knows that chunks exist. Safe
 * for use by many threads.
 * <p>
 * Costs, beside the head: of a chunked value one BatchWriteItem per 25 chunks to write,
 * one BatchGetItem per 16 MB to read.
 */
public final class ValueItems {

	static final int MAX_CHUNK_BYTES = 380 * 1024;

	/**
	 * How much longer than asked for a chunk lives, so that its head always goes first.
	 */
	private static final long GRACE_SECONDS = 24 * 60 * 60;

	/**
	 * More than an id of a write ever has, and not too long to be part of a key.
	 */
	private static final int LONGEST_ID = 200;

	private final TableClient table;

	private ValueItems(TableClient table) {
		this.table = table;
	}

	/**
	 * The values of a table.
	 * @param table where the values are
	 * @return access to them
	 */
	public static ValueItems on(TableClient table) {
		return new ValueItems(table);
	}

	/**
	 * Makes a value ready to be stored: compresses it, if it is large enough and becomes
	 * smaller.
	 * @param value the value
	 * @param limits what is permitted
	 * @return the packed value, or null if it is larger than permitted
	 */
	public @Nullable PackedValue pack(EncodedValue value, ValueLimits limits) {
		byte[] bytes = value.bytes();
		if (bytes.length > limits.maxValueSize()) {
			return null;
		}
		if (bytes.length >= limits.compressionThreshold()) {
			byte[] compressed = Gzip.compress(bytes);
			if (compressed.length < bytes.length) {
				return new PackedValue(ValueAttributes.COMPRESSED_JSON, compressed, value.type());
			}
		}
		return new PackedValue(ValueAttributes.JSON, bytes, value.type());
	}

	/**
	 * Sets a value's attributes on its head item, and before that writes the chunks, if
	 * it {@linkplain PackedValue#needsChunks needs} any. The caller has set all other
	 * attributes of the head, and writes it afterwards.
	 * @param value the value
	 * @param head the head item, not yet written
	 * @param writeId an id that no other write ever had
	 * @param chunksExpireAt when the chunks may go; not before the head does
	 * @throws TableException if it is not certain that all chunks were written; those
	 * that were, expire
	 */
	public void write(PackedValue value, Item.Builder head, String writeId, Instant chunksExpireAt) {
		boolean chunked = value.needsChunks(head.sizeInBytes());
		head.set(ValueAttributes.ENCODING, value.encoding()).set(ValueAttributes.TYPE, value.type());
		if (!chunked) {
			head.set(ValueAttributes.VALUE, value.bytes());
			return;
		}
		List<Item> chunks = chunks(value.bytes(), writeId, timeToLive(chunksExpireAt));
		this.table.putAll(chunks, CallKind.LARGE_VALUE);
		head.set(ValueAttributes.CHUNKS, chunks.size())
			.set(ValueAttributes.SIZE, value.bytes().length)
			.set(ValueAttributes.CHUNKS_ID, writeId);
	}

	private static long timeToLive(Instant expiresAt) {
		long roundedUp = expiresAt.getEpochSecond() + ((expiresAt.getNano() > 0) ? 1 : 0);
		return roundedUp + GRACE_SECONDS;
	}

	private List<Item> chunks(byte[] bytes, String writeId, long timeToLive) {
		List<Item> chunks = new ArrayList<>();
		for (int from = 0; from < bytes.length; from += MAX_CHUNK_BYTES) {
			byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + MAX_CHUNK_BYTES));
			chunks.add(Item.of(this.table.keys().chunk(writeId, chunks.size()))
				.set(ValueAttributes.CHUNK_BYTES, part)
				.set(Item.TTL, timeToLive)
				.build());
		}
		return chunks;
	}

	/**
	 * Reads the value of a head item, and its chunks, if it has any.
	 * @param head the head item
	 * @param limits what is permitted
	 * @return the value
	 * @throws ValueUnreadableException if the head and its chunks are not a whole value
	 * of ours
	 * @throws TableException if DynamoDB did not give the chunks
	 */
	public EncodedValue read(Item head, ValueLimits limits) {
		String encoding = head.string(ValueAttributes.ENCODING);
		String type = head.string(ValueAttributes.TYPE);
		if (encoding == null || type == null) {
			throw new ValueUnreadableException("its encoding or type is missing");
		}
		return new EncodedValue(unpack(encoding, storedBytes(head, limits), limits), type);
	}

	/**
	 * Tells how the value of a head item is stored, without reading any chunks.
	 * @param head the head item
	 * @return its form
	 * @throws ValueUnreadableException if the head is not that of a value of ours
	 */
	public StoredValue describe(Item head) {
		String encoding = head.string(ValueAttributes.ENCODING);
		String type = head.string(ValueAttributes.TYPE);
		byte[] bytes = head.bytes(ValueAttributes.VALUE);
		Long size = (bytes != null) ? Long.valueOf(bytes.length) : head.number(ValueAttributes.SIZE);
		Long chunks = head.has(ValueAttributes.CHUNKS) ? head.number(ValueAttributes.CHUNKS) : Long.valueOf(0);
		if (encoding == null || type == null || size == null || chunks == null) {
			throw new ValueUnreadableException("its encoding, type or size is missing");
		}
		return new StoredValue(encoding, type, size, chunks.intValue());
	}

	private static byte[] unpack(String encoding, byte[] stored, ValueLimits limits) {
		byte[] bytes = switch (encoding) {
			case ValueAttributes.JSON -> (stored.length <= limits.maxValueSize()) ? stored : null;
			case ValueAttributes.COMPRESSED_JSON -> Gzip.decompress(stored, limits.maxValueSize());
			default -> throw new ValueUnreadableException("its encoding is unknown");
		};
		if (bytes == null) {
			throw new ValueUnreadableException(
					"it is damaged, or larger than max-value-size (" + limits.maxValueSize() + " bytes)");
		}
		return bytes;
	}

	private byte[] storedBytes(Item head, ValueLimits limits) {
		byte[] bytes = head.bytes(ValueAttributes.VALUE);
		boolean chunked = head.has(ValueAttributes.CHUNKS);
		if (chunked == head.has(ValueAttributes.VALUE) || (!chunked && bytes == null)) {
			throw new ValueUnreadableException("it has no bytes, or too many");
		}
		return (bytes != null) ? bytes : chunkedBytes(head, limits);
	}

	private byte[] chunkedBytes(Item head, ValueLimits limits) {
		Long count = head.number(ValueAttributes.CHUNKS);
		Long size = head.number(ValueAttributes.SIZE);
		String writeId = head.string(ValueAttributes.CHUNKS_ID);
		int maxCount = (limits.maxValueSize() + MAX_CHUNK_BYTES - 1) / MAX_CHUNK_BYTES;
		if (count == null || size == null || writeId == null || writeId.length() > LONGEST_ID || count < 1
				|| count > maxCount || size < 1 || size > limits.maxValueSize()) {
			throw new ValueUnreadableException("its chunks are described wrongly, or more than max-value-size ("
					+ limits.maxValueSize() + " bytes) permits");
		}
		List<ItemKey> keys = IntStream.range(0, count.intValue())
			.mapToObj((index) -> this.table.keys().chunk(writeId, index))
			.toList();
		Map<ItemKey, Item> chunks = readChunks(keys);
		return join(keys.stream().map(chunks::get).toList(), size.intValue());
	}

	/** An eventually consistent read may lag behind the write of the chunks. */
	private Map<ItemKey, Item> readChunks(Collection<ItemKey> keys) {
		Map<ItemKey, Item> chunks = new HashMap<>(this.table.getAll(keys, Consistency.EVENTUAL, CallKind.LARGE_VALUE));
		List<ItemKey> missing = keys.stream().filter((key) -> !chunks.containsKey(key)).toList();
		if (!missing.isEmpty()) {
			chunks.putAll(this.table.getAll(missing, Consistency.STRONG, CallKind.LARGE_VALUE));
		}
		return chunks;
	}

	private static byte[] join(List<@Nullable Item> chunks, int size) {
		byte[] joined = new byte[size];
		int length = 0;
		for (Item chunk : chunks) {
			byte[] part = (chunk != null) ? chunk.bytes(ValueAttributes.CHUNK_BYTES) : null;
			if (part == null || part.length > size - length) {
				throw new ValueUnreadableException("a chunk of it is missing or damaged");
			}
			System.arraycopy(part, 0, joined, length, part.length);
			length += part.length;
		}
		if (length != size) {
			throw new ValueUnreadableException("its chunks are shorter than it was");
		}
		return joined;
	}

}
