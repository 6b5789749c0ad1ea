package io.github.dynamodbtoolkit.value;

/**
 * How a value stands in the table.
 *
 * @param encoding such as {@code json} or {@code json+gzip}
 * @param type the name of the type as which it was written
 * @param bytes its size as it is stored, after compression
 * @param chunks the number of items that hold it beside its head, 0 if that alone does
 */
public record StoredValue(String encoding, String type, long bytes, int chunks) {
}
