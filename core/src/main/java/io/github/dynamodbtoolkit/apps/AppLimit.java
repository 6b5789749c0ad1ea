package io.github.dynamodbtoolkit.apps;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;

/**
 * What an app can be limited in. Which of them are enforced by whom: soketi enforces all
 * of them for its own connections and events; the toolkit's servlet filter enforces
 * {@link #MAX_READ_REQUESTS_PER_SECOND} and {@link #MAX_BACKEND_EVENTS_PER_SECOND}.
 */
public enum AppLimit {

	/** Connections at once. */
	MAX_CONNECTIONS("maxConnections", "max_connections", -1, false),

	/** Events from the app's own servers per second, as its requests that write. */
	MAX_BACKEND_EVENTS_PER_SECOND("maxBackendEventsPerSecond", "max_backend_events_per_sec", -1, false),

	/** Events from one client per second. */
	MAX_CLIENT_EVENTS_PER_SECOND("maxClientEventsPerSecond", "max_client_events_per_sec", -1, false),

	/** Requests of the app that read, per second. */
	MAX_READ_REQUESTS_PER_SECOND("maxReadRequestsPerSecond", "max_read_req_per_sec", -1, false),

	/** Members of a presence channel. */
	MAX_PRESENCE_MEMBERS_PER_CHANNEL("maxPresenceMembersPerChannel", "max_presence_members_per_channel", 100, false),

	/** Size of what is known of a member, in KB; may be a fraction. */
	MAX_PRESENCE_MEMBER_SIZE_IN_KB("maxPresenceMemberSizeInKb", "max_presence_member_size_in_kb", 2, true),

	/** Length of a channel's name, in characters. */
	MAX_CHANNEL_NAME_LENGTH("maxChannelNameLength", "max_channel_name_length", 200, false),

	/** Channels that one event goes to. */
	MAX_EVENT_CHANNELS_AT_ONCE("maxEventChannelsAtOnce", "max_event_channels_at_once", 100, false),

	/** Length of an event's name, in characters. */
	MAX_EVENT_NAME_LENGTH("maxEventNameLength", "max_event_name_length", 200, false),

	/** Size of an event's data, in KB; may be a fraction. */
	MAX_EVENT_PAYLOAD_IN_KB("maxEventPayloadInKb", "max_event_payload_in_kb", 100, true),

	/** Events in one batch. */
	MAX_EVENT_BATCH_SIZE("maxEventBatchSize", "max_event_batch_size", 10, false);

	/** Stands for no limit. */
	static final BigDecimal UNLIMITED = BigDecimal.ONE.negate();

	private static final BigDecimal LARGEST = BigDecimal.valueOf(1_000_000_000_000L);

	private final AppAttribute attribute;

	private final BigDecimal defaultValue;

	private final boolean fraction;

	AppLimit(String camelCase, String snakeCase, long defaultValue, boolean fraction) {
		this.attribute = AppAttribute.of(camelCase, snakeCase);
		this.defaultValue = BigDecimal.valueOf(defaultValue);
		this.fraction = fraction;
	}

	/**
	 * What holds where neither the app nor the server says anything: soketi's default.
	 * @return the value, -1 for no limit
	 */
	public BigDecimal defaultValue() {
		return this.defaultValue;
	}

	/**
	 * Whether there can be no limit, written as -1. Of the others soketi takes -1 for a
	 * limit that everything exceeds.
	 * @return whether -1 can be set
	 */
	public boolean canBeUnlimited() {
		return this.defaultValue.signum() < 0;
	}

	AppAttribute attribute() {
		return this.attribute;
	}

	/**
	 * Checks a value that somebody sets.
	 * @throws IllegalArgumentException if it is out of range
	 */
	BigDecimal require(BigDecimal value) {
		boolean unlimited = canBeUnlimited() && value.compareTo(UNLIMITED) == 0;
		if (!unlimited && (value.signum() < 0 || value.compareTo(LARGEST) > 0)) {
			throw new IllegalArgumentException(this.attribute.name() + " must be between 0 and 10^12"
					+ (canBeUnlimited() ? ", or -1 for no limit" : "") + ", got " + value.toPlainString()
					+ ". Leave it out for the server's default.");
		}
		if (!this.fraction && value.stripTrailingZeros().scale() > 0) {
			throw new IllegalArgumentException(
					this.attribute.name() + " must be a whole number, got " + value.toPlainString() + ".");
		}
		return value;
	}

	/**
	 * Makes sense of a number in a table.
	 * @return a value that can be set, {@link #UNLIMITED} of a limit that cannot be
	 * unlimited for no own value, or null if it makes none
	 */
	@Nullable BigDecimal sound(BigDecimal number) {
		if (number.signum() < 0) {
			return UNLIMITED;
		}
		if (number.compareTo(LARGEST) > 0) {
			return null;
		}
		return this.fraction ? number : number.setScale(0, RoundingMode.DOWN);
	}

}
