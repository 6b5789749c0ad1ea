package io.github.dynamodbtoolkit.cache;

import java.util.Map;
import java.util.Objects;

import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.ItemKey;
import org.jspecify.annotations.Nullable;

/**
 * What a miss saw before the load began. The loaded value is stored only if nothing has
 * changed since: that is what keeps a slow load from bringing back a value that was
 * invalidated meanwhile. Immutable; may be handed to another thread.
 */
public final class LoadTicket {

	private static final Expression STILL_ABSENT = Expression.of("attribute_not_exists(#pk)");

	private static final Expression STILL_UNCHANGED = Expression.of("attribute_not_exists(#pk) OR #rev = :seen");

	private static final Expression STILL_UNREADABLE = Expression
		.of("attribute_not_exists(#pk) OR NOT attribute_type(#rev, :string)");

	/** A load whose read failed knows nothing, and so stores nothing. */
	static final LoadTicket OF_FAILED_READ = new LoadTicket(null, null, Map.of(), 0, 0);

	private final @Nullable Expression condition;

	private final @Nullable String rev;

	private final Map<ItemKey, Long> versions;

	private final long startMillis;

	private final long startNanos;

	private LoadTicket(@Nullable Expression condition, @Nullable String rev, Map<ItemKey, Long> versions,
			long startMillis, long startNanos) {
		this.condition = condition;
		this.rev = rev;
		this.versions = versions;
		this.startMillis = startMillis;
		this.startNanos = startNanos;
	}

	/**
	 * Of a load before which nothing was read.
	 * @return a ticket with which nothing is stored
	 */
	public static LoadTicket ofNothing() {
		return OF_FAILED_READ;
	}

	static LoadTicket ofAbsence(Map<ItemKey, Long> versions, long startMillis, long startNanos) {
		return new LoadTicket(STILL_ABSENT, null, versions, startMillis, startNanos);
	}

	/**
	 * Of an item that holds no live value.
	 * @param rev the item's write token, null if it has none that can be read; such an
	 * item is not of our making, and may be replaced as long as that is so
	 */
	static LoadTicket ofItem(@Nullable String rev, Map<ItemKey, Long> versions, long startMillis, long startNanos) {
		Expression condition = rev != null ? STILL_UNCHANGED.with(":seen", rev) : STILL_UNREADABLE.with(":string", "S");
		return new LoadTicket(condition, rev, versions, startMillis, startNanos);
	}

	/**
	 * Tells whether two reads of one key have seen the same, so that nothing was
	 * invalidated between them, as far as either can know.
	 * @param other the other read's ticket
	 * @return whether a value loaded after the earlier read is good enough for the later
	 * one
	 */
	public boolean sawSameAs(LoadTicket other) {
		return isUsable() == other.isUsable() && Objects.equals(this.rev, other.rev)
				&& this.versions.equals(other.versions);
	}

	/**
	 * Tells whether a value loaded now can be stored at all.
	 * @return false if the read failed, so that nothing is known
	 */
	public boolean isUsable() {
		return this.condition != null;
	}

	/** The condition under which the value may be stored; null if it must not be. */
	@Nullable Expression condition() {
		return this.condition;
	}

	/** The versions of the cache and of the tags that were known before the load. */
	Map<ItemKey, Long> versions() {
		return this.versions;
	}

	long startMillis() {
		return this.startMillis;
	}

	long startNanos() {
		return this.startNanos;
	}

}
