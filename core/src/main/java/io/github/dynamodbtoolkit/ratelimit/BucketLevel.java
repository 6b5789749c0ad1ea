package io.github.dynamodbtoolkit.ratelimit;

/**
 * A token bucket as one timestamp: the generic cell rate algorithm in its virtual
 * scheduling form (ITU-T I.371). The timestamp says when the bucket will be whole again;
 * taking a permit moves it on by the interval between two, and may not move it further
 * ahead than a whole bucket.
 *
 * @param limit the limit
 * @param now the instant
 * @param wholeAt when the bucket is whole; in the past if it is
 */
record BucketLevel(RateLimit.TokenBucket limit, long now, long wholeAt) implements Level {

	static BucketLevel empty(RateLimit.TokenBucket limit, long now) {
		return new BucketLevel(limit, now, 0);
	}

	@Override
	public BucketLevel at(long instant) {
		return new BucketLevel(this.limit, Math.max(instant, provenTime()), this.wholeAt);
	}

	/** As many permits remain, if the other bucket holds as many. */
	@Override
	public BucketLevel under(RateLimit other) {
		BucketLevel whole = empty((RateLimit.TokenBucket) other, this.now);
		return whole.plus(Math.max(0, other.mostAtOnce() - remaining()));
	}

	/** Never beyond a whole bucket. */
	@Override
	public BucketLevel plus(long permits) {
		long charged = fillNanos() + Math.min(permits, this.limit.burst()) * this.limit.intervalNanos();
		return new BucketLevel(this.limit, this.now, this.now + Math.min(charged, capacityNanos()));
	}

	/**
	 * Without permits that were taken at some time, less what the bucket has regained
	 * since: as much of them it would have gained in vain at most, had they not been
	 * taken.
	 */
	BucketLevel minus(long permits, long takenAt) {
		long charged = Math.min(permits, this.limit.burst()) * this.limit.intervalNanos();
		long due = charged - Math.max(0, this.now - takenAt);
		return due > 0 ? new BucketLevel(this.limit, this.now, this.wholeAt - due) : this;
	}

	@Override
	public BucketLevel full() {
		return new BucketLevel(this.limit, this.now, this.now + capacityNanos());
	}

	@Override
	public boolean isBehind(Level other) {
		return this.wholeAt < ((BucketLevel) other).wholeAt;
	}

	boolean isWhole() {
		return this.wholeAt <= this.now;
	}

	private long fillNanos() {
		return Math.max(0, this.wholeAt - this.now);
	}

	long capacityNanos() {
		return this.limit.burst() * this.limit.intervalNanos();
	}

	@Override
	public long remaining() {
		return this.limit.limit() > 0 ? Math.max(0, (capacityNanos() - fillNanos()) / this.limit.intervalNanos()) : 0;
	}

	@Override
	public long waitNanos(long permits) {
		if (permits > this.limit.mostAtOnce()) {
			return Math.max(resetNanos(), this.limit.window().toNanos());
		}
		return Math.max(0, fillNanos() + permits * this.limit.intervalNanos() - capacityNanos());
	}

	@Override
	public long resetNanos() {
		return fillNanos();
	}

	@Override
	public long provenTime() {
		return this.wholeAt - capacityNanos();
	}

}
