package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.time.Duration;

import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.table.TimeSource;

import org.springframework.http.client.ClientHttpResponse;

/**
 * Remembers, for all instances, that a server asked not to be called for a time.
 */
final class LearnCooldown implements Stage {

	private final Cooldowns cooldowns;

	private final TimeSource time;

	private final HttpLog log;

	LearnCooldown(Cooldowns cooldowns, TimeSource time, HttpLog log) {
		this.cooldowns = cooldowns;
		this.time = time;
		this.log = log;
	}

	@Override
	public ClientHttpResponse handle(HttpCall call, Exchange rest) throws IOException {
		ClientHttpResponse response = rest.proceed(call);
		if (call.cooldown()) {
			learn(call, response);
		}
		return response;
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
