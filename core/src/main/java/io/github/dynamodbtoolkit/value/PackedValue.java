package io.github.dynamodbtoolkit.value;

import io.github.dynamodbtoolkit.table.TableClient;

/**
 * A value as it is stored: its bytes, perhaps compressed, with what it takes to read
 * them.
 */
public final class PackedValue {

	/** For what DynamoDB counts and we do not. */
	private static final int MARGIN = 2048;

	private final String encoding;

	private final byte[] bytes;

	private final String type;

	PackedValue(String encoding, byte[] bytes, String type) {
		this.encoding = encoding;
		this.bytes = bytes;
		this.type = type;
	}

	/**
	 * Tells whether the value does not fit into its head item, and so takes items of its
	 * own, which expire.
	 * @param otherBytesOfHead the size of the head with all its other attributes, as of
	 * {@link io.github.dynamodbtoolkit.table.Item.Builder#sizeInBytes()}
	 * @return whether it will be written in chunks
	 */
	public boolean needsChunks(long otherBytesOfHead) {
		long attributes = ValueAttributes.VALUE.length() + this.bytes.length + ValueAttributes.ENCODING.length()
				+ this.encoding.length() + ValueAttributes.TYPE.length() + 3L * this.type.length();
		return otherBytesOfHead + attributes + MARGIN > TableClient.MAX_ITEM_BYTES;
	}

	/**
	 * The size of the value as it is stored, in all its items.
	 * @return bytes, after compression
	 */
	public int storedSize() {
		return this.bytes.length;
	}

	String encoding() {
		return this.encoding;
	}

	byte[] bytes() {
		return this.bytes;
	}

	String type() {
		return this.type;
	}

	/** Without the bytes, which may be anybody's data. */
	@Override
	public String toString() {
		return "PackedValue[" + this.encoding + ", " + this.type + ", " + this.bytes.length + " bytes]";
	}

}
