package io.github.dynamodbtoolkit.spring.flags;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Makes a provider OpenFeature's default for as long as the application runs. The API is
 * one for the whole JVM: of several applications in it, the last one started counts.
 */
public final class OpenFeatureRegistration implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(OpenFeatureRegistration.class);

	private final OpenFeatureAPI api;

	private final FeatureProvider provider;

	/**
	 * Registers a provider and waits until it has tried to become ready.
	 * @param api OpenFeature's API
	 * @param provider evaluates flags
	 */
	public OpenFeatureRegistration(OpenFeatureAPI api, FeatureProvider provider) {
		this.api = api;
		this.provider = provider;
		try {
			api.setProviderAndWait(provider);
		}
		catch (OpenFeatureError ex) {
			logger.warn("Flags have their default values for now: {}", ex.getMessage());
		}
	}

	/**
	 * A client of the provider.
	 * @return OpenFeature's default client
	 */
	public Client client() {
		return this.api.getClient();
	}

	@Override
	public void destroy() {
		if (this.api.getProvider() == this.provider) {
			this.api.setProviderAndWait(new NoOpProvider());
		}
	}

}
