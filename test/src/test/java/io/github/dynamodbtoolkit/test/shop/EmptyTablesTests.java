package io.github.dynamodbtoolkit.test.shop;

import io.github.dynamodbtoolkit.test.AutoConfigureDynamoDbToolkit;
import io.github.dynamodbtoolkit.test.DynamoDbToolkitTest;
import io.github.dynamodbtoolkit.test.EmptyTables;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for when tables are emptied, and what is in memory with them.
 */
class EmptyTablesTests {

	@Test
	void beforeTheClassByDefault() throws Exception {
		Run first = new Run(ByDefault.class);
		assertThat(first.beforeClass().finds("10")).isTrue();
		assertThat(first.beforeMethod().finds("10")).isFalse();
		Run second = new Run(Another.class);
		assertThat(second.products()).as("the context is shared").isSameAs(first.products());
		assertThat(second.beforeClass().finds("10")).isTrue();
	}

	@Test
	void notBeforeANestedClass() throws Exception {
		Run outer = new Run(ByDefault.class);
		assertThat(outer.beforeClass().finds("20")).isTrue();
		assertThat(new Run(ByDefault.Inner.class).beforeClass().finds("20")).isFalse();
	}

	@Test
	void beforeEachMethod() throws Exception {
		Run run = new Run(BeforeEachMethod.class);
		assertThat(run.beforeClass().beforeMethod().finds("30")).isTrue();
		assertThat(run.finds("30")).isFalse();
		assertThat(run.beforeMethod().finds("30")).isTrue();
	}

	@Test
	void withTheNearCaches() throws Exception {
		Run run = new Run(Near.class);
		assertThat(run.beforeClass().beforeMethod().finds("40")).isTrue();
		assertThat(run.finds("40")).isFalse();
		assertThat(run.beforeMethod().finds("40")).isTrue();
		assertThat(run.finds("40")).isFalse();
	}

	@Test
	void never() throws Exception {
		Run run = new Run(Never.class);
		run.finds("50");
		assertThat(run.beforeClass().beforeMethod().finds("50")).isFalse();
	}

	/** What Spring does for a test class, step by step. */
	private record Run(TestContextManager manager) {

		Run(Class<?> testClass) {
			this(new TestContextManager(testClass));
		}

		Run beforeClass() throws Exception {
			this.manager.beforeTestClass();
			return this;
		}

		Run beforeMethod() throws Exception {
			Class<?> testClass = this.manager.getTestContext().getTestClass();
			this.manager.beforeTestMethod(new Object(), testClass.getDeclaredMethod("test"));
			return this;
		}

		Products products() {
			return this.manager.getTestContext().getApplicationContext().getBean(Products.class);
		}

		/** Whether it had to be loaded. */
		boolean finds(String id) {
			int before = products().loads();
			products().find(id);
			return products().loads() > before;
		}

	}

	@DynamoDbToolkitTest
	@Import(Products.class)
	static class ByDefault {

		void test() {
		}

		@Nested
		class Inner {

		}

	}

	@DynamoDbToolkitTest
	@Import(Products.class)
	static class Another {

	}

	@DynamoDbToolkitTest(emptyTables = EmptyTables.BEFORE_METHOD)
	@Import(Products.class)
	static class BeforeEachMethod {

		void test() {
		}

	}

	@DynamoDbToolkitTest(emptyTables = EmptyTables.BEFORE_METHOD,
			properties = "toolkit.dynamodb.cache.caches.products.near.max-size=10")
	@Import(Products.class)
	static class Near {

		void test() {
		}

	}

	@DynamoDbToolkitTest
	@AutoConfigureDynamoDbToolkit(emptyTables = EmptyTables.NEVER)
	@Import(Products.class)
	static class Never {

		void test() {
		}

	}

}
