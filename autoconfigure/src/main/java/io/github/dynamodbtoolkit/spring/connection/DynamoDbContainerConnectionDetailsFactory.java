package io.github.dynamodbtoolkit.spring.connection;

import java.net.URI;

import org.testcontainers.containers.Container;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Connects to a container of DynamoDB Local that Testcontainers runs.
 */
final class DynamoDbContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, DynamoDbConnectionDetails> {

	DynamoDbContainerConnectionDetailsFactory() {
		super(DynamoDbLocalImage.NAME);
	}

	@Override
	protected DynamoDbConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new Details(source);
	}

	private static final class Details extends ContainerConnectionDetails<Container<?>>
			implements DynamoDbConnectionDetails {

		Details(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public URI getEndpoint() {
			return DynamoDbLocalImage.endpoint(getContainer().getHost(),
					getContainer().getMappedPort(DynamoDbLocalImage.PORT));
		}

	}

}
