package io.github.dynamodbtoolkit.value;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Turns values into bytes and back. What was decoded must equal what was encoded: a codec
 * refuses what it cannot bring back. Implementations must be safe for use by many threads
 * and must not trust what they decode, for it comes from a table that others may write.
 */
public interface ValueCodec {

	/**
	 * Turns a value into bytes.
	 * @param value the value, which may be null
	 * @param declared the generic type that the method declares whose result the value
	 * is, without {@code Optional}, {@code CompletableFuture} and the like around it;
	 * null if unknown
	 * @return the bytes, and the type as which they were written
	 * @throws ValueCodecException if the value cannot be brought back from bytes
	 */
	EncodedValue encode(@Nullable Object value, @Nullable Type declared);

	/**
	 * Turns bytes back into the value.
	 * @param encoded the bytes, and the type as which they were written
	 * @param declared as of {@link #encode}; the value fits it
	 * @return the value, which may be null if null was encoded
	 * @throws ValueCodecException if the bytes are not a value of that type, or the type
	 * is not allowed, or does not fit the declared one
	 */
	@Nullable Object decode(EncodedValue encoded, @Nullable Type declared);

}
