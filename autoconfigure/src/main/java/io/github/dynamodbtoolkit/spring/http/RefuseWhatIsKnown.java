package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

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

	/**
	 * Creates the stage.
	 * @param known the later stages that may know refusals
	 * @param equalIsInFlight whether an equal call is in flight in this instance
	 */
	RefuseWhatIsKnown(List<Known> known, Predicate<HttpCall> equalIsInFlight) {
		this.known = known;
		this.equalIsInFlight = equalIsInFlight;
	}

	@Override
	public ClientHttpResponse handle(HttpCall call, Exchange rest) throws IOException {
		for (Known stage : this.known) {
			RateLimitExceededException refusal = stage.knownRefusal(call);
			if (refusal != null && !this.equalIsInFlight.test(call)) {
				stage.countRefusal(call);
				throw refusal;
			}
		}
		return rest.proceed(call);
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

		/**
		 * Counts that it was thrown, where the stage's other refusals are counted.
		 */
		void countRefusal(HttpCall call);

	}

}
