package io.github.dynamodbtoolkit.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.github.dynamodbtoolkit.spring.http.DelayHeaders;
import io.github.dynamodbtoolkit.spring.http.EqualCalls;
import io.github.dynamodbtoolkit.spring.http.HttpResource;
import io.github.dynamodbtoolkit.spring.http.HttpResourceResolver;
import io.github.dynamodbtoolkit.spring.http.HttpResources;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Settings of calls of other services. Their limits are those of the rate limit's
 * resources with the same names.
 *
 * @param enabled Whether RestClient and HTTP interfaces are held to limits and cooldowns.
 * @param resources Settings of single services, by name. A service that no URL names is
 * called like its origin, such as https://api.example.com.
 */
@ConfigurationProperties(DynamoDbHttpProperties.PREFIX)
public record DynamoDbHttpProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue Map<String, Resource> resources) {

	static final String PREFIX = "toolkit.dynamodb.http";

	private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	public DynamoDbHttpProperties {
		resources = Map.copyOf(resources);
		Map<String, String> urls = new HashMap<>();
		new TreeMap<>(resources)
			.forEach((name, resource) -> resource.check(PropertyRules.pathOfResource(PREFIX, name), urls));
	}

	HttpResources resources(HttpResourceResolver resolver) {
		Map<String, HttpResource> byName = new LinkedHashMap<>();
		Map<String, List<String>> urls = new LinkedHashMap<>();
		this.resources.forEach((name, resource) -> {
			byName.put(name, resource.named(name));
			urls.put(name, resource.urls());
		});
		return new HttpResources(byName, urls, resolver);
	}

	boolean any(Predicate<Resource> condition) {
		return this.resources.values().stream().anyMatch((resource) -> resource.enabled() && condition.test(resource));
	}

	/**
	 * Settings of one service.
	 *
	 * @param enabled Whether anything is done about calls of this service.
	 * @param urls Which calls are meant: origins such as https://api.example.com, with or
	 * without a path such as /v1/**, or paths alone; the best match counts.
	 * @param dedupe Whether answers do not depend on the caller, so that of equal GET and
	 * HEAD calls at the same time, in whichever instances, one is made and all get its
	 * answer.
	 * @param varyHeaders Headers of the request on which the answer depends, beside those
	 * of content negotiation, conditions and ranges; calls are equal only if all their
	 * headers are, unless this is set.
	 * @param cooldown Whether the service is not called for as long as it asked for; so
	 * where there is a limit or dedupe, unless set.
	 * @param maxWait Longest that a call waits for a permit or the end of a cooldown, up
	 * to 1h; as long as the limit says, unless set.
	 * @param headers Names of the service's own for what it says about its limits.
	 */
	public record Resource(@DefaultValue("true") boolean enabled, @DefaultValue List<String> urls,
			@DefaultValue("false") boolean dedupe, @Nullable List<String> varyHeaders, @Nullable Boolean cooldown,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxWait, @DefaultValue Headers headers) {

		private void check(String path, Map<String, String> propertiesByUrl) {
			for (String url : this.urls) {
				checkUrl(path + ".urls", url, propertiesByUrl);
			}
			if (this.maxWait != null) {
				PropertyRules.requireMaxWait(path + ".max-wait", this.maxWait);
			}
			if (this.varyHeaders != null) {
				this.varyHeaders.forEach((name) -> checkHeader(path + ".vary-headers", name));
			}
			checkHeader(path + ".headers.retry-after", this.headers.retryAfter());
			checkHeader(path + ".headers.remaining", this.headers.remaining());
			checkHeader(path + ".headers.reset", this.headers.reset());
		}

		private static void checkUrl(String path, String url, Map<String, String> propertiesByUrl) {
			String other = propertiesByUrl.putIfAbsent(canonical(path, url), path);
			if (other != null && !other.equals(path)) {
				throw new IllegalArgumentException(
						other + " and " + path + " both have '" + url + "'. Leave it out of one.");
			}
		}

		private static String canonical(String path, String url) {
			try {
				return HttpResources.requireUrl(url);
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException(path + " '" + url + "' " + ex.getMessage());
			}
		}

		private static void checkHeader(String path, @Nullable String name) {
			if (name != null && !HEADER.matcher(name).matches()) {
				throw new IllegalArgumentException(
						path + " '" + name + "' is not a name of a header: write one such as X-Limit-Reset.");
			}
		}

		private HttpResource named(String name) {
			EqualCalls equal = this.varyHeaders != null ? new EqualCalls(new LinkedHashSet<>(this.varyHeaders))
					: EqualCalls.IN_ALL_HEADERS;
			return new HttpResource(name, this.enabled, this.dedupe ? equal : null, this.cooldown, this.maxWait,
					new DelayHeaders(this.headers.retryAfter(), this.headers.remaining(), this.headers.reset()));
		}

	}

	/**
	 * Names of a service's own, beside the usual ones.
	 *
	 * @param retryAfter Header with the seconds or the date after which to try again.
	 * @param remaining Header with the number of calls left.
	 * @param reset Header with the time at which there are calls again, in seconds from
	 * now, or in seconds or milliseconds since 1970.
	 */
	public record Headers(@Nullable String retryAfter, @Nullable String remaining, @Nullable String reset) {

	}

}
