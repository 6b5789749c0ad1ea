package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.DurationText;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks first what this instance knows (a block of permits, a refusal of a moment ago),
 * then the resource's item, as {@link ItemDecisions} says, and if DynamoDB gives no
 * answer, what is configured for that.
 */
final class DynamoDbRateLimiter implements RateLimiter {

	/** Spreads those that wait for the same permits. */
	private static final long MAX_JITTER_NANOS = 10_000_000;

	private static final Duration LONGEST_WAIT = Duration.ofDays(365);

	private final LimitedResources resources;

	private final ItemDecisions decisions;

	private final TimeSource time;

	private final RateLimiterSettings settings;

	private final LocalFallback fallback;

	DynamoDbRateLimiter(TableClient table, RateLimiterSettings settings, Directory directory) {
		this.time = table.time();
		this.resources = new LimitedResources(table, settings, directory);
		this.decisions = new ItemDecisions(table, settings);
		this.settings = settings;
		this.fallback = new LocalFallback(this.time, settings.expectedInstances());
	}

	@Override
	public boolean isLimited(String resource) {
		return this.settings.find(resource) != null;
	}

	@Override
	public @Nullable RateLimitDecision knownRefusal(RateLimitRequest request) {
		LimitedResource resource = this.resources.of(request);
		long now = this.time.nanoTime();
		return resource.block().has(request.permits(), now) ? null : resource.refusals().find(request, now);
	}

	@Override
	public Set<String> resources() {
		return this.settings.resources().keySet();
	}

	@Override
	public Map<String, Integer> keysInUse() {
		return this.resources.keysInUse();
	}

	@Override
	public List<RateLimit> limits(RateLimitRequest request) {
		return limitsInForce(this.resources.of(request));
	}

	@Override
	public RateLimitDecision acquire(RateLimitRequest request) {
		LimitedResource resource = this.resources.of(request);
		resource.askedFor();
		RateLimitDecision decision = fromBlock(resource, request);
		return decision != null ? decision : acquire(resource, request);
	}

	private RateLimitDecision acquire(LimitedResource resource, RateLimitRequest request) {
		long start = this.time.nanoTime();
		RateLimitDecision refused = fromMemory(resource, request);
		if (refused != null) {
			return refused;
		}
		ItemDecisions.requirePossible(resource, request);
		try {
			payDebts(resource, request, start);
			RateLimitDecision decision = resource.limits().lease() > request.permits()
					? takeBlock(resource, request, start)
					: this.decisions.decide(resource, request, request.permits(), start).grantedTo(request, null);
			resource.log().answered();
			return decision;
		}
		catch (TableException ex) {
			return withoutAnswer(resource, request, true, ex);
		}
	}

	/** Tells the item what was given without it, before it is asked again. */
	private void payDebts(LimitedResource resource, RateLimitRequest request, long start) {
		if (!this.fallback.owed(resource.key()).isEmpty()) {
			resource.turn().take(this.decisions.patience(start), () -> payAll(resource, request));
		}
	}

	private boolean payAll(LimitedResource resource, RateLimitRequest request) {
		this.fallback.owed(resource.key()).forEach((priority, permits) -> {
			if (this.decisions.record(resource, request.withPriority(priority).withPermits(permits))) {
				this.fallback.paid(resource.key(), priority, permits);
			}
		});
		return true;
	}

	/** Null if nothing like it was refused a moment ago. */
	private @Nullable RateLimitDecision fromMemory(LimitedResource resource, RateLimitRequest request) {
		RateLimitDecision refused = resource.refusals().find(request, this.time.nanoTime());
		if (refused != null) {
			resource.log().record(RateLimitEvent.REFUSED_FROM_MEMORY);
		}
		return refused;
	}

	/** Null if there is no block, or not as much in it. */
	private @Nullable RateLimitDecision fromBlock(LimitedResource resource, RateLimitRequest request) {
		PermitBlock block = resource.block();
		long left = block.take(request.permits(), this.time.nanoTime());
		if (left < 0) {
			return null;
		}
		resource.log().record(RateLimitEvent.ALLOWED_FROM_LEASE);
		return new RateLimitDecision(true, block.limit(), left + block.remainingInItem(), Duration.ZERO, Duration.ZERO,
				new Grant(request, block.charge(), block));
	}

	private RateLimitDecision takeBlock(LimitedResource resource, RateLimitRequest request, long start) {
		RateLimitDecision decision = resource.turn()
			.take(this.decisions.patience(start), () -> fromBlockOrItem(resource, request, start));
		return decision != null ? decision : this.decisions.contended(resource, request);
	}

	private RateLimitDecision fromBlockOrItem(LimitedResource resource, RateLimitRequest request, long start) {
		RateLimitDecision decision = fromBlock(resource, request);
		if (decision != null) {
			return decision;
		}
		RateLimitDecision refused = fromMemory(resource, request);
		return refused != null ? refused : newBlock(resource, request, start);
	}

