package io.github.dynamodbtoolkit.spring.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Invalidates tags when a method of a bean has returned normally: every entry that
 * carries one of them is a miss from then on. If DynamoDB fails, the call throws, since a
 * tag that was not invalidated leaves stale entries.
 * <p>
 * Values are SpEL expressions as in {@link CacheTags}; {@code #result} is there too. On a
 * method that is also {@code @CachePut}, the tags are invalidated first, so that the new
 * entry carries the new versions. For a future or a reactive type, the tags are
 * invalidated when it completes, on a thread of the cache's own, before anybody gets the
 * answer. If the method begins a transaction, tags are invalidated after its commit; if
 * it joins one, put the annotation on the method that begins it. Where
 * {@code spring.cache.type} names another provider, or none, it does nothing.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface EvictTags {

	/**
	 * SpEL expressions for the tags.
	 * @return at least one expression
	 */
	String[] value();

}
