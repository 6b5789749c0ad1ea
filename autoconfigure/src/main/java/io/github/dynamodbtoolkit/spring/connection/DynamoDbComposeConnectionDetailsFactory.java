package io.github.dynamodbtoolkit.spring.connection;

import java.net.URI;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Connects to a service of DynamoDB Local that Docker Compose runs.
 */
final class DynamoDbComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<DynamoDbConnectionDetails> {

	DynamoDbComposeConnectionDetailsFactory() {
		super(DynamoDbLocalImage.NAME);
	}

	@Override
	protected DynamoDbConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new Details(source.getRunningService());
	}

	private static final class Details extends DockerComposeConnectionDetails implements DynamoDbConnectionDetails {

		private final URI endpoint;

		Details(RunningService service) {
			super(service);
			this.endpoint = DynamoDbLocalImage.endpoint(service.host(), service.ports().get(DynamoDbLocalImage.PORT));
		}

		@Override
		public URI getEndpoint() {
			return this.endpoint;
		}

	}

}
