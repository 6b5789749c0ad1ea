package io.github.dynamodbtoolkit.spring.http;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpRequest;
import org.springframework.http.server.PathContainer;

/**
 * Which resource a call belongs to: the one that a {@link HttpResourceResolver} names,
 * else the one whose URL matches best, else the one that is called like the origin. Of
 * equally good matches the name that comes first in the alphabet decides.
 */
public final class HttpResources {

	private final Map<String, HttpResource> byName;

	private final List<Mapping> byUrl;

	private final HttpResourceResolver resolver;

	private record Mapping(UrlPattern pattern, String resource) {

		private static final Comparator<Mapping> BEST_FIRST = Comparator.comparing(Mapping::pattern)
			.thenComparing(Mapping::resource);

	}

	/**
	 * Resources by name and URL.
	 * @param byName what is configured, by the resources' names
	 * @param urls URLs by the resources' names: origins such as
	 * {@code https://api.example.com}, with or without a path pattern, or path patterns
	 * alone
	 * @param resolver asked first
	 * @throws IllegalArgumentException if a URL is none
	 */
	public HttpResources(Map<String, HttpResource> byName, Map<String, List<String>> urls,
			HttpResourceResolver resolver) {
		this.byName = Map.copyOf(byName);
		this.byUrl = urls.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue()
				.stream()
				.map((url) -> new Mapping(UrlPattern.parse(url), entry.getKey())))
			.sorted(Mapping.BEST_FIRST)
			.toList();
		this.resolver = resolver;
	}

	/**
	 * Checks a URL.
	 * @param url an origin such as {@code https://api.example.com}, with or without a
	 * path pattern, or a path pattern alone
	 * @return a text that is the same for all that match the same calls
	 * @throws IllegalArgumentException if it is none; the message ends a sentence that
	 * begins with it
	 */
	public static String requireUrl(String url) {
		return UrlPattern.parse(url).canonical();
	}

	HttpResource find(HttpRequest request, String origin) {
		String name = name(request, origin);
		HttpResource configured = this.byName.get(name);
		return configured != null ? configured : HttpResource.named(name);
	}

	private String name(HttpRequest request, String origin) {
		String resolved = this.resolver.resolve(request);
		return resolved != null && !resolved.isEmpty() ? resolved : nameByUrl(request, origin);
	}

	private String nameByUrl(HttpRequest request, String origin) {
		if (this.byUrl.isEmpty()) {
			return origin;
		}
		String path = request.getURI().getRawPath();
		PathContainer parsed = PathContainer.parsePath(path.isEmpty() ? "/" : path);
		return this.byUrl.stream()
			.filter((mapping) -> mapping.pattern().matches(origin, parsed))
			.findFirst()
			.map(Mapping::resource)
			.orElse(origin);
	}

	/**
	 * Metrics have no names of origins, of which there may be any number.
	 */
	String tag(HttpResource resource) {
		return this.byName.containsKey(resource.name()) ? resource.name() : "default";
	}

}
