package io.github.dynamodbtoolkit.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * Permits that were given by one decision, as a limiter must know them to take them back.
 * It means nothing to any other.
 */
public final class Grant {

	private final RateLimitRequest request;

	private final Charge charge;

	private final @Nullable PermitBlock block;

	private boolean givenBack;

	/**
	 * Remembers what was given.
	 * @param block the block that the permits were spent from, null if they were taken
	 * from the item by themselves
	 */
	Grant(RateLimitRequest request, Charge charge, @Nullable PermitBlock block) {
		this.request = request;
		this.charge = charge;
		this.block = block;
	}

	RateLimitRequest request() {
		return this.request;
	}

	Charge charge() {
		return this.charge;
	}

	@Nullable PermitBlock block() {
		return this.block;
	}

	/** False if they were given back before. */
	synchronized boolean giveBack() {
		boolean first = !this.givenBack;
		this.givenBack = true;
		return first;
	}

	@Override
	public String toString() {
		return this.request.toString();
	}

}
