package io.github.dynamodbtoolkit.sample.orders;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

import io.github.dynamodbtoolkit.sample.stats.Stats;
import io.github.dynamodbtoolkit.spring.dedupe.Idempotent;

import org.springframework.stereotype.Service;

/**
 * Creates orders. A real shop would write them to its database here.
 */
@Service
class OrderService {

	private final Stats stats;

	OrderService(Stats stats) {
		this.stats = stats;
		stats.counter("ordersCreated");
	}

	@Idempotent(key = "#key", payload = "#content", name = "orders", keepResultFor = "24h")
	public Order create(String key, Map<String, Object> content) {
		this.stats.counter("ordersCreated").increment();
		return new Order(UUID.randomUUID().toString(), InstantSource.system().instant(), content);
	}

}
