package io.github.dynamodbtoolkit.autoconfigure;

import java.time.Duration;
import java.util.function.Function;

import io.github.dynamodbtoolkit.autoconfigure.DynamoDbHttpAutoConfiguration.InterceptorConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbHttpProperties.Resource;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbRateLimitAutoConfiguration.LimiterConfiguration;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.http.HttpResourceResolver;
import io.github.dynamodbtoolkit.spring.http.HttpStores;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitGate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * What calls of other services use of the toolkit. Only what is needed is made, so that
 * no table is asked for, and no call is touched, where nothing is configured.
 */
final class HttpUse {

	private static final Logger logger = LoggerFactory.getLogger(HttpUse.class);

	private final DynamoDbHttpProperties properties;

	private final ListableBeanFactory beans;

	HttpUse(DynamoDbHttpProperties properties, ListableBeanFactory beans) {
		this.properties = properties;
		this.beans = beans;
	}

	/** Whether any call may be held to anything. Makes no bean of a store. */
	boolean isAny() {
		return !has(InterceptorConfiguration.class)
				|| this.properties.any((resource) -> resource.dedupe() || isTrue(resource.cooldown()))
				|| (hasLimits() && (has(HttpResourceResolver.class) || !has(LimiterConfiguration.class)
						|| limits().hold(this::isCalled)));
	}

	/** A limiter of the application's own knows its limits itself. */
	private boolean hasLimits() {
		return has(LimiterConfiguration.class) ? limits().hasLimits() : has(RateLimiter.class);
	}

	private DynamoDbRateLimitProperties limits() {
		return this.beans.getBean(DynamoDbRateLimitProperties.class);
	}

	/** Whether a limit may be one of calls, and not of methods only. */
	private boolean isCalled(String limit) {
		Resource resource = this.properties.resources().get(limit);
		return resource != null ? resource.enabled() : limit.contains("://");
	}

	private boolean has(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type, true, false).length > 0;
	}

	private static boolean isTrue(@Nullable Boolean setting) {
		return Boolean.TRUE.equals(setting);
	}

	HttpStores stores() {
		RateLimiter limiter = hasLimits() ? find(RateLimiter.class) : null;
		boolean dedupe = this.properties.any(Resource::dedupe);
		boolean cooldowns = limiter != null || dedupe || this.properties.any((resource) -> isTrue(resource.cooldown()));
		RateLimitGate gate = find(RateLimitGate.class);
		Function<String, Duration> maxWait = gate != null ? gate::maxWait : (resource) -> Duration.ZERO;
		HttpStores stores = new HttpStores(dedupe ? find(DedupeStore.class) : null, limiter, maxWait,
				cooldowns ? find(Cooldowns.class) : null, this.beans.getBean(TableClients.class).time(),
				this.beans.getBeanProvider(ToolkitMetrics.class).getIfAvailable(() -> ToolkitMetrics.NONE));
		warnOfWhatIsOff(stores);
		return stores;
	}

	private <T> @Nullable T find(Class<T> type) {
		return this.beans.getBeanProvider(type).getIfAvailable();
	}

	private void warnOfWhatIsOff(HttpStores stores) {
		this.properties.resources().forEach((name, resource) -> {
			String path = PropertyRules.pathOfResource(DynamoDbHttpProperties.PREFIX, name);
			if (resource.enabled() && resource.dedupe() && stores.dedupe() == null) {
				logger.warn("{}.dedupe is true, but equal calls are all made, because there is no dedupe store. "
						+ "Set {}.enabled to true.", path, DynamoDbDedupeProperties.PREFIX);
			}
			if (resource.enabled() && isTrue(resource.cooldown()) && stores.cooldowns() == null) {
				logger.warn("{}.cooldown is true, but no cooldown is obeyed, because there are no cooldowns. "
						+ "Set {}.enabled to true.", path, DynamoDbRateLimitProperties.PREFIX);
			}
		});
	}

}
