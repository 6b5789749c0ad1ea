package io.github.dynamodbtoolkit.spring.endpoint;

import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Cooldowns. Listing them makes no call of the table.
 */
final class CooldownsSection implements Section {

	private final Cooldowns cooldowns;

	CooldownsSection(Cooldowns cooldowns) {
		this.cooldowns = cooldowns;
	}

	@Override
	public String name() {
		return "cooldowns";
	}

	@Override
	public Listing list(Page page, boolean showValues) {
		return page.of(List.copyOf(this.cooldowns.known().entrySet()),
				(part) -> part.stream().map((known) -> CooldownView.of(known.getKey(), known.getValue())).toList());
	}

	@Override
	public @Nullable OperationResponseBody find(Subject subject, boolean showValues) {
		Duration remaining = this.cooldowns.remaining(subject.name());
		return remaining.isZero() ? null : CooldownView.of(subject.name(), remaining);
	}

	@Override
	public boolean remove(Subject subject) {
		this.cooldowns.end(subject.name());
		return true;
	}

	/**
	 * A cooldown.
	 *
	 * @param name the origin that must not be called
	 * @param remainingMillis for how long still
	 */
	record CooldownView(String name, long remainingMillis) implements OperationResponseBody {

		private static CooldownView of(String name, Duration remaining) {
			return new CooldownView(name, remaining.toMillis());
		}

	}

}
