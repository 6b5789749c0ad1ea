package io.github.dynamodbtoolkit.autoconfigure;

import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.endpoint.DynamoDbToolkitEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration that says at start why there is no dashboard although it is enabled.
 * The page itself is configured where the endpoints are, by
 * {@link DashboardManagementContextConfiguration}.
 */
@AutoConfiguration(after = DynamoDbToolkitEndpointAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnBean(TableClients.class)
@ConditionalOnBooleanProperty("toolkit.dynamodb.dashboard.enabled")
public final class DynamoDbToolkitDashboardAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(DynamoDbToolkitDashboardAutoConfiguration.class);

	private static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.endpoint.condition."
			+ "ConditionalOnAvailableEndpoint";

	private static void warn(String reason) {
		logger.warn("There is no DynamoDB Toolkit dashboard although toolkit.dynamodb.dashboard.enabled is true: {}",
				reason);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(ACTUATOR)
	static class WithoutActuatorConfiguration implements SmartInitializingSingleton {

		@Override
		public void afterSingletonsInstantiated() {
			warn("it needs org.springframework.boot:spring-boot-starter-actuator on the class path.");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = ACTUATOR)
	@ConditionalOnMissingBean(DynamoDbToolkitEndpoint.class)
	static class WithoutEndpointConfiguration implements SmartInitializingSingleton {

		@Override
		public void afterSingletonsInstantiated() {
			warn("it is a part of its endpoint, which is not there. Add dynamodbtoolkit to "
					+ "management.endpoints.web.exposure.include, and leave it an access.");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath")
	static class WithoutMvcConfiguration implements SmartInitializingSingleton {

		@Override
		public void afterSingletonsInstantiated() {
			warn("it needs an application with Spring MVC.");
		}

	}

}
