package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import io.github.dynamodbtoolkit.dedupe.Outcome.NoNews;
import io.github.dynamodbtoolkit.dedupe.Waiter.News;
import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * All keys that somebody in this instance works on or waits for, and the waiting itself:
 * one poller for each key, whoever waits; none as long as the owner is here.
 */
final class Flights {

	private final Map<ItemKey, Flight> flights = new ConcurrentHashMap<>();

	private final Jobs jobs;

	private final DedupeSettings settings;

	private final TimeSource time;

	private final Background background;

	private final DedupeLog log;

	private final Semaphore places;

	private volatile boolean closed;

	Flights(Jobs jobs, DedupeSettings settings, TimeSource time, Background background, DedupeLog log) {
		this.jobs = jobs;
		this.settings = settings;
		this.time = time;
		this.background = background;
		this.log = log;
		this.places = new Semaphore(settings.maxWaiters());
	}

	/** To be {@linkplain #leave left} by whoever enters. */
	Flight enter(JobKey key) {
		return this.flights.compute(key.item(), (item, flight) -> ((flight != null) ? flight : new Flight(key)).used());
	}

	void leave(Flight flight) {
		this.flights.computeIfPresent(flight.key().item(), (item, current) -> current.unused() ? current : null);
	}

	void began(Lease lease) {
		enter(lease.jobKey()).ownedBy(lease);
	}

	/**
	 * An owner of this instance has ended its job.
	 */
	void ended(Lease lease) {
		Flight flight = this.flights.get(lease.jobKey().item());
		if (flight != null) {
			flight.ended(lease);
			leave(flight);
		}
	}

	/**
	 * Tells those who wait for an owner of this instance how its job ended.
	 */
	void tell(Lease lease, Outcome outcome) {
		Flight flight = this.flights.get(lease.jobKey().item());
		if (flight != null) {
			flight.tell(lease, outcome);
		}
	}

	/** The owner of a key if it is in this instance. */
	@Nullable Lease ownerOf(JobKey key) {
		Flight flight = this.flights.get(key.item());
		return (flight != null) ? flight.owner() : null;
	}

	/** Whether somebody in this instance works on a key or waits for it. */
	boolean isInUse(JobKey key) {
		return ownerOf(key) != null || waiters(key) > 0;
	}

	int waiters(JobKey key) {
		Flight flight = this.flights.get(key.item());
		return (flight != null) ? flight.waiters().size() : 0;
	}

	/**
	 * Waits for an outcome.
	 * @param takeOver what a caller does who takes a dead owner's place
	 */
	Outcome await(JobKey key, Claim.Joined joined, Duration timeout, TakeOver takeOver) {
		if (this.closed) {
			return new NoNews(NoNews.Reason.CLOSED);
		}
		if (!this.places.tryAcquire()) {
			this.log.warn(DedupeEvent.TOO_MANY_WAITERS,
					"max-waiters (" + this.settings.maxWaiters() + ") callers wait already; another one could not");
			return new NoNews(NoNews.Reason.TOO_MANY_WAITERS);
		}
		Flight flight = enter(key);
		try {
			return await(flight, joined, this.time.nanoTime() + timeout.toNanos(), takeOver);
		}
		finally {
			leave(flight);
			this.places.release();
		}
	}

	private Outcome await(Flight flight, Claim.Joined joined, long deadlineNanos, TakeOver takeOver) {
		while (true) {
			News news = await(flight, new Waiter(joined), deadlineNanos);
			Outcome outcome = (news.outcome() != null) ? news.outcome() : takeOver(takeOver, joined, news.seen());
			if (outcome != null) {
				return outcome;
			}
		}
	}

	private News await(Flight flight, Waiter waiter, long deadlineNanos) {
		Duration untilPoll = flight.add(waiter, this.settings.pollInterval());
		if (this.closed) {
			waiter.tell(new NoNews(NoNews.Reason.CLOSED)); // who closed may not have seen
															// it
		}
		if (untilPoll != null) {
			this.background.after(untilPoll, () -> poll(flight));
		}
		try {
			return waiter.await(this.time, deadlineNanos);
		}
		finally {
			flight.waiters().remove(waiter);
		}
	}

	/** Answers null if somebody else was faster, or it could not be learnt. */
	private static @Nullable Outcome takeOver(TakeOver takeOver, Claim.Joined joined, @Nullable Item seen) {
		try {
			return takeOver.attempt(joined, seen);
		}
		catch (TableException ex) {
			return null; // the poller knows what to do when DynamoDB fails
		}
	}

	private void poll(Flight flight) {
		try {
			look(flight);
		}
		catch (RuntimeException ex) {
			failed(flight, ex);
		}
		Duration untilNext = flight.next();
		if (untilNext != null) {
			this.background.after(untilNext, () -> poll(flight));
		}
	}

	private void look(Flight flight) {
		if (flight.owner() != null || flight.waiters().isEmpty()) {
			return;
		}
		Sighting sighting = new Sighting(this.jobs, flight.key(), this.jobs.read(flight.key()));
		boolean asked = false;
		for (Waiter waiter : flight.waiters()) {
			Outcome outcome = sighting.outcomeFor(waiter.fence(), waiter.fingerprint());
			if (outcome != null) {
				waiter.tell(outcome);
			}
			else if (!asked && sighting.isFree()) {
				asked = waiter.askToTakeOver(sighting.item());
			}
		}
		flight.heard();
	}

	private void failed(Flight flight, RuntimeException exception) {
		this.log.warn(DedupeEvent.POLL_FAILED, "looking for an outcome failed, and is repeated. " + exception);
		if (exception instanceof TableException failure
				&& flight.silence(this.time.nanoTime()) > this.settings.lease().toNanos()) {
			flight.waiters().forEach((waiter) -> waiter.tell(new Outcome.Unavailable(failure)));
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	/** Nobody waits any more, and what begins from now on is to be refused. */
	void close() {
		this.closed = true;
		this.flights.values()
			.forEach((flight) -> flight.waiters().forEach((waiter) -> waiter.tell(new NoNews(NoNews.Reason.CLOSED))));
	}

	/**
	 * Takes a dead owner's place.
	 */
	@FunctionalInterface
	interface TakeOver {

		/**
		 * Tries it.
		 * @param joined the job that was waited for
		 * @param seen what stands there, null for nothing
		 * @return the outcome to answer, null to wait on
		 * @throws TableException if it could not be learnt whether it succeeded
		 */
		@Nullable Outcome attempt(Claim.Joined joined, @Nullable Item seen);

	}

}
