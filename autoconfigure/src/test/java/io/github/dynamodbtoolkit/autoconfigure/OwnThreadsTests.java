package io.github.dynamodbtoolkit.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.thread.Threading;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OwnThreads}.
 */
class OwnThreadsTests {

	private static final ThreadLocal<String> context = new ThreadLocal<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class, DynamoDbCacheAutoConfiguration.class,
						DynamoDbDedupeAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withUserConfiguration(Application.class)
		.withBean(DynamoDbClient.class, DynamoDbLocal::client, (client) -> client.setDestroyMethodName(""))
		.withPropertyValues("toolkit.dynamodb.warm-up=false", "spring.task.execution.simple.concurrency-limit=1",
				"spring.task.execution.simple.reject-tasks-when-limit-reached=true");

	private static Executor cache(ApplicationContext context) {
		return context.getBean("dynamoDbCacheThreads", OwnThreads.class).executor();
	}

	@Test
	void workMayWaitForOtherWork() {
		this.runner.run((context) -> {
			CompletableFuture<Thread> inner = CompletableFuture.supplyAsync(
					() -> CompletableFuture.supplyAsync(Thread::currentThread, cache(context)).join(), cache(context));
			assertThat(inner.get(30, TimeUnit.SECONDS).getName()).startsWith("dynamodb-cache-");
			assertThat(inner.get().isDaemon()).isTrue();
			Executor dedupe = context.getBean("dynamoDbDedupeThreads", OwnThreads.class).executor();
			assertThat(CompletableFuture.supplyAsync(Thread::currentThread, dedupe).get().getName())
				.startsWith("dynamodb-dedupe-");
		});
	}

	@Test
	void threadsAreVirtualWhereTheApplicationHasThem() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			Thread thread = CompletableFuture.supplyAsync(Thread::currentThread, cache(context)).get();
			assertThat(thread.toString().startsWith("VirtualThread"))
				.isEqualTo(Threading.VIRTUAL.isActive(context.getEnvironment()));
			assertThat(thread.getName()).startsWith("dynamodb-cache-");
		});
	}

	@Test
	void workIsDecoratedAsTheApplicationsIs() {
		this.runner.withBean(TaskDecorator.class, () -> OwnThreadsTests::withContext).run((spring) -> {
			context.set("of the caller");
			assertThat(CompletableFuture.supplyAsync(context::get, cache(spring)).get()).isEqualTo("of the caller");
		});
	}

	private static Runnable withContext(Runnable task) {
		String value = context.get();
		return () -> {
			context.set(value);
			task.run();
		};
	}

	@Test
	void areClosedWithTheContext() {
		Executor[] closed = new Executor[1];
		this.runner.run((context) -> closed[0] = cache(context));
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> closed[0].execute(() -> {
		}));
	}

	@Test
	void applicationKeepsItsExecutor() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(AsyncTaskExecutor.class)
			.hasBean("applicationTaskExecutor"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Application {

	}

}
