package io.github.dynamodbtoolkit.spring;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with a web server, used from outside.
 */
public final class WebApplication implements AutoCloseable {

	private static final String WITHOUT_SECURITY = "--spring.autoconfigure.exclude=" + String.join(",",
			"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration");

	private static final JsonMapper json = JsonMapper.shared();

	private final HttpClient http = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private WebApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts one without Spring Security.
	 * @param dynamoDb has its table
	 * @param arguments of the command line
	 * @return the application
	 */
	public static WebApplication start(DynamoDbLocal dynamoDb, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add(WITHOUT_SECURITY);
		return startSecured(dynamoDb, all.toArray(String[]::new));
	}

	/**
	 * Starts one without Spring Security, on a client of its own.
	 * @param client the client
	 * @param dynamoDb has its table
	 * @param arguments of the command line
	 * @return the application
	 */
	public static WebApplication start(DynamoDbClient client, DynamoDbLocal dynamoDb, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add(WITHOUT_SECURITY);
		return start(client, dynamoDb, all);
	}

	/**
	 * Starts one with Spring Security, as Boot configures it.
	 * @param dynamoDb has its table
	 * @param arguments of the command line
	 * @return the application
	 */
	public static WebApplication startSecured(DynamoDbLocal dynamoDb, String... arguments) {
		return start(DynamoDbLocal.client(), dynamoDb, List.of(arguments));
	}

	private static WebApplication start(DynamoDbClient client, DynamoDbLocal dynamoDb, List<String> arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--toolkit.dynamodb.table-name=" + dynamoDb.tableName(), "--toolkit.dynamodb.local.enabled=false",
				"--toolkit.dynamodb.dedupe.lease=45s"));
		Arrays.stream(Patience.properties()).map((property) -> "--" + property).forEach(all::add);
		all.addAll(arguments);
		return new WebApplication(new SpringApplicationBuilder(Application.class)
			.initializers((context) -> context.getBeanFactory().registerSingleton("client", client))
			.run(all.toArray(String[]::new)));
	}

	/**
	 * A bean of the application.
	 * @param <T> its type
	 * @param type its type
	 * @return the bean
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * A property of the application.
	 * @param name its name
	 * @return its value
	 */
	public String property(String name) {
		return this.context.getEnvironment().getRequiredProperty(name);
	}

	/**
	 * The port of the application.
	 * @return the port
	 */
	public int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	/**
	 * Begins a request.
	 * @param path with its query
	 * @return the request, to be completed
	 */
	public HttpRequest.Builder request(String path) {
		return request(port(), path);
	}

	/**
	 * Begins a request to another port, such as that of the management.
	 * @param port the port
	 * @param path with its query
	 * @return the request, to be completed
	 */
	public HttpRequest.Builder request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
	}

	/**
	 * Sends a request.
	 * @param request the request
	 * @return its answer
	 */
	public Answer send(HttpRequest.Builder request) {
		try {
			return new Answer(this.http.send(request.build(), BodyHandlers.ofString()));
		}
		catch (Exception ex) {
			throw new AssertionError("There is no answer", ex);
		}
	}

	public Answer get(String path) {
		return send(request(path));
	}

	public Answer post(String path, String body) {
		return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
	}

	public Answer delete(String path) {
		return send(request(path).DELETE());
	}

	/**
	 * Encodes a value of a query.
	 * @param value the value
	 * @return as it stands in a URL
	 */
	public static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * An answer.
	 *
	 * @param response the answer
	 */
	public record Answer(HttpResponse<String> response) {

		public int status() {
			return this.response.statusCode();
		}

		public String body() {
			return this.response.body();
		}

		public JsonNode json() {
			return json.readTree(body());
		}

		public String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		@Bean
		RecordingMetrics recordingMetrics() {
			return RecordingMetrics.ofCallers();
		}

	}

}
