package io.github.dynamodbtoolkit.sample.quotes;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What the supplier asks for a product.
 *
 * @param id the product
 * @param price the price
 * @param quotedAt when the supplier said so
 */
record Quote(String id, BigDecimal price, Instant quotedAt) {
}
