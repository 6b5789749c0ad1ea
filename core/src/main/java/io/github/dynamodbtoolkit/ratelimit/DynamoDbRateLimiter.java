package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.table.Update;
import io.github.dynamodbtoolkit.table.WriteResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits in one item a resource; {@link LimitItem} has its layout.
 * <p>
 * A decision is one conditional write. Within a sub-window it adds the permits to what
 * stands in the item, on the condition that its sub-window is this instance's or a later
 * one and that they fit: any number of writers can do so at once, and none loses. When a
 * sub-window begins, the whole state is replaced on the condition that nobody has written
 * since. Who loses that race is answered the item as it is now, and adds to it, or is
 * refused by it. So a refusal is always worked out from the item itself.
 */
final class DynamoDbRateLimiter implements RateLimiter {

	private static final Logger logger = LoggerFactory.getLogger(RateLimiter.class);

	private static final int MAX_REMEMBERED = 10_000;

	private static final int MAX_WRITES = 3;

	/** Spreads those that wait for the same permits. */
	private static final long MAX_JITTER_NANOS = 10_000_000;

	private static final long CONTENDED_NANOS = 25_000_000;

	private static final String DEFAULT = "default";

	private final Cache<Id, LimitedResource> remembered = Caffeine.newBuilder()
		.maximumSize(MAX_REMEMBERED)
		.executor(Runnable::run)
		.build();

	private final TableClient table;

	private final TimeSource time;

	private final RateLimiterSettings settings;

	private final LocalFallback fallback;

	private final Map<String, RateLimitLog> logs = new HashMap<>();

	private final RateLimitLog otherLog;

	private final Sleeper sleeper;

	/** Waits. */
	interface Sleeper {

		void sleep(long nanos) throws InterruptedException;

	}

	private record Id(String resource, @Nullable String key) {
	}

	/** How a decision ended: what was taken, 0 if it was refused. */
	private record Outcome(RateLimitDecision decision, long taken) {
	}

	DynamoDbRateLimiter(TableClient table, RateLimiterSettings settings, Sleeper sleeper) {
		this.table = table;
		this.time = table.time();
		this.settings = settings;
		this.fallback = new LocalFallback(this.time, settings.expectedInstances());
		this.sleeper = sleeper;
		settings.resources().keySet().forEach((name) -> this.logs.put(name, log(name)));
		this.otherLog = log(DEFAULT);
		warnOfSettings();
	}

