package io.github.dynamodbtoolkit.spring.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the tags that the entry of a {@code @Cacheable} or {@code @CachePut} method
 * carries. To invalidate a tag, by {@link EvictTags} or from code, makes every entry that
 * carries it a miss, in every cache of the table and on every instance, for one write.
 * <p>
 * Each value is a SpEL expression that gives a String or a collection of Strings, with
 * the method's arguments as variables, {@code #root.target}, {@code #root.method} and
 * {@code #root.args}, and beans such as {@code @tenants.current()}: <pre class="code">
 * &#64;Cacheable("products")
 * &#64;CacheTags({ "'products'", "'category:' + #result.category" })
 * </pre> An expression that mentions {@code #result} is evaluated after the method, and
 * skipped if the result is null; {@code #result} is what is cached, so the content of an
 * Optional or of a future. Every other expression is evaluated before the method: prefer
 * those, since a tag that is known only from the result costs one more read, and a value
 * whose tag was invalidated within the last seconds is then not stored. An expression
 * that gives null adds no tag. At most 20 tags per entry.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CacheTags {

	/**
	 * SpEL expressions for the tags.
	 * @return at least one expression
	 */
	String[] value();

}
