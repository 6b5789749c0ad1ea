package io.github.dynamodbtoolkit.autoconfigure;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The stores that somebody uses. They are lazy, and to ask for one here must not be what
 * makes it look for its table.
 */
final class BeansInUse {

	private final ConfigurableListableBeanFactory beanFactory;

	BeansInUse(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * The one bean of a type that has been made.
	 * @return the bean, or null if there is none, or more than one
	 */
	<T> @Nullable T find(Class<T> type) {
		List<String> names = Arrays.stream(this.beanFactory.getBeanNamesForType(type, false, false))
			.filter(this.beanFactory::containsSingleton)
			.toList();
		return names.size() == 1 ? this.beanFactory.getBean(names.get(0), type) : null;
	}

}
