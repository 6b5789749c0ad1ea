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
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Rate limits. A page of them is one Query, and one GetItem for each.
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
		List<String> names = Names.upTo(page, this.limiter.resources(), this.directory, DirectoryKind.RESOURCE)
			.stream()
			.filter(this.limiter::isLimited)
			.toList();
		Map<String, Integer> keys = this.limiter.keysInUse();
		return page.of(names, (part) -> part.stream().map((name) -> view(new Subject(name), keys.get(name))).toList());
	}

	@Override
	public @Nullable OperationResponseBody find(Subject subject, boolean showValues) {
		if (!isLimited(subject)) {
			return null;
		}
		return view(subject, subject.key() == null ? this.limiter.keysInUse().get(subject.name()) : null);
	}

	/** What was allowed and refused is not counted by key. */
	private LimitView view(Subject subject, @Nullable Integer keys) {
		RateLimitStatus status = this.limiter.status(request(subject));
		return LimitView.of(subject.name(), keys, status,
				this.readings != null && subject.key() == null ? this.readings.rateLimitEvents(subject.name()) : null);
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

}
