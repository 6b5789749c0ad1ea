package io.github.dynamodbtoolkit.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Holds several {@link WithFlag}; the compiler writes it.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(WithFlagExtension.class)
@ResourceLock("dev.openfeature.sdk.OpenFeatureAPI")
public @interface WithFlags {

	/**
	 * The flags.
	 * @return one annotation for each
	 */
	WithFlag[] value();

}
