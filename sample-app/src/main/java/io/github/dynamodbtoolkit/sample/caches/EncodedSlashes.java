package io.github.dynamodbtoolkit.sample.caches;

import org.apache.catalina.connector.Connector;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.stereotype.Component;

/**
 * Lets keys and tags be written with {@code %2F} for a slash, which Tomcat refuses unless
 * told otherwise.
 */
@Component
class EncodedSlashes implements TomcatConnectorCustomizer {

	@Override
	public void customize(Connector connector) {
		connector.setEncodedSolidusHandling("passthrough");
	}

}
