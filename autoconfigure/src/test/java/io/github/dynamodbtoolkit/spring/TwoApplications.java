package io.github.dynamodbtoolkit.spring;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two instances of an application that share a table and nothing else, for the tests of a
 * class.
 */
public final class TwoApplications implements BeforeAllCallback, AfterAllCallback {

	private final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final Class<?> configuration;

	private final String[] properties;

	private ConfigurableApplicationContext one;

	private ConfigurableApplicationContext other;

	/**
	 * Sets them up, to be started before the first test.
	 * @param configuration the application
	 * @param properties its properties, beside the table's name and time budgets for a
	 * busy machine
	 */
	public TwoApplications(Class<?> configuration, String... properties) {
		this.configuration = configuration;
		this.properties = properties;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.one = start();
		this.other = start();
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(this.configuration).web(WebApplicationType.NONE)
			.properties(Patience.properties())
			.properties("toolkit.dynamodb.table-name=" + this.dynamoDb.tableName())
			.properties(this.properties)
			.run();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.one.close();
		this.other.close();
		this.dynamoDb.afterAll(context);
	}

	/**
	 * The first.
	 * @return its context
	 */
	public ApplicationContext one() {
		return this.one;
	}

	/**
	 * The second.
	 * @return its context
	 */
	public ApplicationContext other() {
		return this.other;
	}

}
