package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitExceededException;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpResponse;

/**
 * Does not call a server that asked, this or another instance, not to be called: waits
 * for the end if it comes in time, or refuses the call. What the server asks for in its
 * answer it remembers for all instances.
 */
final class ObeyCooldown implements Stage, RefuseWhatIsKnown.Known {

	private final Cooldowns cooldowns;

	private final TimeSource time;

	private final HttpLog log;

	ObeyCooldown(Cooldowns cooldowns, TimeSource time, HttpLog log) {
		this.cooldowns = cooldowns;
		this.time = time;
		this.log = log;
	}

	@Override
	public @Nullable RateLimitExceededException knownRefusal(HttpCall call) {
		Duration left = call.cooldown() ? this.cooldowns.known(call.origin()) : Duration.ZERO;
		return isTooLong(left, call) ? refusal(call, left) : null;
	}

	@Override
	public void countRefusal(HttpCall call) {
		this.log.record(call, HttpEvent.REFUSED_BY_COOLDOWN);
	}

	private boolean isTooLong(Duration left, HttpCall call) {
		return left.compareTo(call.patience().left(this.time.nanoTime())) > 0;
	}

	private static RateLimitExceededException refusal(HttpCall call, Duration left) {
		RateLimitDecision refused = new RateLimitDecision(false, 0, 0, left, left);
		return new RateLimitExceededException(call.resource().name(), refused, List.of());
	}

	@Override
	public ClientHttpResponse handle(HttpCall call, Exchange rest) throws IOException {
		if (!call.cooldown()) {
			return rest.proceed(call);
		}
		awaitEnd(call);
		ClientHttpResponse response = rest.proceed(call);
		learn(call, response);
		return response;
	}

	private void awaitEnd(HttpCall call) {
		Duration left = this.cooldowns.remaining(call.origin());
		while (!left.isZero()) {
			if (isTooLong(left, call) || !passes(left)) {
				countRefusal(call);
				throw refusal(call, left);
			}
			this.log.record(call, HttpEvent.WAITED_FOR_COOLDOWN);
			left = this.cooldowns.remaining(call.origin());
		}
	}

	private boolean passes(Duration left) {
		try {
			this.time.sleep(left);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void learn(HttpCall call, ClientHttpResponse response) throws IOException {
		Duration delay = ServerDelay.of(response.getStatusCode().value(), response.getHeaders(),
				call.resource().headers(), this.time.instant());
		if (!delay.isZero()) {
			this.log.record(call, HttpEvent.COOLDOWN_LEARNED);
			this.cooldowns.start(call.origin(), delay);
		}
	}

}
