package io.github.dynamodbtoolkit.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Gives a test the toolkit on a DynamoDB Local in its process, whatever the application's
 * settings say. Beside {@code @SpringBootTest}, or another test slice, it puts what they
 * start on it:
 *
 * <pre>{@code
 * &#64;SpringBootTest
 * &#64;AutoConfigureDynamoDbToolkit
 * class ShopTests { … }
 * }</pre>
 *
 * Every {@code DynamoDbClient} of the application is replaced by one of that DynamoDB,
 * endpoints among the toolkit's properties have no effect, and tables are created when
 * they are first used. Calls may take up to 5 seconds, unless the application sets
 * {@code toolkit.dynamodb.time-budgets}, so that tests do not fail on a machine that is
 * busy.
 * <p>
 * Each application context has a DynamoDB of its own, in memory. It starts within a
 * second or two. Contexts are shared between test classes as usual.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureDynamoDbToolkit {

	/**
	 * When all tables are emptied.
	 * @return by default before the first test of the class
	 */
	EmptyTables emptyTables() default EmptyTables.BEFORE_CLASS;

}
