package io.github.dynamodbtoolkit.test.shop;

import java.util.Map;

import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.TableInUse;
import io.github.dynamodbtoolkit.test.AutoConfigureDynamoDbToolkit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a whole application, whose settings and client lead elsewhere.
 */
@SpringBootTest(properties = { "toolkit.dynamodb.endpoint=http://127.0.0.1:1",
		"toolkit.dynamodb.cache.endpoint=http://127.0.0.1:1", "toolkit.dynamodb.cache.region=us-west-2",
		"toolkit.dynamodb.initialize-schema=never", "toolkit.dynamodb.local.file=target/never-made.db" })
@AutoConfigureDynamoDbToolkit
class WholeShopTests {

	@Autowired
	private ApplicationContext context;

	@Test
	void isThere(@Autowired Newsletter newsletter, @Autowired Products products) {
		assertThat(newsletter).isNotNull();
		products.find("2");
		int loads = products.loads();
		products.find("2");
		assertThat(products.loads()).isEqualTo(loads).isPositive();
	}

	@Test
	void usesDynamoDbLocalWhateverItsSettingsSay(@Autowired TableClients tables) {
		this.context.getBean(Products.class).find("3");
		assertThat(tables.tables()).isNotEmpty()
			.extracting(TableInUse::name)
			.allSatisfy((name) -> assertThat(name).doesNotContain("127.0.0.1:1 ").doesNotEndWith("127.0.0.1:1"));
	}

	@Test
	void hasNoClientButThatOfDynamoDbLocal(@Autowired DynamoDbLocalServer server) {
		Map<String, DynamoDbClient> clients = this.context.getBeansOfType(DynamoDbClient.class);
		DynamoDbClient own = this.context.getBean("shopDynamoDbClient", DynamoDbClient.class);
		assertThat(clients.values()).containsOnly(own);
		assertThat(own.serviceClientConfiguration().endpointOverride()).contains(server.endpoint());
	}

}
