package io.github.dynamodbtoolkit.spring.http;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;

/**
 * Tells the resource of a call, where neither its origin nor its URL does. A bean of this
 * type is asked first.
 */
@FunctionalInterface
public interface HttpResourceResolver {

	/**
	 * Finds the resource of a call.
	 * @param request the call, whose headers may still be added to
	 * @return the resource's name, null or empty to go by the configured URLs and then
	 * the origin
	 */
	@Nullable String resolve(HttpRequest request);

}
