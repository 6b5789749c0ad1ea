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
 * refused by it. So a refusal is always worked out from the item itself. Of one instance
 * only one thread at a time replaces the state, so that its threads do not race each
 * other.
 */
final class ItemDecisions {

	private static final int MAX_WRITES = 3;

	private static final int MAX_RECORD_WRITES = 10;

	private static final long CONTENDED_NANOS = 25_000_000;

	private final TableClient table;

	private final TimeSource time;

	private final RateLimiterSettings settings;

	private final Duration patience;

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
		this.patience = table.settings().budgets().of(CallKind.DECISION).timeout();
	}

	/**
	 * Takes permits in at most three writes, within the budget of one.
	 * @param wanted how many to take if there are as many, at least what is asked
	 * @param start when that budget began, by the monotonic clock
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer;
	 * the permits may have been counted, and must not be used
	 */
	Outcome decide(LimitedResource resource, RateLimitRequest request, long wanted, long start) {
		Asking asking = new Asking(resource, request, wanted, start);
		Outcome outcome = null;
		while (outcome == null && asking.mayGoOn()) {
			outcome = asking.next();
		}
		return outcome != null ? outcome : Outcome.untaken(contended(resource, request));
	}

	/** Refused although there may be room. */
	RateLimitDecision contended(LimitedResource resource, RateLimitRequest request) {
		resource.log().record(RateLimitEvent.REFUSED_CONTENDED);
		long limit = resource.known().strictest(request.priority()).limit().limit();
		return Decisions.refused(limit, 0, CONTENDED_NANOS);
	}

	/** How long something that has begun may still wait for other threads. */
	Duration patience(long start) {
		return this.patience.minusNanos(this.time.nanoTime() - start);
	}

	/** One decision on its way. */
	private final class Asking {

		private final LimitedResource resource;

		private final RateLimitRequest request;

		private final long wanted;

		private final Object era;

		private final long start;

		private int writes;

		private Asking(LimitedResource resource, RateLimitRequest request, long wanted, long start) {
			this.resource = resource;
			this.request = request;
			this.wanted = wanted;
			this.start = start;
			this.era = resource.era();
		}

		private boolean mayGoOn() {
			return this.writes < MAX_WRITES && !patience(this.start).isNegative();
		}

		/**
		 * Null if it is not decided yet. The whole state is replaced by one thread at a
		 * time, so that of one instance none loses to another.
		 */
		private @Nullable Outcome next() {
			Plan plan = plan();
			return plan.replaces() ? this.resource.turn().take(patience(this.start), this::replace) : write(plan);
		}

		/** Null as well if others have done it meanwhile. */
		private @Nullable Outcome replace() {
			Plan plan = plan();
			return plan.replaces() ? write(plan) : null;
		}

		private Plan plan() {
			return Plan.of(this.resource.known(), this.request, this.wanted, this.resource.clock().moment());
		}

		private @Nullable Outcome write(Plan plan) {
			boolean replaces = plan.replaces();
			this.writes++;
			WriteResult result = ItemDecisions.this.write(this.resource,
					replaces ? replacement(this.resource, plan.known(), plan.next(), plan.moment()) : addition(plan),
					this.start);
			Snapshot seen = learn(this.resource, result);
			if (result.applied() && !seen.spoilt()) {
				return replaces && !plan.fits() ? refused(this.resource, this.request, seen) : allowed(this.resource,
						this.request, plan.permits(), seen, Charge.of(this.era, seen, plan.moment().now()));
			}
			return isRefusal(this.resource, this.request, seen) ? refused(this.resource, this.request, seen) : null;
		}

		private Update addition(Plan plan) {
			return this.resource.updates()
				.add(plan.known(), this.request, plan.permits(), true, plan.moment(),
						ItemDecisions.this.table.newRev());
		}

	}

	private Update replacement(LimitedResource resource, Snapshot seen, Snapshot next, ItemClock.Moment moment) {
		return resource.updates().replace(seen, next, moment, this.table.newRev());
	}

	private boolean isRefusal(LimitedResource resource, RateLimitRequest request, Snapshot seen) {
		boolean endsIdleness = seen.classes() != null && seen.classes().endsIdleness(request.priority());
		return !seen.spoilt() && !endsIdleness && !seen.at(resource.clock().now()).fits(request, request.permits());
	}

	private WriteResult write(LimitedResource resource, Update update) {
		return write(resource, update, this.time.nanoTime());
	}

	private WriteResult write(LimitedResource resource, Update update, long start) {
		resource.wrote();
		return this.table.update(resource.key(), update, CallKind.DECISION, start);
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
			resource.known(null);
			seen = resource.item().read(item, resource.clock().now());
		}
		long ahead = resource.clock().observe(seen.provenTime());
		warn(resource.log(), seen, ahead > tolerated ? ahead : 0);
		Snapshot known = result.applied() ? seen : firstSeen(resource, seen);
		if (result.applied()) {
			resource.added(known);
		}
		else {
			resource.known(known);
		}
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

	/**
	 * Counts permits, be there room for them or not.
	 * @return false if others changed the item at every attempt, so that nothing was
	 * counted
	 */
	boolean record(LimitedResource resource, RateLimitRequest request) {
		for (int i = 0; i < MAX_RECORD_WRITES; i++) {
			Boolean counted = isOutdated(resource, request)
					? resource.turn()
						.take(this.patience, () -> isOutdated(resource, request) ? recordOnce(resource, request) : null)
					: recordOnce(resource, request);
			if (Boolean.TRUE.equals(counted)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOutdated(LimitedResource resource, RateLimitRequest request) {
		return resource.known().isOutdated(resource.clock().now(), request.priority());
	}

	private Boolean recordOnce(LimitedResource resource, RateLimitRequest request) {
		Snapshot known = resource.known();
		ItemClock.Moment moment = resource.clock().moment();
		WriteResult result = write(resource, known.isOutdated(moment.now(), request.priority())
				? replacement(resource, known, known.at(moment.now()).plus(request, request.permits()), moment)
				: resource.updates().add(known, request, request.permits(), false, moment, this.table.newRev()));
		learn(resource, result);
		return result.applied();
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
