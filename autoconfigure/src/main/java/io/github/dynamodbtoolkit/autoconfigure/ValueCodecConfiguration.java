package io.github.dynamodbtoolkit.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.dynamodbtoolkit.spring.ValueMapperCustomizer;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import io.github.dynamodbtoolkit.value.ValueCodec;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How values are written, for the cache and the dedupe store alike.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DynamoDbCacheProperties.class)
class ValueCodecConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ValueCodec dynamoDbValueCodec(DynamoDbCacheProperties properties, BeanFactory beanFactory,
			ObjectProvider<ValueMapperCustomizer> customizers) {
		List<String> packages = new ArrayList<>(properties.allowedPackages());
		if (AutoConfigurationPackages.has(beanFactory)) {
			packages.addAll(AutoConfigurationPackages.get(beanFactory));
		}
		JsonMapper.Builder mapper = JsonMapper.builder();
		customizers.orderedStream().forEach((customizer) -> customizer.customize(mapper));
		return JsonValueCodec.of(mapper.build(), packages);
	}

}
