package io.github.dynamodbtoolkit.sample.partners;

import java.util.List;

import io.github.dynamodbtoolkit.sample.orders.Order;

/**
 * What a partner is told.
 *
 * @param app the partner's app
 * @param orders the orders that this instance has created lately
 */
record PartnerOrders(String app, List<Order> orders) {
}
