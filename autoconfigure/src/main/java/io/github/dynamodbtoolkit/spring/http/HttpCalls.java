package io.github.dynamodbtoolkit.spring.http;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.ratelimit.Priority;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;

/**
 * Tells what is to be done about a call.
 */
final class HttpCalls {

	private final HttpResources resources;

	private final HttpStores stores;

	HttpCalls(HttpResources resources, HttpStores stores) {
		this.resources = resources;
		this.stores = stores;
	}

	/**
	 * Looks at a request.
	 * @return the call, null if there is nothing to be done
	 */
	@Nullable HttpCall of(HttpRequest request) {
		String origin = Origins.of(request.getURI());
		HttpResource resource = origin != null ? this.resources.find(request, origin) : null;
		if (origin == null || resource == null || !resource.enabled()) {
			return null;
		}
		RateLimitRequest permit = permit(resource, request);
		boolean cooldown = this.stores.cooldowns() != null
				&& (resource.cooldown() != null ? resource.cooldown() : permit != null || resource.dedupe() != null);
		SentRequest sent = this.stores.dedupe() != null ? sent(resource, origin, request) : null;
		if (permit == null && !cooldown && sent == null) {
			return null;
		}
		return new HttpCall(sent != null ? sent.travelWith(request) : request, origin, resource, permit, cooldown, sent,
				new HttpCall.Patience(maxWait(resource), this.stores.time().nanoTime()));
	}

	private @Nullable RateLimitRequest permit(HttpResource resource, HttpRequest request) {
		boolean limited = this.stores.limiter() != null && this.stores.limiter().isLimited(resource.name());
		return limited ? RateLimitRequest.of(resource.name()).withPriority(priority(request)) : null;
	}

	private static Priority priority(HttpRequest request) {
		Object given = request.getAttributes().get(DynamoDbHttpInterceptor.PRIORITY);
		if (given instanceof Priority priority) {
			return priority;
		}
		String name = given instanceof String text ? text.toUpperCase(Locale.ROOT) : null;
		return given == null ? Priority.NONE : Stream.of(Priority.values())
			.filter((priority) -> priority.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("The request attribute " + DynamoDbHttpInterceptor.PRIORITY
					+ " is " + (name != null ? "'" + given + "'" : "a " + given.getClass().getName())
					+ ": give it a Priority, or the name of one: user, background, none."));
	}

	private static @Nullable SentRequest sent(HttpResource resource, String origin, HttpRequest request) {
		EqualCalls equal = resource.dedupe();
		String key = equal != null ? equal.keyOf(resource.name(), origin, request) : null;
		return equal != null && key != null ? new SentRequest(equal, resource.name(), origin, key) : null;
	}

	private Duration maxWait(HttpResource resource) {
		return resource.maxWait() != null ? resource.maxWait() : this.stores.maxWait().apply(resource.name());
	}

}
