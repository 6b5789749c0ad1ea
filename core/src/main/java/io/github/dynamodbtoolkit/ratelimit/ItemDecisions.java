package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.DurationText;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.table.Update;
import io.github.dynamodbtoolkit.table.WriteResult;
import org.jspecify.annotations.Nullable;

/**
 * Decides by a resource's item; {@link LimitItem} has its layout.
 * <p>
 * A decision is one conditional write. Within a sub-window it adds the permits to what
 * stands in the item, on the condition that its sub-window is this instance's or a later
 * one and that they fit: any number of writers can do so at once, and none loses. When a
 * sub-window begins, the whole state is replaced on the condition that nobody has written
 * since. Who loses that race is answered the item as it is now, and adds to it, or is
 * refused by it. So a refusal is always worked out from the item itself.
 */
final class ItemDecisions {

	private static final int MAX_WRITES = 3;

	private static final long CONTENDED_NANOS = 25_000_000;

	private final TableClient table;

	private final TimeSource time;

	private final RateLimiterSettings settings;

	/**
	 * How a decision ended.
	 *
	 * @param decision the answer
	 * @param taken how many permits were taken, 0 if it was refused
	 * @param charge where they were counted, null if they were not
	 */
	record Outcome(RateLimitDecision decision, long taken, @Nullable Charge charge) {

		static Outcome untaken(RateLimitDecision decision) {
			return new Outcome(decision, 0, null);
		}

		/** The decision as the whole answer to a request. */
		RateLimitDecision grantedTo(RateLimitRequest request, @Nullable PermitBlock block) {
			return this.charge != null ? this.decision.withGrant(new Grant(request, this.charge, block))
					: this.decision;
		}

	}

	ItemDecisions(TableClient table, RateLimiterSettings settings) {
		this.table = table;
		this.time = table.time();
		this.settings = settings;
	}

	/**
	 * Takes permits in at most three writes.
	 * @param wanted how many to take if there are as many, at least what is asked
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer;
	 * the permits may have been counted, and must not be used
	 */
	Outcome decide(LimitedResource resource, RateLimitRequest request, long wanted) {
		Snapshot known = resource.known();
		Object era = resource.era();
		for (int i = 0; i < MAX_WRITES; i++) {
			ItemClock.Moment moment = resource.clock().moment();
			Snapshot current = known.at(moment.now());
			long permits = affordable(current, request, wanted);
			boolean fits = current.fits(request, permits);
			boolean replaces = replaces(known, request, moment.now(), fits);
			WriteResult result = write(resource,
					replaces ? replacement(resource, known,
							fits ? current.plus(request, permits) : current.afterRefusal(request), moment)
							: resource.updates().add(known, request, permits, true, moment, this.table.newRev()));
			known = learn(resource, result);
			if (result.applied() && !known.spoilt()) {
				return replaces && !fits ? refused(resource, request, known)
						: allowed(resource, request, permits, known, Charge.of(era, known, moment.now()));
			}
			if (isRefusal(resource, request, known)) {
				return refused(resource, request, known);
			}
		}
		resource.log().record(RateLimitEvent.REFUSED_CONTENDED);
		long limit = known.strictest(request.priority()).limit().limit();
		return Outcome.untaken(Decisions.refused(limit, 0, CONTENDED_NANOS));
	}

	private Update replacement(LimitedResource resource, Snapshot seen, Snapshot next, ItemClock.Moment moment) {
		return resource.updates().replace(seen, next, moment, this.table.newRev());
	}

	/** As much of what is wanted as there seems to be, but at least what was asked. */
	private static long affordable(Snapshot current, RateLimitRequest request, long wanted) {
		long room = current.levels().stream().mapToLong(Level::remaining).min().orElse(0);
		return Math.max(request.permits(), Math.min(wanted, room));
	}

	/**
	 * If the permits do not seem to fit, adding them asks for the item as it is; shares
	 * that are due and what is spoilt are written all the same.
	 */
	private static boolean replaces(Snapshot known, RateLimitRequest request, long now, boolean fits) {
		return known.isOutdated(now, request.priority()) && (fits || known.spoilt() || known.classes() != null);
	}

	private boolean isRefusal(LimitedResource resource, RateLimitRequest request, Snapshot seen) {
		boolean endsIdleness = seen.classes() != null && seen.classes().endsIdleness(request.priority());
		return !seen.spoilt() && !endsIdleness && !seen.at(resource.clock().now()).fits(request, request.permits());
	}

	private WriteResult write(LimitedResource resource, Update update) {
		resource.wrote();
		return this.table.update(resource.key(), update, CallKind.DECISION);
	}

	private Snapshot learn(LimitedResource resource, WriteResult result) {
		Item item = result.item();
		Snapshot seen = resource.item().read(item, resource.clock().now());
		long longest = seen.levels().stream().mapToLong((level) -> level.limit().window().toNanos()).max().orElse(0);
		long tolerated = longest + this.settings.clockTolerance().toNanos();
		if (seen.spoilt() || seen.provenTime() < resource.known().provenTime() - tolerated) {
			// The item's time never goes back: it was reset or has expired, or is
			// garbage.
			resource.clock().forget();
			seen = resource.item().read(item, resource.clock().now());
		}
		long ahead = resource.clock().observe(seen.provenTime());
		warn(resource.log(), seen, ahead > tolerated ? ahead : 0);
		Snapshot known = result.applied() ? seen : firstSeen(resource, seen);
		resource.known(known);
		return known;
	}

