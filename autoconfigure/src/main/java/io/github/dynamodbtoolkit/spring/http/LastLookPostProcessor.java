package io.github.dynamodbtoolkit.spring.http;

import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;

/**
 * Lets the request factories that Boot makes for {@code RestClient}, {@code RestTemplate}
 * and HTTP interfaces look at each call after all interceptors, so that one to which
 * credentials were added on the way is not taken for equal to others. Time-outs and all
 * other settings stay as they are. Where no calls are taken for equal, nothing is
 * changed; nor is a bean that is declared as a builder of one kind, by which it may be
 * injected: then calls are not joined if an interceptor comes after ours.
 */
public final class LastLookPostProcessor implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(LastLookPostProcessor.class);

	private final BooleanSupplier needed;

	private final ConfigurableListableBeanFactory beans;

	/**
	 * Creates the post-processor.
	 * @param needed tells whether equal calls are joined anywhere; asked when a builder
	 * of request factories has been made
	 * @param beans knows as what beans are declared
	 */
	public LastLookPostProcessor(BooleanSupplier needed, ConfigurableListableBeanFactory beans) {
		this.needed = needed;
		this.beans = beans;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return bean instanceof ClientHttpRequestFactoryBuilder<?> builder && this.needed.getAsBoolean()
				? looking(builder, beanName) : bean;
	}

	private ClientHttpRequestFactoryBuilder<?> looking(ClientHttpRequestFactoryBuilder<?> builder, String beanName) {
		if (isDeclaredAsAny(beanName)) {
			return (settings) -> new LastLook(builder.build(settings));
		}
		logger.warn(
				"HTTP: equal calls are not joined where an interceptor is added after the toolkit's, because the "
						+ "bean '{}' must stay a {}. Declare it as ClientHttpRequestFactoryBuilder<?>.",
				beanName, builder.getClass().getSimpleName());
		return builder;
	}

	private boolean isDeclaredAsAny(String beanName) {
		return this.beans.containsBeanDefinition(beanName) && this.beans.getMergedBeanDefinition(beanName)
			.getResolvableType()
			.toClass() == ClientHttpRequestFactoryBuilder.class;
	}

}