	private RateLimitDecision newBlock(LimitedResource resource, RateLimitRequest request, long start) {
		long sentAt = this.time.nanoTime();
		ItemDecisions.Outcome outcome = this.decisions.decide(resource, request, resource.limits().lease(), start);
		Charge charge = outcome.charge();
		long rest = outcome.taken() - request.permits();
		if (charge == null || rest == 0) {
			return outcome.grantedTo(request, null);
		}
		RateLimitDecision decision = outcome.decision();
		PermitBlock block = new PermitBlock(charge, rest, sentAt + shortestSubWindow(resource), decision.limit(),
				decision.remaining());
		resource.block(block);
		return outcome.grantedTo(request, block);
	}

	private static long shortestSubWindow(LimitedResource resource) {
		return resource.known()
			.levels()
			.stream()
			.mapToLong((level) -> ((WindowLevel) level).limit().subWindowNanos())
			.min()
			.orElseThrow();
	}

	/**
	 * Decides as configured.
	 * @param take false for a question, which takes and counts nothing
	 */
	private RateLimitDecision withoutAnswer(LimitedResource resource, RateLimitRequest request, boolean take,
			TableException reason) {
		OnUnavailable mode = Thread.currentThread().isInterrupted() ? OnUnavailable.DENY
				: resource.limits().onUnavailable();
		RateLimit first = resource.limits().limits().get(0);
		if (!Thread.currentThread().isInterrupted()) {
			resource.log().fallsBack(mode, String.valueOf(reason.getMessage()));
		}
		RateLimitDecision decision = switch (mode) {
			case ALLOW -> new RateLimitDecision(true, first.limit(), 0, Duration.ZERO, Duration.ZERO);
			case DENY -> Decisions.refused(first.limit(), 0, Duration.ofSeconds(1).toNanos());
			case LOCAL -> this.fallback.decide(resource, request, take);
		};
		if (take) {
			resource.log()
				.record(decision.allowed() ? RateLimitEvent.ALLOWED_BY_FALLBACK : RateLimitEvent.REFUSED_BY_FALLBACK);
		}
		return decision;
	}

	private static List<RateLimit> limitsInForce(LimitedResource resource) {
		return resource.known().levels().stream().map(Level::limit).toList();
	}

	@Override
	public RateLimitDecision acquire(RateLimitRequest request, Duration maxWait) {
		if (maxWait.isNegative()) {
			throw new IllegalArgumentException("max-wait must not be negative, got " + DurationText.of(maxWait));
		}
		long longest = maxWait.compareTo(LONGEST_WAIT) < 0 ? maxWait.toNanos() : LONGEST_WAIT.toNanos();
		long start = this.time.nanoTime();
		RateLimitDecision first = acquire(request);
		RateLimitDecision last = first;
		while (!last.allowed() && waitFor(last, longest - (this.time.nanoTime() - start))) {
			last = acquire(request);
		}
		if (last != first) {
			this.resources.of(request).log().recordWait(Duration.ofNanos(this.time.nanoTime() - start));
		}
		return last;
	}

	/** False at once if it would be too long, and if the thread is interrupted. */
	private boolean waitFor(RateLimitDecision refused, long left) {
		long wait = refused.retryAfter().toNanos();
		if (wait > left) {
			return false;
		}
		try {
			long jitter = ThreadLocalRandom.current().nextLong(MAX_JITTER_NANOS);
			this.time.sleep(Duration.ofNanos(Math.min(left, wait + jitter)));
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
		LimitedResource resource = this.resources.of(request);
		try {
			Snapshot current = this.decisions.read(resource, CallKind.DECISION);
			return current.fits(request, request.permits()) ? Duration.ZERO
					: Decisions.refused(current, request).retryAfter();
		}
		catch (TableException ex) {
			return withoutAnswer(resource, request, false, ex).retryAfter();
		}
	}

	@Override
	public RateLimitStatus status(RateLimitRequest request) {
		Snapshot current = this.decisions.read(this.resources.of(request), CallKind.LOOKUP);
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
	public boolean refund(RateLimitDecision decision) {
		Grant grant = decision.grant();
		if (grant == null || !grant.giveBack()) {
			return false;
		}
		LimitedResource resource = this.resources.of(grant.request());
		resource.refusals().forget();
		return intoBlock(resource, grant) || intoItem(resource, grant);
	}

	private boolean intoBlock(LimitedResource resource, Grant grant) {
		PermitBlock block = grant.block();
		return block != null && block == resource.block()
				&& block.giveBack(grant.request().permits(), this.time.nanoTime());
	}

	private boolean intoItem(LimitedResource resource, Grant grant) {
		try {
			return this.decisions.giveBack(resource, grant.request(), grant.charge());
		}
		catch (TableException ex) {
			resource.log().warn("refund", "permits could not be given back, and stay counted. " + ex.getMessage());
			return false;
		}
	}

	@Override
	public void record(RateLimitRequest request) {
		LimitedResource resource = this.resources.of(request);
		resource.askedFor();
		if (!this.decisions.record(resource, request)) {
			throw new IllegalStateException(
					"Rate limit '" + request.resource() + "': others changed it at every attempt. Try again.");
		}
	}

	@Override
	public void reset(RateLimitRequest request) {
		LimitedResource resource = this.resources.of(request);
		this.decisions.reset(resource);
		this.fallback.forget(resource.key());
	}

	@Override
	public void setLimits(RateLimitRequest request, @Nullable List<RateLimit> limits) {
		this.decisions.setLimits(this.resources.of(request), limits);
	}

}
