package io.github.dynamodbtoolkit.sample.orders;

import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;

import io.github.dynamodbtoolkit.sample.stats.Stats;
import io.github.dynamodbtoolkit.spring.dedupe.Idempotent;

import org.springframework.stereotype.Service;

/**
 * Creates orders. A real shop would write them to its database here.
 */
@Service
public class OrderService {

	private static final int MAX_LATEST = 20;

	private final Deque<Order> latest = new ConcurrentLinkedDeque<>();

	private final Stats stats;

	OrderService(Stats stats) {
		this.stats = stats;
		stats.counter("ordersCreated");
	}

	@Idempotent(key = "#key", payload = "#content", name = "orders", keepResultFor = "24h")
	public Order create(String key, Map<String, Object> content) {
		this.stats.counter("ordersCreated").increment();
		Order order = new Order(UUID.randomUUID().toString(), InstantSource.system().instant(), content);
		this.latest.addFirst(order);
		if (this.latest.size() > MAX_LATEST) {
			this.latest.pollLast();
		}
		return order;
	}

	/**
	 * The orders that this instance has created lately.
	 * @return the newest first
	 */
	public List<Order> latest() {
		return List.copyOf(this.latest);
	}

}
