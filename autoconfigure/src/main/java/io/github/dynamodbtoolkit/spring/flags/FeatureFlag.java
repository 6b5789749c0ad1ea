package io.github.dynamodbtoolkit.spring.flags;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a method of a bean, such as that of a controller, be called only while a flag is
 * on. Otherwise the {@link #fallback()} is called, or a {@link FeatureDisabledException}
 * is thrown, which Spring MVC answers with status 404, as if there were no such thing. On
 * a class it holds for all methods that have no such annotation of their own.
 * <p>
 * The flag is a boolean one, evaluated through OpenFeature for whom the application's
 * {@link EvaluationContextSource} names. A flag that does not exist, is of another type
 * or cannot be evaluated counts as off. It comes before everything else around the
 * method: no transaction begins and no cache is asked while the flag is off. Of a method
 * that returns a future or a reactive type, the call is guarded.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
public @interface FeatureFlag {

	/**
	 * The flag.
	 * @return its key, which may have placeholders such as {@code ${orders.flag}}
	 */
	String value();

	/**
	 * A method of the same class that is called instead while the flag is off: with the
	 * same parameters, or these and a {@link FeatureDisabledException}. It answers what
	 * the method would.
	 * @return its name, empty for none
	 */
	String fallback() default "";

}