	/** What others have written, as of when this instance saw it first. */
	private static Snapshot firstSeen(LimitedResource resource, Snapshot seen) {
		Snapshot known = resource.known();
		boolean same = seen.rev() != null && seen.rev().equals(known.rev()) && !seen.spoilt();
		return same ? known : seen.seenFirstAt(resource.clock().now());
	}

	private static void warn(RateLimitLog log, Snapshot seen, long ahead) {
		if (ahead > 0) {
			log.record(RateLimitEvent.CLOCK_AHEAD);
			log.warn("clock",
					"its item was written by a clock that is "
							+ DurationText.of(Duration.ofSeconds(Duration.ofNanos(ahead).toSeconds()))
							+ " ahead of this machine's; the limit goes by that time from now on. Check the clocks; "
							+ "a reset of the limit ends it.");
		}
		if (seen.spoilt()) {
			log.record(RateLimitEvent.UNREADABLE);
			log.warn("unreadable", "its item has attributes that are not of our making; the limit counts as used up, "
					+ "and is written anew");
		}
	}

	private Outcome allowed(LimitedResource resource, RateLimitRequest request, long permits, Snapshot seen,
			Charge charge) {
		resource.log().record(RateLimitEvent.ALLOWED);
		Snapshot current = seen.at(resource.clock().now());
		return new Outcome(Decisions.allowed(current.strictest(request.priority())), permits, charge);
	}

	private Outcome refused(LimitedResource resource, RateLimitRequest request, Snapshot seen) {
		requirePossible(resource, request);
		resource.log().record(RateLimitEvent.REFUSED);
		Snapshot current = seen.at(resource.clock().now());
		RateLimitDecision decision = Decisions.refused(current, request);
		resource.refusals().remember(request, decision, this.time.nanoTime(), this.settings.localDenial());
		return Outcome.untaken(decision);
	}

	/** A limit changed at run time refuses instead: whoever asks cannot know it. */
	static void requirePossible(LimitedResource resource, RateLimitRequest request) {
		Snapshot known = resource.known();
		if (!resource.isKnown() || known.runTimeLimits() != null) {
			return;
		}
		for (Level level : known.levels()) {
			long most = level.limit().mostAtOnce();
			if (most > 0 && request.permits() > most) {
				throw new IllegalArgumentException("Asked for " + request.permits() + " permits, the limit is " + most
						+ ": this can never succeed.");
			}
		}
	}

	/** Counts permits, be there room for them or not. */
	void record(LimitedResource resource, RateLimitRequest request) {
		Snapshot known = resource.known();
		for (int i = 0; i < MAX_WRITES; i++) {
			ItemClock.Moment moment = resource.clock().moment();
			WriteResult result = write(resource, adds(known, request, moment.now())
					? resource.updates().add(known, request, request.permits(), false, moment, this.table.newRev())
					: replacement(resource, known, known.at(moment.now()).plus(request, request.permits()), moment));
			known = learn(resource, result);
			if (result.applied()) {
				return;
			}
		}
		throw new IllegalStateException(
				"Rate limit '" + request.resource() + "': others changed it at every attempt. Try again.");
	}

	/** A bucket that would become emptier than empty must be written as a whole. */
	private static boolean adds(Snapshot known, RateLimitRequest request, long now) {
		return !known.isOutdated(now, request.priority()) && known.at(now)
			.levels()
			.stream()
			.allMatch((level) -> level instanceof WindowLevel || level.fits(request.permits()));
	}

	/**
	 * Takes permits back out of the counts, unless they are no longer in them, or others
	 * write at every attempt.
	 */
	boolean giveBack(LimitedResource resource, RateLimitRequest request, Charge charge) {
		Snapshot known = resource.known();
		for (int i = 0; i < MAX_WRITES && isValid(charge, resource, known); i++) {
			ItemClock.Moment moment = resource.clock().moment();
			Snapshot current = known.at(moment.now());
			Snapshot next = current.minus(request, charge.marks());
			if (next.equals(current)) {
				return false;
			}
			WriteResult result = write(resource, replacement(resource, known, next, moment));
			known = learn(resource, result);
			if (result.applied()) {
				return true;
			}
		}
		return false;
	}

	/** Marks mean nothing under other limits, nor after a reset. */
	private static boolean isValid(Charge charge, LimitedResource resource, Snapshot known) {
		return charge.era() == resource.era() && Objects.equals(charge.runTimeLimits(), known.runTimeLimits());
	}

	/** Looks at the item as it is now, without learning from it. */
	Snapshot read(LimitedResource resource, CallKind kind) {
		Snapshot seen = resource.item()
			.read(this.table.get(resource.key(), Consistency.EVENTUAL, kind), resource.clock().now());
		return seen.at(Math.max(resource.clock().now(), seen.provenTime()));
	}

	void reset(LimitedResource resource) {
		Item item = this.table.get(resource.key(), Consistency.STRONG, CallKind.LOOKUP);
		Snapshot seen = resource.item().read(item, resource.clock().now());
		// Before as well: what is counted until then is of no era that goes on.
		resource.forget();
		this.table.update(resource.key(), resource.updates().reset(seen, this.table.newRev()), CallKind.LOOKUP);
		resource.forget();
		resource.clock().forget();
	}

	void setLimits(LimitedResource resource, @Nullable List<RateLimit> limits) {
		if (limits != null) {
			resource.limits().requireReplacement(limits);
		}
		Item item = this.table.get(resource.key(), Consistency.STRONG, CallKind.LOOKUP);
		Snapshot seen = resource.item().read(item, resource.clock().now());
		Update update = resource.updates()
			.changeLimits(seen, limits, resource.clock().now(), this.table.newRev(), this.time.millis());
		this.table.update(resource.key(), update, CallKind.LOOKUP);
		resource.forget();
	}

}
