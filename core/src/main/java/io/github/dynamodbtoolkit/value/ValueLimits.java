package io.github.dynamodbtoolkit.value;

/**
 * How large a value may be, and from which size on it is compressed.
 *
 * @param compressionThreshold bytes from which on a value is compressed, if that makes it
 * smaller; 0 for always
 * @param maxValueSize the largest value in bytes before compression, 1 KB to 32 MB; a
 * larger one is neither written nor read, whatever its size after compression
 */
public record ValueLimits(int compressionThreshold, int maxValueSize) {

	private static final int SMALLEST = 1024;

	private static final int LARGEST = 32 * 1024 * 1024;

	public ValueLimits {
		if (compressionThreshold < 0) {
			throw new IllegalArgumentException("compression-threshold must not be negative, got " + compressionThreshold
					+ " bytes. Use 0 to compress every value, or a size above max-value-size to compress none.");
		}
		if (maxValueSize < SMALLEST || maxValueSize > LARGEST) {
			throw new IllegalArgumentException("max-value-size must be between 1KB and 32MB, got " + maxValueSize
					+ " bytes. Use for example 5MB, and keep larger objects elsewhere, such as in S3.");
		}
	}

	/**
	 * Compression from 1 KB on, values up to 5 MB.
	 * @return the default limits
	 */
	public static ValueLimits defaults() {
		return new ValueLimits(1024, 5 * 1024 * 1024);
	}

}
