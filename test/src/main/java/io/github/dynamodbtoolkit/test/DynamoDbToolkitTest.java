package io.github.dynamodbtoolkit.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of code that uses the toolkit and little else: starts the toolkit's own beans on
 * a DynamoDB Local in the test's process, none of the other auto-configurations, and none
 * of the application's components but those that the test imports:
 *
 * <pre>{@code
 * &#64;DynamoDbToolkitTest
 * &#64;Import(Products.class)
 * class ProductsTests {
 *
 * 	&#64;Test
 * 	void isFoundOnce(&#64;Autowired Products products) { … }
 *
 * }
 * }</pre>
 *
 * Caching is on if {@code @EnableCaching} stands at the application's main class, or at a
 * configuration that the test imports. The rest is as with
 * {@link AutoConfigureDynamoDbToolkit}, which see. To start the whole application use
 * that one beside {@code @SpringBootTest} instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(DynamoDbToolkitTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(DynamoDbToolkitTypeExcludeFilter.class)
@AutoConfigureDynamoDbToolkit
public @interface DynamoDbToolkitTest {

	/**
	 * When all tables are emptied.
	 * @return by default before the first test of the class
	 */
	@AliasFor(annotation = AutoConfigureDynamoDbToolkit.class)
	EmptyTables emptyTables() default EmptyTables.BEFORE_CLASS;

	/**
	 * Properties for this test.
	 * @return properties in the form {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * Whether the application's components are left out that no filter includes.
	 * @return true to leave them out
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Components of the application to start all the same.
	 * @return filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Components of the application to leave out.
	 * @return filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations to leave out.
	 * @return their classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
