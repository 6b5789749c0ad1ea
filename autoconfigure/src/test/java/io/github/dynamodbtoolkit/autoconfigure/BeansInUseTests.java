package io.github.dynamodbtoolkit.autoconfigure;

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BeansInUse}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BeansInUseTests {

	private final DefaultListableBeanFactory parent = new DefaultListableBeanFactory();

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory(this.parent);

	private final BeansInUse beans = new BeansInUse(this.beanFactory);

	@Test
	void findsWhatHasBeenMadeAndMakesNothing(CapturedOutput output) {
		define(this.beanFactory, "used", false);
		define(this.beanFactory, "unused", true);
		assertThat(this.beans.find(Store.class)).isNull();
		assertThat(this.beanFactory.containsSingleton("used")).isFalse();
		use(this.beanFactory, "used");
		assertThat(this.beans.find(Store.class)).isEqualTo(new Store("used"));
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void prefersThePrimaryOne(CapturedOutput output) {
		define(this.beanFactory, "one", false);
		define(this.beanFactory, "primary", true);
		use(this.beanFactory, "one", "primary");
		assertThat(this.beans.find(Store.class)).isEqualTo(new Store("primary"));
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void findsThoseOfAncestorsWhereThereIsNoneNearer() {
		define(this.parent, "far", true);
		use(this.parent, "far");
		assertThat(this.beans.find(Store.class)).isEqualTo(new Store("far"));
		define(this.beanFactory, "near", false);
		use(this.beanFactory, "near");
		assertThat(this.beans.find(Store.class)).isEqualTo(new Store("near"));
	}

	@Test
	void takesTheFirstOfSeveralAndSaysSoOnce(CapturedOutput output) {
		define(this.beanFactory, "one", false);
		define(this.beanFactory, "other", false);
		use(this.beanFactory, "other", "one");
		assertThat(this.beans.find(Store.class)).isEqualTo(new Store("one"));
		assertThat(this.beans.find(Store.class)).isEqualTo(new Store("one"));
		assertThat(output).containsOnlyOnce("Of several beans of type Store, [one, other], the endpoint shows 'one'. "
				+ "Mark the one that it is to show as @Primary.");
	}

	private static void define(DefaultListableBeanFactory beanFactory, String name, boolean primary) {
		Supplier<Store> store = () -> new Store(name);
		beanFactory.registerBeanDefinition(name,
				BeanDefinitionBuilder.genericBeanDefinition(Store.class, store)
					.setPrimary(primary)
					.getBeanDefinition());
	}

	private static void use(DefaultListableBeanFactory beanFactory, String... names) {
		for (String name : names) {
			beanFactory.getBean(name);
		}
	}

	private record Store(String name) {
	}

}
