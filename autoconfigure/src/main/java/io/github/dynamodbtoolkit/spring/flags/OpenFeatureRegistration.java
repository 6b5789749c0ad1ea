package io.github.dynamodbtoolkit.spring.flags;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.util.ObjectUtils;

/**
 * Registers a provider with OpenFeature for as long as the application runs: in a domain
 * of its own for the application's client, and as the default one unless there is one
 * already. The API is one for the whole JVM: of several applications in it, such as those
 * of tests, the first one started has the default until it ends, and each one's client
 * has its own flags.
 */
public final class OpenFeatureRegistration implements InitializingBean, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(OpenFeatureRegistration.class);

	private final OpenFeatureAPI api;

	private final FeatureProvider provider;

	private final String domain;

	/**
	 * Creates the registration of a provider.
	 * @param api OpenFeature's API
	 * @param provider evaluates flags
	 */
	public OpenFeatureRegistration(OpenFeatureAPI api, FeatureProvider provider) {
		this.api = api;
		this.provider = provider;
		this.domain = "dynamodb-toolkit-" + ObjectUtils.getIdentityHexString(provider);
	}

	/**
	 * Registers the provider and waits until it has tried to become ready.
	 */
	@Override
	public void afterPropertiesSet() {
		try {
			register();
		}
		catch (OpenFeatureError ex) {
			logger.warn("Flags have their default values for now: {}", ex.getMessage());
		}
	}

	/** A provider that is not ready is registered all the same. */
	private void register() {
		boolean nobodysDefault = this.api.getProvider() instanceof NoOpProvider;
		try {
			if (nobodysDefault) {
				this.api.setProviderAndWait(this.provider);
			}
		}
		finally {
			this.api.setProviderAndWait(this.domain, this.provider);
		}
	}

	/**
	 * A client of the provider.
	 * @return the client
	 */
	public Client client() {
		return this.api.getClient(this.domain);
	}

	@Override
	public void destroy() {
		if (this.api.getProvider() == this.provider) {
			this.api.setProviderAndWait(new NoOpProvider());
		}
		this.api.setProviderAndWait(this.domain, new NoOpProvider());
	}

}
