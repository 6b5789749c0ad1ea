package io.github.dynamodbtoolkit.test.shop;

import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.test.DynamoDbToolkitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a slice of the toolkit's beans, as a user writes it.
 */
@ExtendWith(OutputCaptureExtension.class)
@DynamoDbToolkitTest(properties = "shop.currency=EUR")
@Import(Products.class)
class ToolkitSliceTests {

	@Autowired
	private ApplicationContext context;

	@Test
	void caches(@Autowired Products products, CapturedOutput output) {
		assertThat(products.find("1")).isEqualTo(products.find("1")).isEqualTo("product 1");
		assertThat(products.loads()).isOne();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void hasTheStores() {
		assertThat(this.context.getBean(CacheStore.class)).isNotNull();
		assertThat(this.context.getBean(DedupeStore.class)).isNotNull();
	}

	@Test
	void hasNothingElse() {
		assertThat(this.context.getBeanNamesForType(Newsletter.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(TaskExecutionAutoConfiguration.class)).isEmpty();
	}

	@Test
	void hasTheTestsProperties() {
		assertThat(this.context.getEnvironment().getProperty("shop.currency")).isEqualTo("EUR");
	}

}
