package io.github.dynamodbtoolkit.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the endpoint.
 *
 * @param showValues When to show the values of cache entries, the definitions of flags
 * and the keys of jobs.
 * @param roles Roles of which one makes a user authorized to see them; empty if every
 * authenticated user is.
 */
@ConfigurationProperties("management.endpoint.dynamodbtoolkit")
public record DynamoDbToolkitEndpointProperties(@DefaultValue("never") Show showValues,
		@DefaultValue Set<String> roles) {
}
