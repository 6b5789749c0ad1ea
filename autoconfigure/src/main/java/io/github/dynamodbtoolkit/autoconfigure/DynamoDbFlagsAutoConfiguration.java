package io.github.dynamodbtoolkit.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.interfaces.LDClientInterface;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.OpenFeatureAPI;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.flags.launchdarkly.LaunchDarkly;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.flags.FlagFile;
import io.github.dynamodbtoolkit.spring.flags.LDConfigCustomizer;
import io.github.dynamodbtoolkit.spring.flags.LaunchDarklyProvider;
import io.github.dynamodbtoolkit.spring.flags.OpenFeatureRegistration;
import io.github.dynamodbtoolkit.table.TableSchema;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of feature flags: the store, LaunchDarkly's client on it where its
 * SDK is on the class path, and OpenFeature over that client where OpenFeature's is, with
 * the hooks that are beans, unless the application has a client or a provider of
 * OpenFeature's.
 */
@AutoConfiguration(after = { DynamoDbToolkitAutoConfiguration.class, DynamoDbToolkitMetricsAutoConfiguration.class })
@ConditionalOnBean(TableClients.class)
@ConditionalOnBooleanProperty(name = "toolkit.dynamodb.flags.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DynamoDbFlagsProperties.class)
public final class DynamoDbFlagsAutoConfiguration {

	private static final Duration IMPORT_RETRY = Duration.ofSeconds(10);

	/** Lazy, so that no table is asked for where there are no flags. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	FlagStore dynamoDbFlagStore(TableClients tables, DynamoDbFlagsProperties properties) {
		return FlagStore.on(tables.forStore("flags", properties.tableName(), properties.region(), properties.endpoint(),
				TableSchema.FLAGS), properties.settings());
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "toolkit.dynamodb.flags.read-only", havingValue = false, matchIfMissing = true)
	FlagWriter dynamoDbFlagWriter(FlagStore store) {
		return FlagWriter.on(store);
	}

	/**
	 * Never lazy: nobody asks for it. The properties come first, which know best why
	 * there may be no writer.
	 */
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	@ConditionalOnProperty("toolkit.dynamodb.flags.import-from")
	FlagFile dynamoDbFlagFile(DynamoDbFlagsProperties properties, FlagWriter writer) {
		return new FlagFile(Objects.requireNonNull(properties.importFrom()), writer, IMPORT_RETRY);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LDClient.class)
	static class LaunchDarklyConfiguration {

		/** Any key will do where no service is asked. */
		private static final String NO_SERVICE = "none";

		/** One GetItem each; segments count as stale after two minutes. */
		private static final Duration BIG_SEGMENTS_POLL = Duration.ofMinutes(1);

		@Bean(destroyMethod = "close")
		@ConditionalOnMissingBean(LDClientInterface.class)
		LDClient launchDarklyClient(FlagStore store, DynamoDbFlagsProperties properties,
				ObjectProvider<FlagFile> imported, ObjectProvider<LDConfigCustomizer> customizers) {
			imported.getIfAvailable(); // so that the client finds what the file has
			String sdkKey = properties.launchdarkly().sdkKey();
			LDConfig.Builder config = (sdkKey != null) ? onService(store, properties) : onTable(store, properties);
			config.bigSegments(
					Components.bigSegments(LaunchDarkly.bigSegments(store)).statusPollInterval(BIG_SEGMENTS_POLL));
			customizers.orderedStream().forEach((customizer) -> customizer.customize(config));
			return new LDClient((sdkKey != null) ? sdkKey : NO_SERVICE, config.build());
		}

		/** The service tells of every change, so that nothing needs to be read again. */
		private static LDConfig.Builder onService(FlagStore store, DynamoDbFlagsProperties properties) {
			return new LDConfig.Builder().startWait(properties.startWait())
				.dataStore(Components.persistentDataStore(LaunchDarkly.dataStore(store)).cacheForever());
		}

		/** The source waits in place of the SDK, and knows better what to say of it. */
		private static LDConfig.Builder onTable(FlagStore store, DynamoDbFlagsProperties properties) {
			return new LDConfig.Builder().startWait(Duration.ZERO)
				.dataSource(LaunchDarkly.dataSource(store, properties.cacheTtl(), properties.startWait()))
				.events(Components.noEvents());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ LDClient.class, OpenFeatureAPI.class })
	@ConditionalOnMissingBean({ Client.class, FeatureProvider.class })
	static class OpenFeatureConfiguration {

		/** Never lazy: whoever asks OpenFeature's API does not ask for this bean. */
		@Bean
		@Lazy(false)
		OpenFeatureRegistration openFeatureRegistration(LDClientInterface client,
				ObjectProvider<ToolkitMetrics> metrics, ObjectProvider<Hook<?>> hooks) {
			return new OpenFeatureRegistration(OpenFeatureAPI.getInstance(), new LaunchDarklyProvider(client,
					metrics.getIfAvailable(() -> ToolkitMetrics.NONE), hooks.orderedStream().toList()));
		}

		@Bean
		Client openFeatureClient(OpenFeatureRegistration registration) {
			return registration.client();
		}

	}

}
