package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimitStatus;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.metrics.MeterReadings;
import io.github.dynamodbtoolkit.table.TableException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Rate limits. A page of them is one Query, and one GetItem for each. While the table
 * gives no answer, they are those that this instance knows, without their fill.
 */
final class LimitsSection implements Section {

	private final RateLimiter limiter;

	private final Directory directory;

	private final @Nullable MeterReadings readings;

	LimitsSection(RateLimiter limiter, Directory directory, @Nullable MeterReadings readings) {
		this.limiter = limiter;
		this.directory = directory;
		this.readings = readings;
	}

	@Override
	public String name() {
		return "limits";
	}

	@Override
	public Listing list(Page page, boolean showValues) {
		Names names = Names.upTo(page, this.limiter.resources(), this.directory, DirectoryKind.RESOURCE);
		List<String> limited = names.all().stream().filter(this.limiter::isLimited).toList();
		Map<String, Integer> keys = this.limiter.keysInUse();
		Statuses statuses = new Statuses(this.limiter);
		Listing listing = page.of(limited,
				(part) -> part.stream().map((name) -> view(name, keys.get(name), statuses)).toList());
		return listing.because(names.failure() != null ? names.failure() : statuses.failure);
	}

	@Override
	public @Nullable OperationResponseBody find(Subject subject, boolean showValues) {
		if (!isLimited(subject)) {
			return null;
		}
		RateLimitStatus status = this.limiter.status(request(subject));
		return subject.key() == null ? LimitView.of(subject.name(), this.limiter.keysInUse().get(subject.name()),
				status, events(subject.name())) : LimitView.of(subject.name(), null, status, null);
	}

	private LimitView view(String name, @Nullable Integer keys, Statuses statuses) {
		RateLimitRequest request = RateLimitRequest.of(name);
		RateLimitStatus status = statuses.of(request);
		return status != null ? LimitView.of(name, keys, status, events(name))
				: LimitView.unread(name, keys, this.limiter.limits(request), events(name));
	}

	/** Not counted by key. */
	private @Nullable Map<String, Long> events(String resource) {
		return this.readings != null ? this.readings.rateLimitEvents(resource) : null;
	}

	@Override
	public boolean change(Subject subject, Change change) {
		if (!isLimited(subject)) {
			return false;
		}
		RateLimitRequest request = request(subject);
		this.limiter.setLimits(request, change.limit() != null ? changed(request, change) : null);
		return true;
	}

	private List<RateLimit> changed(RateLimitRequest request, Change change) {
		long limit = Objects.requireNonNull(change.limit());
		List<RateLimit> present = this.limiter.status(request)
			.levels()
			.stream()
			.map(RateLimitStatus.LimitStatus::limit)
			.toList();
		long meant = present.stream().filter((each) -> isMeant(each, change)).count();
		if (meant != 1) {
			throw new IllegalArgumentException("the resource has " + present.size() + " limits, of which " + meant
					+ " are meant: give the window of one, such as 10s");
		}
		return present.stream().map((each) -> isMeant(each, change) ? each.withLimit(limit) : each).toList();
	}

	private static boolean isMeant(RateLimit limit, Change change) {
		return change.window() == null || change.window().equals(limit.window());
	}

	@Override
	public boolean remove(Subject subject) {
		boolean limited = isLimited(subject);
		if (limited) {
			this.limiter.reset(request(subject));
		}
		return limited;
	}

	private boolean isLimited(Subject subject) {
		return !subject.name().isEmpty() && this.limiter.isLimited(subject.name());
	}

	private static RateLimitRequest request(Subject subject) {
		RateLimitRequest request = RateLimitRequest.of(subject.name());
		return subject.key() != null ? request.withKey(subject.key()) : request;
	}

	/** Reads until the table gives no answer: one wait for it is enough. */
	private static final class Statuses {

		private final RateLimiter limiter;

		private @Nullable TableException failure;

		private Statuses(RateLimiter limiter) {
			this.limiter = limiter;
		}

		private @Nullable RateLimitStatus of(RateLimitRequest request) {
			if (this.failure != null) {
				return null;
			}
			try {
				return this.limiter.status(request);
			}
			catch (TableException ex) {
				this.failure = ex;
				return null;
			}
		}

	}

}
