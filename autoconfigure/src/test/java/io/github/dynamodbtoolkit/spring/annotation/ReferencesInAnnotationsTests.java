package io.github.dynamodbtoolkit.spring.annotation;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.dynamodbtoolkit.autoconfigure.DynamoDbCacheAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbDedupeAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbRateLimitAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.FeatureFlagAutoConfiguration;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.spring.cache.CacheTags;
import io.github.dynamodbtoolkit.spring.cache.EvictTags;
import io.github.dynamodbtoolkit.spring.dedupe.Idempotent;
import io.github.dynamodbtoolkit.spring.flags.FeatureDisabledException;
import io.github.dynamodbtoolkit.spring.flags.FeatureFlag;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitExceededException;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimited;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What annotations may refer to: beans in expressions, as in Spring's own annotations,
 * and properties in names.
 */
class ReferencesInAnnotationsTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
				DynamoDbCacheAutoConfiguration.class, DynamoDbDedupeAutoConfiguration.class,
				DynamoDbRateLimitAutoConfiguration.class, FeatureFlagAutoConfiguration.class))
		.withUserConfiguration(Application.class)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName(), "toolkit.dynamodb.warm-up=false",
				"tenants.limit=hourly", "tenants.jobs=jobs", "tenants.flag=reports",
				"toolkit.dynamodb.rate-limit.resources.hourly.limit=1",
				"toolkit.dynamodb.rate-limit.resources.hourly.window=1h");

	@Test
	void beansInTags() {
		this.runner.run((context) -> {
			Reports reports = context.getBean(Reports.class);
			int first = reports.find("a");
			assertThat(reports.find("a")).isEqualTo(first);
			reports.change();
			assertThat(reports.find("a")).isEqualTo(first + 1);
		});
	}

	@Test
	void beansInKeysAndPropertiesInNames() {
		this.runner.run((context) -> {
			Reports reports = context.getBean(Reports.class);
			int first = reports.order();
			assertThat(reports.order()).isEqualTo(first);
			context.getBean(DedupeStore.class).in("jobs").clear("acme");
			assertThat(reports.order()).isEqualTo(first + 1);
			context.getBean(Tenants.class).current = "other";
			assertThat(reports.order()).isEqualTo(first + 2);
		});
	}

	@Test
	void beansInKeysAndPropertiesInResources() {
		this.runner.run((context) -> {
			Reports reports = context.getBean(Reports.class);
			reports.print();
			assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(reports::print)
				.satisfies((ex) -> assertThat(ex.getResource()).isEqualTo("hourly"));
			context.getBean(Tenants.class).current = "other";
			reports.print();
		});
	}

	@Test
	void propertiesInFlags() {
		this.runner.run((context) -> assertThatExceptionOfType(FeatureDisabledException.class)
			.isThrownBy(context.getBean(Reports.class)::draw)
			.satisfies((ex) -> assertThat(ex.getKey()).isEqualTo("reports")));
	}

	@Test
	void propertyThatIsNotSetStopsTheStart() {
		this.runner.withBean(WithoutProperty.class)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("'not.there'"));
	}

	static class Tenants {

		volatile String current = "acme";

		public String current() {
			return this.current;
		}

	}

	static class Reports {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("reports")
		@CacheTags("@tenants.current()")
		public Integer find(String id) {
			return this.calls.incrementAndGet();
		}

		@EvictTags("@tenants.current()")
		public void change() {
		}

		@Idempotent(key = "@tenants.current()", name = "${tenants.jobs}")
		public int order() {
			return this.calls.incrementAndGet();
		}

		@RateLimited(resource = "${tenants.limit}", key = "@tenants.current()")
		public void print() {
		}

		@FeatureFlag("${tenants.flag}")
		public void draw() {
		}

	}

	static class WithoutProperty {

		@RateLimited(resource = "${not.there}")
		public void print() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class Application {

		@Bean(destroyMethod = "")
		DynamoDbClient dynamoDbClient() {
			return DynamoDbLocal.client();
		}

		@Bean
		Tenants tenants() {
			return new Tenants();
		}

		@Bean
		Reports reports() {
			return new Reports();
		}

	}

}
