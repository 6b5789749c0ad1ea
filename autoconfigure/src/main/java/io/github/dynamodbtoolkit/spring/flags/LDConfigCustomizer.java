package io.github.dynamodbtoolkit.spring.flags;

import com.launchdarkly.sdk.server.LDConfig;

/**
 * Changes the configuration of LaunchDarkly's client before it is made, such as the
 * address of a Relay Proxy. All beans of this type are asked, in their order.
 */
@FunctionalInterface
public interface LDConfigCustomizer {

	/**
	 * Changes what is configured so far.
	 * @param config the client's configuration
	 */
	void customize(LDConfig.Builder config);

}
