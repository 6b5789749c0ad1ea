package io.github.dynamodbtoolkit.autoconfigure;

import java.util.Objects;

import io.github.dynamodbtoolkit.spring.dashboard.CsrfTokens;
import io.github.dynamodbtoolkit.spring.dashboard.DashboardServlet;
import io.github.dynamodbtoolkit.spring.endpoint.DynamoDbToolkitEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.csrf.CsrfToken;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Configuration of the dashboard, where the endpoints are, be that a port of their own or
 * not. It lies below the path of its endpoint, so that whatever protects that one, such
 * as {@code EndpointRequest}, protects it as well.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass(DispatcherServletPath.class)
@ConditionalOnBean(DynamoDbToolkitEndpoint.class)
@ConditionalOnAvailableEndpoint(endpoint = DynamoDbToolkitEndpoint.class, exposure = EndpointExposure.WEB)
@ConditionalOnBooleanProperty("toolkit.dynamodb.dashboard.enabled")
@EnableConfigurationProperties(DynamoDbToolkitDashboardProperties.class)
@ImportRuntimeHints(DashboardServlet.Hints.class)
class DashboardManagementContextConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(DashboardServlet.class);

	private static final EndpointId ENDPOINT = EndpointId.of("dynamodbtoolkit");

	@Bean
	ServletRegistrationBean<DashboardServlet> dynamoDbToolkitDashboard(DynamoDbToolkitDashboardProperties properties,
			PathMappedEndpoints endpoints, EndpointAccessResolver access, DispatcherServletPath dispatcher,
			ObjectProvider<CsrfTokens> csrf) {
		String endpoint = dispatcher.getRelativePath(Objects.requireNonNull(endpoints.getPath(ENDPOINT)));
		DashboardServlet servlet = new DashboardServlet(endpoint,
				properties.readOnly() || !isUnrestricted(access.accessFor(ENDPOINT, Access.READ_ONLY)),
				csrf.getIfAvailable(() -> CsrfTokens.NONE));
		return new ServletRegistrationBean<>(servlet, endpoint + "/dashboard/*");
	}

	private static boolean isUnrestricted(Access access) {
		if (access != Access.UNRESTRICTED) {
			logger.warn("The DynamoDB Toolkit's dashboard is read-only although toolkit.dynamodb.dashboard.read-only "
					+ "is false: set management.endpoint.dynamodbtoolkit.access=unrestricted as well.");
		}
		return access == Access.UNRESTRICTED;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CsrfToken.class)
	static class SpringSecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CsrfTokens dynamoDbToolkitDashboardCsrfTokens() {
			return CsrfTokens.ofSpringSecurity();
		}

	}

}
