package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.spring.http.RefuseWhatIsKnown.Known;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.function.SingletonSupplier;

/**
 * Holds calls of other services to what all instances share. In this order:
 * <ol>
 * <li>a call that this instance knows to be refused is refused, for nothing;
 * <li>of equal calls that are under way at once one is made, and the others get its
 * answer, where {@linkplain HttpResource#dedupe() dedupe} is on;
 * <li>a server that asked not to be called is not called;
 * <li>a permit is taken where the resource has a limit;
 * <li>after the exchange it is learned whether the server asks not to be called.
 * </ol>
 * A refused call throws a
 * {@link io.github.dynamodbtoolkit.spring.ratelimit.RateLimitExceededException}, or waits
 * as long as is configured. Nothing else here makes a call fail: while DynamoDB does not
 * answer, equal calls are all made, cooldowns are obeyed as far as they are known, and
 * limits decide as configured for that.
 * <p>
 * Costs no call of a table where neither a limit nor dedupe nor a cooldown is configured
 * for the resource; else what {@link io.github.dynamodbtoolkit.dedupe.DedupeStore},
 * {@link io.github.dynamodbtoolkit.ratelimit.Cooldowns} and
 * {@link io.github.dynamodbtoolkit.ratelimit.RateLimiter} say. Only with dedupe the body
 * of an answer is read before its caller does, up to 1 MB of it.
 * <p>
 * Every {@code RestClient.Builder} of Spring Boot's and every group of HTTP interfaces
 * has it where anything is configured; Spring then sends the bodies of all their requests
 * from memory. A {@code RestTemplate} is given it by hand. Safe for use by many threads.
 */
public final class DynamoDbHttpInterceptor implements ClientHttpRequestInterceptor, SmartInitializingSingleton {

	/**
	 * Name of the request attribute that tells for whom a call is, where a limit is
	 * shared adaptively: a {@link io.github.dynamodbtoolkit.ratelimit.Priority}, or the
	 * name of one in any case. With anything else a call throws an
	 * {@link IllegalArgumentException}.
	 */
	public static final String PRIORITY = "dynamodbtoolkit.priority";

	private final HttpResources resources;

	private final SingletonSupplier<Ready> ready;

	/**
	 * Creates the interceptor.
	 * @param resources which resource a call belongs to
	 * @param stores gives what calls are held to; asked once, when all beans are there,
	 * or else at the first call
	 */
	public DynamoDbHttpInterceptor(HttpResources resources, Supplier<HttpStores> stores) {
		this.resources = resources;
		this.ready = SingletonSupplier.of(() -> ready(stores.get()));
	}

	/** Made late, so that a client of other services may be needed for DynamoDB's. */
	private record Ready(HttpCalls calls, List<Stage> stages) {
	}

	private Ready ready(HttpStores stores) {
		HttpLog log = new HttpLog(stores.metrics(), this.resources, stores.time());
		return new Ready(new HttpCalls(this.resources, stores), stages(stores, log));
	}

	private static List<Stage> stages(HttpStores stores, HttpLog log) {
		List<Stage> stages = new ArrayList<>();
		List<Known> known = new ArrayList<>();
		JoinEqualCalls join = stores.dedupe() != null ? new JoinEqualCalls(stores.dedupe(), log) : null;
		stages.add(new RefuseWhatIsKnown(known, (call) -> join != null && join.isInFlightHere(call)));
		if (join != null) {
			stages.add(join);
		}
		if (stores.cooldowns() != null) {
			ObeyCooldown obey = new ObeyCooldown(stores.cooldowns(), stores.time(), log);
			stages.add(obey);
			known.add(obey);
		}
		if (stores.limiter() != null) {
			TakePermit take = new TakePermit(stores.limiter(), stores.time(), stores.metrics());
			stages.add(take);
			known.add(take);
		}
		return List.copyOf(stages);
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.ready.obtain();
	}

	/**
	 * Tells whether anything is done about a call. Without a call of a table.
	 * @param request the call
	 * @return whether it is held to a limit or cooldowns, or joins equal ones
	 */
	public boolean holds(HttpRequest request) {
		return this.ready.obtain().calls().of(request) != null;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		Ready present = this.ready.obtain();
		HttpCall call = present.calls().of(request);
		if (call == null) {
			return execution.execute(request, body);
		}
		return Stage.before((allowed) -> exchange(allowed, body, execution), present.stages()).proceed(call);
	}

	private static ClientHttpResponse exchange(HttpCall call, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		if (LastLook.isMine(execution)) {
			SentRequest.look(call.request());
		}
		return execution.execute(call.request(), body);
	}

}
