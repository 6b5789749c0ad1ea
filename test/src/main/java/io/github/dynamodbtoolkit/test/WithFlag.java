package io.github.dynamodbtoolkit.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Sets a flag for one test, or for each test of a class; of two for the same flag, that
 * of the method counts. Whoever evaluates it through OpenFeature's default client, or
 * through one that is a bean of the test's application, gets that value, for whomever,
 * and so does {@code @FeatureFlag}; all other flags are what they were, and after the
 * test everything is. It needs no DynamoDB.
 *
 * <pre>{@code
 * &#64;WebMvcTest(CheckoutController.class)
 * class CheckoutControllerTests {
 *
 * 	&#64;Test
 * 	&#64;WithFlag("new-checkout")
 * 	void isThere() { … }
 *
 * 	&#64;Test
 * 	&#64;WithFlag(value = "new-checkout", is = "false")
 * 	void isNotThereYet() { … }
 *
 * }
 * }</pre>
 *
 * OpenFeature's API is one for the whole JVM: tests with this annotation do not run at
 * the same time as each other, and an application that a test starts after its flags were
 * set brings its own.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(WithFlags.class)
@ExtendWith(WithFlagExtension.class)
@ResourceLock("dev.openfeature.sdk.OpenFeatureAPI")
public @interface WithFlag {

	/**
	 * The flag.
	 * @return its key
	 */
	String value();

	/**
	 * What it is: text as it stands, a number, a truth value, or the JSON of an object.
	 * @return the value, evaluated as the type that is asked for
	 */
	String is() default "true";

}
