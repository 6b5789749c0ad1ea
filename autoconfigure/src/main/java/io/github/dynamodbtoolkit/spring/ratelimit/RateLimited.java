package io.github.dynamodbtoolkit.spring.ratelimit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.dynamodbtoolkit.ratelimit.Priority;

/**
 * Holds a method of a bean to a limit that all instances of the application share. A call
 * without permits waits for them up to the resource's {@code max-wait}; if they are not
 * there in time, the method is not called, and the {@link #fallback()} is, or a
 * {@link RateLimitExceededException} is thrown, which Spring MVC answers with status 429.
 * <p>
 * It comes after all other advice around the method: what is answered by a cache, or
 * replayed by {@code @Idempotent}, takes no permit. Permits are taken before the method
 * is called and are not given back if it throws. Of a method that returns a future or a
 * reactive type, the call is limited, and the exception is thrown by the call, not by
 * what it returns.
 * <p>
 * A call costs 1 write; when refused, none while the refusal is remembered. Expressions
 * have the method's parameters as variables, such as {@code #user.id}, and may refer to
 * beans, such as {@code @tenants.current()}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RateLimited {

	/**
	 * The resource, whose limits are set by
	 * {@code toolkit.dynamodb.rate-limit.resources.<name>}, or else by
	 * {@code toolkit.dynamodb.rate-limit.default}.
	 * @return the name, which may have placeholders such as {@code ${quotes.limit}}
	 */
	String resource();

	/**
	 * SpEL expression for a key, so that each has the whole limit for itself: a string, a
	 * number, a boolean, an enum or a UUID.
	 * @return the expression, empty for one limit for all
	 */
	String key() default "";

	/**
	 * SpEL expression for how many permits a call takes, such as {@code 5} or
	 * {@code #batch.size()}: a whole number, at least 1.
	 * @return the expression
	 */
	String permits() default "1";

	/**
	 * For whom the call is, where the limit is shared adaptively.
	 * @return the priority
	 */
	Priority priority() default Priority.NONE;

	/**
	 * A method of the same class that is called instead if the limit refuses: with the
	 * same parameters, or these and a {@link RateLimitExceededException}. It answers what
	 * the method would.
	 * @return its name, empty for none
	 */
	String fallback() default "";

}
