package io.github.dynamodbtoolkit.spring.connection;

import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoDbComposeConnectionDetailsFactory}.
 */
class DynamoDbComposeConnectionDetailsFactoryTests {

	private final DynamoDbComposeConnectionDetailsFactory factory = new DynamoDbComposeConnectionDetailsFactory();

	@Test
	void connectsToTheServicesPort() throws Exception {
		DynamoDbConnectionDetails details = this.factory
			.getConnectionDetails(source(new Service("amazon/dynamodb-local:2.6.1")));
		assertThat(details.getEndpoint()).isEqualTo(URI.create("http://docker.example:49153"));
		assertThat(details.getRegion()).isEqualTo("us-east-1");
		assertThat(details.getAccessKey()).isEqualTo(details.getSecretKey()).isEqualTo("local");
	}

	@Test
	void leavesOtherServicesAlone() throws Exception {
		assertThat(this.factory.getConnectionDetails(source(new Service("redis:8")))).isNull();
	}

	/** Its constructor is Boot's own. */
	private static DockerComposeConnectionSource source(RunningService service) throws Exception {
		Constructor<DockerComposeConnectionSource> constructor = DockerComposeConnectionSource.class
			.getDeclaredConstructor(RunningService.class, Environment.class);
		constructor.setAccessible(true);
		return constructor.newInstance(service, new MockEnvironment());
	}

	private record Service(String imageName) implements RunningService {

		@Override
		public String name() {
			return "dynamodb";
		}

		@Override
		public ImageReference image() {
			return ImageReference.of(this.imageName);
		}

		@Override
		public String host() {
			return "docker.example";
		}

		@Override
		public ConnectionPorts ports() {
			return new ConnectionPorts() {

				@Override
				public int get(int containerPort) {
					assertThat(containerPort).isEqualTo(8000);
					return 49153;
				}

				@Override
				public List<Integer> getAll() {
					return List.of(49153);
				}

				@Override
				public List<Integer> getAll(String protocol) {
					return getAll();
				}

			};
		}

		@Override
		public Map<String, String> env() {
			return Map.of();
		}

		@Override
		public Map<String, String> labels() {
			return Map.of();
		}

	}

}
