package io.github.dynamodbtoolkit.dedupe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;

/**
 * Keeps what a dedupe store tells.
 */
final class DedupeEvents implements ToolkitMetrics {

	private final List<DedupeEvent> events = new CopyOnWriteArrayList<>();

	private final List<String> operations = new CopyOnWriteArrayList<>();

	@Override
	public void tableCalled(TableCall call) {
		this.operations.add(call.operation());
	}

	@Override
	public void dedupeEvent(DedupeEvent event) {
		this.events.add(event);
	}

	List<DedupeEvent> events() {
		return List.copyOf(this.events);
	}

	/** DynamoDB's names of the operations called, in the order of their ends. */
	List<String> operations() {
		return List.copyOf(this.operations);
	}

	void reset() {
		this.events.clear();
		this.operations.clear();
	}

}
