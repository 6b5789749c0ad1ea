package io.github.dynamodbtoolkit.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the dashboard.
 *
 * @param enabled Whether there is a page that shows what the endpoint dynamodbtoolkit
 * shows, beside that endpoint, which must be exposed.
 * @param readOnly Whether the page changes nothing. If it may, the endpoint's access must
 * permit it as well.
 */
@ConfigurationProperties("toolkit.dynamodb.dashboard")
public record DynamoDbToolkitDashboardProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("true") boolean readOnly) {
}
