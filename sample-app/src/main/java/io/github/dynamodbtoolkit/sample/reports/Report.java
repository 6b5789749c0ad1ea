package io.github.dynamodbtoolkit.sample.reports;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What was released in a year.
 *
 * @param year the year
 * @param products number of products released
 * @param averagePrice their average price, 0 without products
 * @param createdAt when the report was made
 */
public record Report(String year, int products, BigDecimal averagePrice, Instant createdAt) {

}
