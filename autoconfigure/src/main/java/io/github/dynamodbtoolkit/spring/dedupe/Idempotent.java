package io.github.dynamodbtoolkit.spring.dedupe;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method of a bean once per key in all instances of the application. Concurrent
 * calls with the same key wait and get the same result; later ones get it replayed, as
 * JSON of the method's declared return type, until {@link #keepResultFor()} is over. If
 * the method throws, the key is free at once, and those who waited get a
 * {@link io.github.dynamodbtoolkit.dedupe.DedupedFailureException}. A call with a known
 * key and another payload throws a
 * {@link io.github.dynamodbtoolkit.dedupe.PayloadMismatchException}, which Spring MVC
 * answers with status 422.
 * <p>
 * It comes before everything else around the method, so that a result is kept after the
 * transaction's commit. When DynamoDB is down, the method is not called and a
 * {@link io.github.dynamodbtoolkit.table.TableException} is thrown, unless
 * {@code toolkit.dynamodb.dedupe.on-unavailable} is {@code run}. An instance that is
 * paused for longer than its lease, or dies between the method's effect and the keeping
 * of its result, cannot keep another from running the method again.
 * <p>
 * A call costs 2 writes if it runs the method, and 1 write if not. The expressions have
 * the method's parameters as variables, such as {@code #order.id}, and may refer to
 * beans, such as {@code @tenants.current()}.
 * <p>
 * A method may answer later, by a {@code CompletableFuture} or a reactive type, of which
 * the answer is kept, a list of it where it may be many. Such a method is called on a
 * thread of the toolkit's own, which waits for the answer: nobody knows before whether it
 * may run. A publisher does this for each of its subscribers.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {

	/**
	 * SpEL expression for the key: a string, a number, a boolean, an enum or a UUID.
	 * @return the expression
	 */
	String key();

	/**
	 * SpEL expression for what must be the same in each call with the same key; compared
	 * by its JSON form.
	 * @return the expression, empty for no comparison
	 */
	String payload() default "";

	/**
	 * For how long results are replayed, such as {@code 24h} or {@code ${orders.keep}}.
	 * @return the duration, {@code 0s} for not at all
	 */
	String keepResultFor() default "24h";

	/**
	 * What keys belong to: equal keys of methods with the same name are the same. Without
	 * a name they belong to the class of the bean, also where it has inherited the
	 * method, and to the method's name: both must keep their names while results are
	 * kept, and of overloaded methods all but one need a name.
	 * @return the name, at most 255 bytes of UTF-8, which may have placeholders such as
	 * {@code ${orders.name}}; empty for class and method
	 */
	String name() default "";

}
