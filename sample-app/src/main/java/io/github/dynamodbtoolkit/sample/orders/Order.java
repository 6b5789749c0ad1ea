package io.github.dynamodbtoolkit.sample.orders;

import java.time.Instant;
import java.util.Map;

/**
 * An order.
 *
 * @param id made by the shop
 * @param createdAt when it was created
 * @param content what was ordered
 */
public record Order(String id, Instant createdAt, Map<String, Object> content) {
}
