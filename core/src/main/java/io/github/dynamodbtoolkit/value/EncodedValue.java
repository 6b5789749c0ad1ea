package io.github.dynamodbtoolkit.value;

/**
 * A value as a {@link ValueCodec} writes it.
 *
 * @param bytes the value, not copied
 * @param type the name of the type as which it was written, which only the codec
 * understands
 */
public record EncodedValue(byte[] bytes, String type) {

	/** The type only: the bytes may be anybody's data. */
	@Override
	public String toString() {
		return "EncodedValue[" + this.type + ", " + this.bytes.length + " bytes]";
	}

}
