package io.github.dynamodbtoolkit.autoconfigure;

import java.net.URI;

import io.github.dynamodbtoolkit.nextjs.NextJsSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the bridge to Next.js.
 *
 * @param tableName Table of nextjs-dynamodb-cache; where it is set, invalidating tags
 * revalidates them there too.
 * @param indexName Index of that table on tag.
 * @param keyPrefix The handler's keyPrefix.
 * @param region Region of that table, if not that of the DynamoDB client.
 * @param endpoint Endpoint of that table with its scheme, if not that of the DynamoDB
 * client.
 */
@ConfigurationProperties(DynamoDbNextJsProperties.PREFIX)
public record DynamoDbNextJsProperties(@Nullable String tableName, @DefaultValue("tag-index") String indexName,
		@DefaultValue("") String keyPrefix, @Nullable String region, @Nullable URI endpoint) {

	static final String PREFIX = "toolkit.dynamodb.nextjs";

	public DynamoDbNextJsProperties {
		PropertyRules.requireTableName(PREFIX + ".table-name", tableName);
		PropertyRules.requireRegion(PREFIX + ".region", region);
		PropertyRules.requireEndpoint(PREFIX + ".endpoint", endpoint);
		settings(indexName, keyPrefix);
	}

	NextJsSettings settings() {
		return settings(this.indexName, this.keyPrefix);
	}

	private static NextJsSettings settings(String indexName, String keyPrefix) {
		return PropertyRules.under(PREFIX, () -> new NextJsSettings(indexName, keyPrefix));
	}

}
