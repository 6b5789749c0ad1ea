package io.github.dynamodbtoolkit.value;

/**
 * The names of the attributes that hold a value.
 */
public final class ValueAttributes {

	/** The value's bytes (binary); absent when there are chunks. */
	public static final String VALUE = "value";

	/** How the bytes are to be read (string): {@code json} or {@code json+gzip}. */
	public static final String ENCODING = "encoding";

	/** The type as which the value was written (string). */
	public static final String TYPE = "type";

	/** The number of chunks (number); absent when the head holds the value. */
	public static final String CHUNKS = "chunks";

	/** The stored bytes in all chunks (number). */
	public static final String SIZE = "size";

	/** The write that made the chunks, as it stands in their keys (string). */
	public static final String CHUNKS_ID = "chunksId";

	/** The bytes of one chunk (binary), in the chunk's item. */
	static final String CHUNK_BYTES = "bytes";

	static final String JSON = "json";

	static final String COMPRESSED_JSON = "json+gzip";

	private ValueAttributes() {
	}

}
