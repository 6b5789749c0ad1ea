package io.github.dynamodbtoolkit.spring.annotation;

import java.util.concurrent.FutureTask;

import io.github.dynamodbtoolkit.autoconfigure.DynamoDbDedupeAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbRateLimitAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitAutoConfiguration;
import io.github.dynamodbtoolkit.spring.dedupe.Idempotent;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimited;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is wrong with an annotation is found when its bean is made, not by the first who
 * calls the method. {@code FeatureFlagTests} has it for the flags'.
 */
class BrokenAnnotationsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
				DynamoDbDedupeAutoConfiguration.class, DynamoDbRateLimitAutoConfiguration.class))
		.withBean(DynamoDbClient.class, DynamoDbLocal::client, (client) -> client.setDestroyMethodName(""))
		.withPropertyValues("toolkit.dynamodb.warm-up=false");

	private void assertStopsTheStart(Class<?> bean, String message) {
		this.runner.withBean(bean)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalStateException.class)
				.hasMessage(message));
	}

	@Test
	void fallbackOfALimit() {
		assertStopsTheStart(WithoutFallback.class,
				"@RateLimited on " + WithoutFallback.class.getName()
						+ ".call: there is no fallback 'nothing'. Write a method of that name in the same class, with "
						+ "the same parameters, or these and a RateLimitExceededException, that returns int.");
		assertStopsTheStart(FallbackOfAnotherType.class,
				"@RateLimited on " + FallbackOfAnotherType.class.getName()
						+ ".call: there is no fallback 'explain'. Write a method of that name in the same class, with "
						+ "the same parameters, or these and a RateLimitExceededException, that returns int.");
		assertStopsTheStart(ItsOwnFallback.class,
				"@RateLimited on " + ItsOwnFallback.class.getName()
						+ ".call: there is no fallback 'call'. Write a method of that name in the same class, with "
						+ "the same parameters, or these and a RateLimitExceededException, that returns int.");
	}

	@Test
	void durationThatIsNone() {
		this.runner.withBean(KeptForWhat.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("@Idempotent on " + KeptForWhat.class.getName()
						+ ".call: keepResultFor 'long' is not a duration. Write for example 24h or PT24H."));
	}

	@Test
	void typeThatCannotBeMadeForOthers() {
		assertStopsTheStart(Unmakeable.class,
				"@Idempotent on " + Unmakeable.class.getName() + ".call cannot make a java.util.concurrent.FutureTask "
						+ "for those who wait for the result of another call. Return a CompletableFuture.");
	}

	@Test
	void methodsThatWouldShareTheirKeys() {
		assertStopsTheStart(Overloads.class, "@Idempotent on send(String) and send(int) of " + Overloads.class.getName()
				+ ": equal keys would be the same for both. Give one of them a name of its own.");
		this.runner.withBean(NamedOverloads.class).run((context) -> assertThat(context).hasNotFailed());
	}

	static class WithoutFallback {

		@RateLimited(resource = "once", fallback = "nothing")
		public int call(String user) {
			return 1;
		}

	}

	static class FallbackOfAnotherType {

		@RateLimited(resource = "once", fallback = "explain")
		int call(String user) {
			return 1;
		}

		String explain(String user) {
			return user;
		}

	}

	static class ItsOwnFallback {

		@RateLimited(resource = "once", fallback = "call")
		public int call() {
			return 1;
		}

	}

	static class KeptForWhat {

		@Idempotent(key = "#id", keepResultFor = "long")
		void call(String id) {
		}

	}

	static class Overloads {

		@Idempotent(key = "#id")
		void send(String id) {
		}

		@Idempotent(key = "#id")
		void send(int id) {
		}

	}

	static class NamedOverloads extends Overloads {

		@Override
		@Idempotent(key = "#id", name = "numbered")
		void send(int id) {
		}

		@Idempotent(key = "#id", name = "numbered")
		void cancel(int id) {
		}

	}

	static class Unmakeable {

		@Idempotent(key = "#id")
		public FutureTask<String> call(String id) {
			return new FutureTask<>(() -> id);
		}

	}

}
