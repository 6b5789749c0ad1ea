package io.github.dynamodbtoolkit.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The stores that somebody uses. They are lazy, and to ask for one here must not be what
 * makes it look for its table.
 */
final class BeansInUse {

	private static final Logger logger = LoggerFactory.getLogger(BeansInUse.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Set<Class<?>> ambiguous = ConcurrentHashMap.newKeySet();

	BeansInUse(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * The bean of a type that has been made: of this context, or else of its nearest
	 * ancestor that has any. Of several, the primary one; where none is, the first in the
	 * order of their definitions, of which a warning tells once.
	 * @return the bean, or null if there is none
	 */
	<T> @Nullable T find(Class<T> type) {
		BeanFactory context = this.beanFactory;
		while (context instanceof ConfigurableListableBeanFactory beans) {
			List<String> names = namesOfMade(type, beans);
			if (!names.isEmpty()) {
				return beans.getBean(choose(type, names, beans), type);
			}
			context = beans.getParentBeanFactory();
		}
		return null;
	}

	private static List<String> namesOfMade(Class<?> type, ConfigurableListableBeanFactory beans) {
		return Arrays.stream(beans.getBeanNamesForType(type, false, false)).filter(beans::containsSingleton).toList();
	}

	private String choose(Class<?> type, List<String> names, ConfigurableListableBeanFactory beans) {
		return names.stream().filter((name) -> isPrimary(name, beans)).findFirst().orElseGet(() -> {
			if (names.size() > 1 && this.ambiguous.add(type)) {
				logger.warn(
						"Of several beans of type {}, {}, the endpoint shows '{}'. Mark the one that it is to show as "
								+ "@Primary.",
						type.getSimpleName(), names, names.get(0));
			}
			return names.get(0);
		});
	}

	private static boolean isPrimary(String name, ConfigurableListableBeanFactory beans) {
		return beans.containsBeanDefinition(name) && beans.getMergedBeanDefinition(name).isPrimary();
	}

}
