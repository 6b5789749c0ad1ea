package io.github.dynamodbtoolkit.sample.partners;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.sample.orders.OrderService;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Only requests of registered apps come here; {@code application.yml} says so.
 */
@RestController
class PartnerController {

	private final OrderService orders;

	PartnerController(OrderService orders) {
		this.orders = orders;
	}

	@GetMapping("/partner/orders")
	PartnerOrders orders(App app) {
		return new PartnerOrders(app.id(), this.orders.latest());
	}

}
