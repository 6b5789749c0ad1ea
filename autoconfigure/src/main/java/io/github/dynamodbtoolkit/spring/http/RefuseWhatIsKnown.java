package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitExceededException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpResponse;

/**
 * Refuses what this instance knows to be refused and cannot wait for. Only if an equal
 * call is in flight here, there can be an answer all the same. Costs nothing.
 */
final class RefuseWhatIsKnown implements Stage {

	private final List<Known> known;

	private final Predicate<HttpCall> equalIsInFlight;

	private final HttpLog log;

	/**
	 * Creates the stage.
	 * @param known the later stages that may know refusals
	 * @param equalIsInFlight whether an equal call is in flight in this instance
	 */
	RefuseWhatIsKnown(List<Known> known, Predicate<HttpCall> equalIsInFlight, HttpLog log) {
		this.known = known;
		this.equalIsInFlight = equalIsInFlight;
		this.log = log;
	}

	@Override
	public ClientHttpResponse handle(HttpCall call, Exchange rest) throws IOException {
		RateLimitExceededException refusal = this.known.stream()
			.map((stage) -> stage.knownRefusal(call))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		if (refusal == null || this.equalIsInFlight.test(call)) {
			return rest.proceed(call);
		}
		this.log.record(call, HttpEvent.REFUSED_FROM_MEMORY);
		throw refusal;
	}

	/**
	 * Knows what would be refused.
	 */
	interface Known {

		/**
		 * What would be thrown in place of a call. Without a call of a table.
		 * @return null if that is not known, or the call can wait for it to end
		 */
		@Nullable RateLimitExceededException knownRefusal(HttpCall call);

	}

}