	static RateLimiter on(TableClient table, RateLimiterSettings settings) {
		return new DynamoDbRateLimiter(table.forStore("ratelimit"), settings,
				(nanos) -> Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000)));
	}

	private RateLimitLog log(String name) {
		return new RateLimitLog(name, this.table.settings().metrics(), this.time);
	}

	private void warnOfSettings() {
		this.settings.resources().forEach(this::warnOfSettings);
		if (this.settings.defaults() != null) {
			warnOfSettings(DEFAULT, this.settings.defaults());
		}
	}

	private void warnOfSettings(String name, ResourceLimits limits) {
		Duration tolerance = this.settings.clockTolerance();
		for (RateLimit limit : limits.limits()) {
			if (limit.limit() == 0) {
				logger.warn("Rate limit '{}': limit 0: every request will be denied", name);
			}
			if (limit.window().compareTo(tolerance.multipliedBy(2)) < 0) {
				logger.warn("Rate limit '{}': window {} is shorter than twice the clock tolerance {}", name,
						RateLimit.text(limit.window()), RateLimit.text(tolerance));
			}
		}
	}

	@Override
	public boolean isLimited(String resource) {
		return this.settings.find(resource) != null;
	}

	@Override
	public RateLimitDecision acquire(RateLimitRequest request) {
		LimitedResource resource = resource(request);
		RateLimitDecision decision = fromBlock(resource, request);
		return decision != null ? decision : acquire(resource, request);
	}

	private RateLimitDecision acquire(LimitedResource resource, RateLimitRequest request) {
		RateLimitDecision refused = resource.refusals().find(request, this.time.nanoTime());
		if (refused != null) {
			resource.log().record(RateLimitEvent.REFUSED_FROM_MEMORY);
			return refused;
		}
		requirePossible(resource, request);
		return resource.limits().lease() > request.permits() ? takeBlock(resource, request)
				: ask(resource, request, request.permits()).decision();
	}

	private LimitedResource resource(RateLimitRequest request) {
		return this.remembered.get(new Id(request.resource(), request.key()), this::newResource);
	}

	private LimitedResource newResource(Id id) {
		ResourceLimits limits = this.settings.of(id.resource());
		RateLimitLog log = this.logs.getOrDefault(id.resource(), this.otherLog);
		return new LimitedResource(this.table.keys().rateLimit(id.resource(), id.key()), limits, this.time, log);
	}

	/** A limit changed at run time refuses instead: whoever asks cannot know it. */
	private static void requirePossible(LimitedResource resource, RateLimitRequest request) {
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

	/** Null if there is no block, or not as much in it. */
	private @Nullable RateLimitDecision fromBlock(LimitedResource resource, RateLimitRequest request) {
		PermitBlock block = resource.block();
		long left = block.take(request.permits(), this.time.nanoTime());
		if (left < 0) {
			return null;
		}
		resource.log().record(RateLimitEvent.ALLOWED_FROM_LEASE);
		return new RateLimitDecision(true, block.limit(), left + block.remainingInItem(), Duration.ZERO, Duration.ZERO);
	}

	private RateLimitDecision takeBlock(LimitedResource resource, RateLimitRequest request) {
		resource.refill().lock();
		try {
			RateLimitDecision decision = fromBlock(resource, request);
			if (decision != null) {
				return decision;
			}
			RateLimitDecision refused = resource.refusals().find(request, this.time.nanoTime());
			return refused != null ? refused : newBlock(resource, request);
		}
		finally {
			resource.refill().unlock();
		}
	}

	private RateLimitDecision newBlock(LimitedResource resource, RateLimitRequest request) {
		long sentAt = this.time.nanoTime();
		Outcome outcome = ask(resource, request, resource.limits().lease());
		long rest = outcome.taken() - request.permits();
		if (rest > 0) {
			RateLimitDecision decision = outcome.decision();
			resource.block(new PermitBlock(rest, sentAt + shortestSubWindow(resource), decision.limit(),
					decision.remaining()));
		}
		return outcome.decision();
	}

	private static long shortestSubWindow(LimitedResource resource) {
		return resource.known()
			.levels()
			.stream()
			.mapToLong((level) -> ((WindowLevel) level).limit().subWindowNanos())
			.min()
			.orElseThrow();
	}

	/** Asks DynamoDB, and if that gives no answer, decides as configured. */
	private Outcome ask(LimitedResource resource, RateLimitRequest request, long wanted) {
		try {
			Outcome outcome = decide(resource, request, wanted);
			resource.log().answered();
			return outcome;
		}
		catch (TableException ex) {
			return new Outcome(withoutAnswer(resource, request, true, ex), 0);
		}
	}

	private RateLimitDecision withoutAnswer(LimitedResource resource, RateLimitRequest request, boolean take,
			TableException reason) {
		OnUnavailable mode = Thread.currentThread().isInterrupted() ? OnUnavailable.DENY
				: resource.limits().onUnavailable();
		RateLimit first = resource.limits().limits().get(0);
		resource.log().fallsBack(resource.limits().onUnavailable(), String.valueOf(reason.getMessage()));
		RateLimitDecision decision = switch (mode) {
			case ALLOW -> new RateLimitDecision(true, first.limit(), 0, Duration.ZERO, Duration.ZERO);
			case DENY -> Decisions.refused(first.limit(), 0, Duration.ofSeconds(1).toNanos());
			case LOCAL -> this.fallback.decide(resource.key(), limitsInForce(resource), request.permits(), take);
		};
		resource.log()
			.record(decision.allowed() ? RateLimitEvent.ALLOWED_BY_FALLBACK : RateLimitEvent.REFUSED_BY_FALLBACK);
		return decision;
	}

	private static List<RateLimit> limitsInForce(LimitedResource resource) {
		return resource.known().levels().stream().map(Level::limit).toList();
	}

	private Outcome decide(LimitedResource resource, RateLimitRequest request, long wanted) {
		for (int i = 0; i < MAX_WRITES; i++) {
			Snapshot known = resource.known();
			long now = resource.clock().now();
			Snapshot current = known.at(now);
			long permits = affordable(current, request, wanted);
			boolean fits = current.fits(request, permits);
			boolean replaces = replaces(known, request, now, fits);
			Snapshot next = fits ? current.plus(request, permits) : current.afterRefusal(request);
			Update update = replaces ? resource.item().replace(known, next, this.table.newRev(), this.time.millis())
					: resource.item().add(known, request, permits, now, this.table.newRev(), true, this.time.millis());
			WriteResult result = write(resource, update);
			Snapshot seen = learn(resource, result.item());
			if (result.applied() && !seen.spoilt()) {
				return replaces && !fits ? refused(resource, request, seen) : allowed(resource, request, permits, seen);
			}
			if (isRefusal(resource, request, seen)) {
				return refused(resource, request, seen);
			}
		}
		resource.log().record(RateLimitEvent.REFUSED_CONTENDED);
		Level strictest = resource.known().strictest(request.priority());
		return new Outcome(Decisions.refused(strictest.limit().limit(), 0, CONTENDED_NANOS), 0);
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

	private Snapshot learn(LimitedResource resource, @Nullable Item item) {
		Snapshot seen = resource.item().read(item, resource.clock().now());
		long longest = seen.levels().stream().mapToLong((level) -> level.limit().window().toNanos()).max().orElse(0);
		long tolerated = longest + this.settings.clockTolerance().toNanos();
		if (seen.provenTime() < resource.known().provenTime() - tolerated) {
			// The item's time never goes back: it was reset, or has expired.
			resource.clock().forget();
			seen = resource.item().read(item, resource.clock().now());
		}
		long ahead = resource.clock().observe(seen.provenTime());
		warn(resource.log(), seen, ahead > tolerated ? ahead : 0);
		resource.known(seen);
		return seen;
	}

	private static void warn(RateLimitLog log, Snapshot seen, long ahead) {
		if (ahead > 0) {
			log.record(RateLimitEvent.CLOCK_AHEAD);
			log.warn("clock",
					"its item was written by a clock that is "
							+ RateLimit.text(Duration.ofSeconds(Duration.ofNanos(ahead).toSeconds()))
							+ " ahead of this machine's; the limit goes by that time from now on. Check the clocks; "
							+ "a reset of the limit ends it.");
		}
		if (seen.spoilt()) {
			log.record(RateLimitEvent.UNREADABLE);
			log.warn("unreadable", "its item has attributes that are not of our making; the limit counts as used up, "
					+ "and is written anew");
		}
	}

	private Outcome allowed(LimitedResource resource, RateLimitRequest request, long permits, Snapshot seen) {
		if (permits == request.permits()) {
			resource.granted(Grant.of(seen, permits, request.priority()));
		}
		resource.log().record(RateLimitEvent.ALLOWED);
		Snapshot current = seen.at(resource.clock().now());
		return new Outcome(Decisions.allowed(current.strictest(request.priority())), permits);
	}

	private Outcome refused(LimitedResource resource, RateLimitRequest request, Snapshot seen) {
		requirePossible(resource, request);
		resource.log().record(RateLimitEvent.REFUSED);
		Snapshot current = seen.at(resource.clock().now());
		RateLimitDecision decision = refusal(current, request);
		resource.refusals().remember(request, decision, this.time.nanoTime(), this.settings.localDenial());
		return new Outcome(decision, 0);
	}

	private static RateLimitDecision refusal(Snapshot current, RateLimitRequest request) {
		Level strictest = current.strictest(request.priority());
		long wait = Math.max(1, current.waitNanos(request, request.permits()));
		return new RateLimitDecision(false, strictest.limit().limit(), strictest.remaining(),
				Duration.ofNanos(strictest.resetNanos()), Duration.ofNanos(wait));
	}

	@Override
	public RateLimitDecision acquire(RateLimitRequest request, Duration maxWait) {
		if (maxWait.isNegative()) {
			throw new IllegalArgumentException("max-wait must not be negative, got " + maxWait);
		}
		long start = this.time.nanoTime();
		while (true) {
			RateLimitDecision decision = acquire(request);
			long left = maxWait.toNanos() - (this.time.nanoTime() - start);
			if (decision.allowed() || decision.retryAfter().toNanos() > left || !waitFor(request, decision, left)) {
				return decision;
			}
		}
	}

	private boolean waitFor(RateLimitRequest request, RateLimitDecision decision, long left) {
		long jitter = ThreadLocalRandom.current().nextLong(MAX_JITTER_NANOS);
		try {
			resource(request).log().record(RateLimitEvent.WAITED);
			this.sleeper.sleep(Math.min(left, decision.retryAfter().toNanos() + jitter));
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public boolean canProceed(RateLimitRequest request) {
		return getWaitTime(request).isZero();
	}

	@Override
	public Duration getWaitTime(RateLimitRequest request) {
		LimitedResource resource = resource(request);
		try {
			Snapshot current = read(resource, CallKind.DECISION);
			return current.fits(request, request.permits()) ? Duration.ZERO : refusal(current, request).retryAfter();
		}
		catch (TableException ex) {
			return withoutAnswer(resource, request, false, ex).retryAfter();
		}
	}

	private Snapshot read(LimitedResource resource, CallKind kind) {
		Snapshot seen = resource.item()
			.read(this.table.get(resource.key(), Consistency.EVENTUAL, kind), resource.clock().now());
		return seen.at(Math.max(resource.clock().now(), seen.provenTime()));
	}

	@Override
	public RateLimitStatus status(RateLimitRequest request) {
		Snapshot current = read(resource(request), CallKind.LOOKUP);
		List<RateLimitStatus.LimitStatus> levels = current.levels()
			.stream()
			.map((level) -> new RateLimitStatus.LimitStatus(level.limit(), level.remaining(),
					Duration.ofNanos(level.resetNanos())))
			.toList();
		return new RateLimitStatus(levels, current.runTimeLimits() != null, shares(current));
	}

	private static RateLimitStatus.@Nullable SharesStatus shares(Snapshot current) {
		Classes classes = current.classes();
		return classes != null ? new RateLimitStatus.SharesStatus(classes.shares().user(),
				classes.shares().background(), classes.recentUserRequests()) : null;
	}

	@Override
	public void record(RateLimitRequest request) {
		LimitedResource resource = resource(request);
		for (int i = 0; i < MAX_WRITES; i++) {
			Snapshot known = resource.known();
			long now = resource.clock().now();
			Snapshot current = known.at(now);
			boolean adds = !known.isOutdated(now, request.priority()) && current.levels()
				.stream()
				.allMatch((level) -> level instanceof WindowLevel || level.fits(request.permits()));
			String rev = this.table.newRev();
			Update update = adds
					? resource.item().add(known, request, request.permits(), now, rev, false, this.time.millis())
					: resource.item().replace(known, current.plus(request, request.permits()), rev, this.time.millis());
			WriteResult result = write(resource, update);
			learn(resource, result.item());
			if (result.applied()) {
				return;
			}
		}
		resource.log().record(RateLimitEvent.REFUSED_CONTENDED);
		throw new IllegalStateException(
				"Rate limit '" + request.resource() + "': others changed it at every attempt. Try again.");
	}

	@Override
	public boolean refund(RateLimitRequest request) {
		LimitedResource resource = resource(request);
		resource.refusals().forget();
		if (resource.block().giveBack(request.permits(), this.time.nanoTime())) {
			return true;
		}
		List<Grant> grants = resource.giveBack(request.permits(), request.priority());
		try {
			return !grants.isEmpty() && giveBack(resource, request.priority(), grants);
		}
		catch (TableException ex) {
			resource.log().warn("refund", "permits could not be given back, and stay counted. " + ex.getMessage());
			return false;
		}
	}

	private boolean giveBack(LimitedResource resource, Priority priority, List<Grant> grants) {
		for (int i = 0; i < MAX_WRITES; i++) {
			Snapshot known = resource.known();
			Snapshot next = known.at(resource.clock().now());
			for (Grant grant : grants) {
				next = next.minus(priority, grant);
			}
			WriteResult result = write(resource,
					resource.item().replace(known, next, this.table.newRev(), this.time.millis()));
			learn(resource, result.item());
			if (result.applied()) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void reset(RateLimitRequest request) {
		LimitedResource resource = resource(request);
		Item item = this.table.get(resource.key(), Consistency.STRONG, CallKind.LOOKUP);
		Snapshot seen = resource.item().read(item, resource.clock().now());
		this.table.update(resource.key(), resource.item().reset(seen, this.table.newRev()), CallKind.LOOKUP);
		resource.forget();
		resource.clock().forget();
	}

	@Override
	public void setLimits(RateLimitRequest request, @Nullable List<RateLimit> limits) {
		LimitedResource resource = resource(request);
		if (limits != null) {
			resource.limits().requireReplacement(limits);
		}
		Item item = this.table.get(resource.key(), Consistency.STRONG, CallKind.LOOKUP);
		Snapshot seen = resource.item().read(item, resource.clock().now());
		Update update = resource.item()
			.changeLimits(seen, limits, resource.clock().now(), this.table.newRev(), this.time.millis());
		this.table.update(resource.key(), update, CallKind.LOOKUP);
		resource.forget();
	}

}
