package io.github.dynamodbtoolkit.spring.aot;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.dynamodbtoolkit.spring.cache.EvictTags;
import io.github.dynamodbtoolkit.spring.dedupe.Idempotent;
import io.github.dynamodbtoolkit.spring.flags.FeatureFlag;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimited;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnnotatedMethodsAotProcessor}, as Spring finds it.
 */
class AnnotatedMethodsAotProcessorTests {

	@Test
	void makesStoredTypesUsable() {
		assertThat(List.of(Product.class, Price.class, Page.class, Order.class, Receipt.class))
			.allSatisfy((type) -> assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).as(type.getSimpleName())
				.accepts(hintsFor(Shop.class)));
	}

	@Test
	void makesPropertiesUsableForWhichExpressionsAsk() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Category.class.getDeclaredMethod("name")))
			.accepts(hintsFor(Shop.class));
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(User.class.getDeclaredMethod("id")))
			.accepts(hintsFor(Shop.class));
	}

	@Test
	void makesFallbacksUsable() throws Exception {
		assertThat(List.of(Shop.class.getDeclaredMethod("refused", User.class), Shop.class.getDeclaredMethod("old")))
			.allSatisfy((fallback) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(fallback))
				.accepts(hintsFor(Shop.class)));
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Switched.class.getDeclaredMethod("off")))
			.accepts(hintsFor(Switched.class));
	}

	@Test
	void leavesOtherTypesAlone() {
		assertThat(RuntimeHintsPredicates.reflection().onType(Secret.class)).rejects(hintsFor(Shop.class));
	}

	private static RuntimeHints hintsFor(Class<?> bean) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.registerBean(bean);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("test", "Generated")), new InMemoryGeneratedFiles());
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			return generation.getRuntimeHints();
		}
	}

	static class Shop {

		@Cacheable("products")
		public CompletableFuture<List<Product>> products(String category) {
			return CompletableFuture.completedFuture(List.of());
		}

		@Cacheable("pages")
		public Page page() {
			return new Page(1);
		}

		@EvictTags("#category.name")
		public void reprice(Category category) {
		}

		@Idempotent(key = "#order.id")
		public Receipt place(Order order) {
			return new Receipt(order.id());
		}

		@RateLimited(resource = "exports", key = "#user.id", fallback = "refused")
		public String export(User user) {
			return "";
		}

		private String refused(User user) {
			return "";
		}

		@FeatureFlag(value = "new-checkout", fallback = "old")
		public void checkout() {
		}

		void old() {
		}

		public Secret secret() {
			return new Secret("");
		}

	}

	@FeatureFlag(value = "all", fallback = "off")
	static class Switched {

		public void call() {
		}

		void off() {
		}

	}

	record User(String id) {
	}

	record Product(String name, Price price) {
	}

	record Price(int cents) {
	}

	record Page(int number) {
	}

	record Category(String name) {
	}

	record Order(String id) {
	}

	record Receipt(String id) {
	}

	record Secret(String text) {
	}

}
