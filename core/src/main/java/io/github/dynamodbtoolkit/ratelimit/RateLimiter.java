package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.table.TableClient;
import org.jspecify.annotations.Nullable;

/**
 * Gives permits of limits that all instances of an application share. Safe for use by
 * many threads.
 * <p>
 * Over all instances a sliding window gives never more than its limit in any interval as
 * long as the window; {@link RateLimit} says what a token bucket gives. Clocks that
 * differ by no more than the tolerance add its share of a window to that; a clock that is
 * further off only takes from what others get, apart from one window when it jumps ahead;
 * while there is one, permits of a window count for one sub-window longer. An answer that
 * was lost counts as taken.
 * <p>
 * Cost: a permit is 1 write, 2 if another instance has changed the sub-window or the
 * state since this one looked, never more than 3. A refusal is 1 write, then nothing as
 * long as it is remembered. With a lease it is a write for each block.
 */
public interface RateLimiter {

	/**
	 * A limiter on a table.
	 * @param table the table
	 * @param settings the limits
	 * @param directory told of the resources that are in use
	 * @return the limiter
	 */
	static RateLimiter on(TableClient table, RateLimiterSettings settings, Directory directory) {
		return new DynamoDbRateLimiter(table.forStore("ratelimit"), settings, directory);
	}

	/**
	 * A limiter on a table, without a directory.
	 * @param table the table
	 * @param settings the limits
	 * @return the limiter
	 */
	static RateLimiter on(TableClient table, RateLimiterSettings settings) {
		return on(table, settings, Directory.NONE);
	}

	/**
	 * Asks whether a resource has a limit. Without a call of the table.
	 * @param resource the resource
	 * @return whether it can be asked for here
	 */
	boolean isLimited(String resource);

	/**
	 * What this instance knows to be refused because it was a moment ago. Without a call
	 * of the table.
	 * @param request what would be asked
	 * @return the refusal, null if it must be asked
	 * @throws IllegalArgumentException if there is no limit for the resource
	 */
	@Nullable RateLimitDecision knownRefusal(RateLimitRequest request);

	/**
	 * The resources that are configured by name; a default limit may hold others too.
	 * @return their names
	 */
	Set<String> resources();

	/**
	 * The resources that this instance was asked for by key lately, each key of which has
	 * limits of its own. Without a call of the table.
	 * @return how many keys each has, as far as they are remembered: some thousands
	 */
	Map<String, Integer> keysInUse();

	/**
	 * The limits that hold a resource: those set at run time as soon as this instance has
	 * seen them, else the configured ones. Without a call of the table.
	 * @param request the resource and key; permits and priority do not matter
	 * @return at least one limit
	 * @throws IllegalArgumentException if there is no limit for the resource
	 */
	List<RateLimit> limits(RateLimitRequest request);

	/**
	 * Takes permits, if there are as many.
	 * @param request what is asked
	 * @return whether they were given; if DynamoDB gives no answer, what is configured
	 * for that
	 * @throws IllegalArgumentException if there is no limit for the resource, or there
	 * can never be as many permits
	 */
	RateLimitDecision acquire(RateLimitRequest request);

	/**
	 * Takes one permit, if there is one.
	 * @param resource the resource
	 * @return whether it was given
	 */
	default RateLimitDecision acquire(String resource) {
		return acquire(RateLimitRequest.of(resource));
	}

	/**
	 * Takes permits, and waits for them if it can be done in time.
	 * @param request what is asked
	 * @param maxWait the longest wait, zero for none
	 * @return whether they were given; refused at once if they will not be there in time,
	 * and if the thread is interrupted, whose flag then stays set
	 * @throws IllegalArgumentException as of {@link #acquire(RateLimitRequest)}, and if
	 * the wait is negative
	 */
	RateLimitDecision acquire(RateLimitRequest request, Duration maxWait);

	/**
	 * Tells whether permits would be given now, without taking them. One read.
	 * @param request what would be asked
	 * @return whether they would
	 */
	boolean canProceed(RateLimitRequest request);

	/**
	 * Tells how long it takes until permits would be given if nobody takes any meanwhile.
	 * One read.
	 * @param request what would be asked
	 * @return zero if they would be given now; while DynamoDB gives no answer, what is
	 * configured for that says: one second if it denies
	 */
	Duration getWaitTime(RateLimitRequest request);

	/**
	 * Counts what was done without asking, be there room for it or not: later requests
	 * are held by it. A bucket does not become emptier than empty. 1 write, one more
	 * where others have changed the sub-window or the state, never more than 10.
	 * @param request what was done
	 * @throws IllegalStateException if others changed the limit at every attempt, so that
	 * nothing was counted
	 * @throws io.github.dynamodbtoolkit.table.TableException if it may not have been
	 * counted
	 */
	void record(RateLimitRequest request);

	/**
	 * Gives back all permits of a decision, which were not used, as long as they still
	 * count: into the block that they came from while it is being spent, which costs
	 * nothing, else to the sub-window that they were counted in, which is 1 write, never
	 * more than 3. A bucket does not get back what it has regained meanwhile. A reset by
	 * another instance in the same sub-window cannot be seen: then what was counted since
	 * is taken out.
	 * @param decision a decision of this limiter
	 * @return whether they were given back; not if they were not taken here, were given
	 * back before, are of a time before a reset by this limiter or a change of the
	 * limits, or others changed the limit at every attempt. Nor if DynamoDB gives no
	 * answer: the permits may then stay counted
	 */
	boolean refund(RateLimitDecision decision);

	/**
	 * Tells how full the limits are. One read.
	 * @param request the resource and key; permits and priority do not matter
	 * @return the levels
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gives no answer
	 */
	RateLimitStatus status(RateLimitRequest request);

	/**
	 * Forgets all that was counted. Other instances notice as soon as they ask, which is
	 * no later than they remember refusals.
	 * @param request the resource and key; permits and priority do not matter
	 * @throws io.github.dynamodbtoolkit.table.TableException if it may not have been
	 * forgotten
	 */
	void reset(RateLimitRequest request);

	/**
	 * Changes the limits of a resource, for all instances and until they are changed
	 * again: they stand in its item. They hold from the next decision on; blocks that
	 * were leased before run out. A window keeps what it has counted as long as its
	 * length and sub-windows are the same; a bucket keeps what was left in it.
	 * @param request the resource and key; permits and priority do not matter
	 * @param limits the limits, null for the configured ones
	 * @throws IllegalArgumentException if the resource cannot have these limits
	 * @throws io.github.dynamodbtoolkit.table.TableException if they may not have been
	 * changed
	 */
	void setLimits(RateLimitRequest request, @Nullable List<RateLimit> limits);

}
