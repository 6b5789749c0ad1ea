package io.github.dynamodbtoolkit.local.autoconfigure;

import java.net.InetSocketAddress;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what an application sees that has this module on its class path.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationTests {

	@Test
	void hasAClientOfItAndQuietLogs(CapturedOutput output) {
		try (ConfigurableApplicationContext context = application().run()) {
			DynamoDbClient client = context.getBean(DynamoDbClient.class);
			assertThatExceptionOfType(ResourceNotFoundException.class)
				.isThrownBy(() -> client.describeTable((request) -> request.tableName("absent")));
		}
		assertThat(output).doesNotContain(" c.a.s.").doesNotContain("jetty");
	}

	@Test
	void mayRaiseTheLogLevelAgain(CapturedOutput output) {
		String level = "--logging.level.com.amazonaws.services.dynamodbv2.local=info";
		try (ConfigurableApplicationContext context = application().run(level)) {
			context.getBean(DynamoDbClient.class).listTables();
		}
		assertThat(output).contains(" c.a.s.");
	}

	@Test
	void isToldWhatToDoWhenThePortIsTaken(CapturedOutput output) throws Exception {
		HttpServer foreign = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		foreign.start();
		int port = foreign.getAddress().getPort();
		try {
			assertThatException().isThrownBy(() -> application().run("--toolkit.dynamodb.local.port=" + port));
		}
		finally {
			foreign.stop(0);
		}
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Port " + port + " of 127.0.0.1 is taken by something that does not answer as DynamoDB does.")
			.contains("choose another port with toolkit.dynamodb.local.port");
	}

	@Test
	void isToldWhatToWriteWhenThePortIsOutOfRange(CapturedOutput output) {
		assertThatException().isThrownBy(() -> application().run("--toolkit.dynamodb.local.port=70000"));
		assertThat(output).contains("APPLICATION FAILED TO START").contains("write a port from 1 to 65535");
	}

	private static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
