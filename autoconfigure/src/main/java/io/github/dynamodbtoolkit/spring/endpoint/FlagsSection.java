package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.dynamodbtoolkit.flags.FlagDefinition;
import io.github.dynamodbtoolkit.flags.FlagItem;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.table.Consistency;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Flags. However few are asked for, all are read: one Query per megabyte.
 */
final class FlagsSection implements Section {

	private final FlagStore store;

	private final @Nullable FlagWriter writer;

	FlagsSection(FlagStore store, @Nullable FlagWriter writer) {
		this.store = store;
		this.writer = writer;
	}

	@Override
	public String name() {
		return "flags";
	}

	@Override
	public boolean isReadOnly() {
		return this.writer == null;
	}

	@Override
	public Listing list(Page page, boolean showValues) {
		Map<String, FlagItem> flags = new TreeMap<>(this.store.getAll(FlagKind.FLAGS, Consistency.EVENTUAL));
		flags.values().removeIf(FlagItem::deleted);
		return page.of(List.copyOf(flags.entrySet()),
				(part) -> part.stream().map((flag) -> FlagView.of(flag.getKey(), flag.getValue(), false)).toList());
	}

	@Override
	public @Nullable OperationResponseBody find(Subject subject, boolean showValues) {
		FlagItem flag = this.store.get(FlagKind.FLAGS, subject.name());
		return flag != null && !flag.deleted() ? FlagView.of(subject.name(), flag, showValues) : null;
	}

	@Override
	public boolean change(Subject subject, Change change) {
		if (this.writer == null) {
			throw new UnsupportedOperationException();
		}
		boolean on = change.requireOn();
		FlagDefinition flag = this.writer.find(subject.name());
		if (flag != null && flag.isOn() != on) {
			this.writer.save(on ? flag.turnedOn() : flag.turnedOff());
		}
		return flag != null;
	}

}
