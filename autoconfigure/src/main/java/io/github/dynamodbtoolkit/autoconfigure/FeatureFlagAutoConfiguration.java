package io.github.dynamodbtoolkit.autoconfigure;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import io.github.dynamodbtoolkit.spring.flags.CallerContext;
import io.github.dynamodbtoolkit.spring.flags.EvaluationContextSource;
import io.github.dynamodbtoolkit.spring.flags.FeatureFlagPostProcessor;
import io.github.dynamodbtoolkit.spring.flags.FeatureFlagProblems;
import io.github.dynamodbtoolkit.spring.flags.FeatureGate;
import io.github.dynamodbtoolkit.spring.flags.RequestUser;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;
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
		return new FeatureFlagPostProcessor(
				SingletonSupplier.of(() -> gate.getIfAvailable(FeatureFlagAutoConfiguration::withoutOpenFeature)),
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
		FeatureFlagProblems featureFlagProblems() {
			return new FeatureFlagProblems();
		}

	}

	/**
	 * Lazy, so that an application with several clients and no such methods need not say
	 * which of them counts. The name of the parameters decides where none is primary.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OpenFeatureAPI.class)
	static class OpenFeatureConfiguration {

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		EvaluationContextSource featureFlagContextSource(@Nullable Client openFeatureClient,
				ObjectProvider<RequestUser> requestUser) {
			RequestUser user = requestUser.getIfAvailable();
			return new CallerContext(OpenFeatureAPI.getInstance(), orOpenFeaturesOwn(openFeatureClient),
					(user != null) ? user : () -> null);
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		FeatureGate featureGate(@Nullable Client openFeatureClient, EvaluationContextSource context) {
			return new FeatureGate(orOpenFeaturesOwn(openFeatureClient), context);
		}

		private static Client orOpenFeaturesOwn(@Nullable Client client) {
			return client != null ? client : OpenFeatureAPI.getInstance().getClient();
		}

	}

}
