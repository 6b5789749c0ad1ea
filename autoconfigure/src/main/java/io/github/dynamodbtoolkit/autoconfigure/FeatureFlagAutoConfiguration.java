package io.github.dynamodbtoolkit.autoconfigure;

import java.util.function.Supplier;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import io.github.dynamodbtoolkit.spring.flags.CallerContext;
import io.github.dynamodbtoolkit.spring.flags.EvaluationContextSource;
import io.github.dynamodbtoolkit.spring.flags.FeatureFlagPostProcessor;
import io.github.dynamodbtoolkit.spring.flags.FeatureFlagProblems;
import io.github.dynamodbtoolkit.spring.flags.FeatureGate;
import io.github.dynamodbtoolkit.spring.flags.RequestUser;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration of methods guarded by flags. It asks OpenFeature whoever provides
 * the flags, and is not switched off with them: where there are none, what they guard is
 * off. After all that puts advice around methods, so that the guard is outermost. Its own
 * methods name no type of OpenFeature, without which it must be readable.
 */
@AutoConfiguration(after = { DynamoDbFlagsAutoConfiguration.class, DynamoDbDedupeAutoConfiguration.class })
public final class FeatureFlagAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static FeatureFlagPostProcessor featureFlagPostProcessor(ObjectProvider<FeatureGate> gate,
			Environment environment) {
		return new FeatureFlagPostProcessor(() -> gate.getIfAvailable(FeatureFlagAutoConfiguration::withoutOpenFeature),
				environment);
	}

	private static FeatureGate withoutOpenFeature() {
		throw new IllegalStateException(
				"@FeatureFlag needs OpenFeature. Add dev.openfeature:sdk to the application's dependencies.");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OpenFeatureAPI.class, DispatcherServlet.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class WebConfiguration {

		@Bean
		RequestUser featureFlagRequestUser() {
			return new RequestUser();
		}

		@Bean
		@ConditionalOnMissingBean
		FeatureFlagProblems featureFlagProblems(ListableBeanFactory beans) {
			return new FeatureFlagProblems(beans);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OpenFeatureAPI.class)
	static class OpenFeatureConfiguration {

		@Bean
		@ConditionalOnMissingBean
		EvaluationContextSource featureFlagContextSource(ObjectProvider<Client> client,
				ObjectProvider<RequestUser> requestUser) {
			RequestUser user = requestUser.getIfAvailable();
			return new CallerContext(OpenFeatureAPI.getInstance(), clientOf(client),
					(user != null) ? user : () -> null);
		}

		@Bean
		@ConditionalOnMissingBean
		FeatureGate featureGate(ObjectProvider<Client> client, EvaluationContextSource context) {
			return new FeatureGate(clientOf(client), context);
		}

		/** The application's, or OpenFeature's own where none is a bean. */
		private static Supplier<Client> clientOf(ObjectProvider<Client> client) {
			return () -> client.getIfAvailable(() -> OpenFeatureAPI.getInstance().getClient());
		}

	}

}
