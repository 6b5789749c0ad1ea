package io.github.dynamodbtoolkit.spring.http;

import java.util.function.BooleanSupplier;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Lets the request factories that Boot makes for {@code RestClient}, {@code RestTemplate}
 * and HTTP interfaces look at each call after all interceptors, so that one to which
 * credentials were added on the way is not taken for equal to others. Time-outs and all
 * other settings stay as they are. Where no calls are taken for equal, nothing is
 * changed.
 */
public final class LastLookPostProcessor implements BeanPostProcessor {

	private final BooleanSupplier needed;

	/**
	 * Creates the post-processor.
	 * @param needed tells whether equal calls are joined anywhere; asked when a builder
	 * of request factories has been made
	 */
	public LastLookPostProcessor(BooleanSupplier needed) {
		this.needed = needed;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return bean instanceof ClientHttpRequestFactoryBuilder<?> builder && this.needed.getAsBoolean()
				? looking(builder) : bean;
	}

	private static ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> looking(
			ClientHttpRequestFactoryBuilder<?> builder) {
		return (settings) -> new LastLook(builder.build(settings));
	}

}
