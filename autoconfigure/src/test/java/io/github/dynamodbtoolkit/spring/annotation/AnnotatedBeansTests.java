package io.github.dynamodbtoolkit.spring.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbDedupeAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbRateLimitAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.FeatureFlagAutoConfiguration;
import io.github.dynamodbtoolkit.spring.dedupe.Idempotent;
import io.github.dynamodbtoolkit.spring.flags.FeatureDisabledException;
import io.github.dynamodbtoolkit.spring.flags.FeatureFlag;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitExceededException;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimited;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.NotEmpty;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What all annotations of methods have in common: which beans they can be on, and in
 * which order they come.
 */
class AnnotatedBeansTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
				DynamoDbDedupeAutoConfiguration.class, DynamoDbRateLimitAutoConfiguration.class,
				FeatureFlagAutoConfiguration.class, ValidationAutoConfiguration.class))
		.withBean(DynamoDbClient.class, DynamoDbLocal::client, (definition) -> definition.setDestroyMethodName(""))
		.withBean(Client.class, AnnotatedBeansTests::flags)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.newTable(), "toolkit.dynamodb.warm-up=false",
				"toolkit.dynamodb.rate-limit.resources.once.limit=1",
				"toolkit.dynamodb.rate-limit.resources.once.window=1h");

	/** All are off. */
	private static Client flags() {
		OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
		api.setProviderAndWait(new InMemoryProvider(Map.of()));
		return api.getClient();
	}

	private static void assertRefused(Runnable call) {
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(call::run);
	}

	@Test
	void methodsOfHttpInterfaces() {
		this.runner.withBean(Api.class, AnnotatedBeansTests::httpInterface).run((context) -> {
			Api api = context.getBean(Api.class);
			assertThat(api.limited("a")).isEqualTo("answer");
			assertRefused(() -> api.limited("a"));
			assertThat(api.withFallback("b")).isEqualTo("answer");
			assertThat(api.withFallback("b")).isEqualTo("instead of b");
			assertThat(api.once("c")).isEqualTo(api.once("c")).isEqualTo("answer");
			assertThatExceptionOfType(FeatureDisabledException.class).isThrownBy(() -> api.flagged("d"));
		});
	}

	private static Api httpInterface() {
		RestClient client = RestClient.builder()
			.baseUrl("http://api.example")
			.requestInterceptor(
					(request, body, execution) -> new MockClientHttpResponse("answer".getBytes(), HttpStatus.OK))
			.build();
		return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client)).build().createClient(Api.class);
	}

	@Test
	void methodsOfRepositories() {
		this.runner.withBean("repository", RepositoryFactory.class, () -> new RepositoryFactory(new Object()))
			.run((context) -> {
				Repository repository = context.getBean(Repository.class);
				assertThat(repository.find("a")).isEqualTo("query");
				assertRefused(() -> repository.find("a"));
				assertThat(repository.findOrElse("b")).isEqualTo("query");
				assertThat(repository.findOrElse("b")).isEqualTo("nothing for b");
			});
	}

	@Test
	void methodsOfProxiesThatAnswerThemselvesThoughTheyHaveATarget() {
		this.runner.withBean("repository", RepositoryFactory.class, () -> new RepositoryFactory(new StoredRepository()))
			.run((context) -> {
				Repository repository = context.getBean(Repository.class);
				assertThat(repository.find("a")).isEqualTo("query");
				assertRefused(() -> repository.find("a"));
				assertThat(((Advised) repository).getAdvisorCount()).isEqualTo(2);
			});
	}

	@Test
	void composedAnnotations() {
		this.runner.withBean(Composed.class).run((context) -> {
			Composed composed = context.getBean(Composed.class);
			composed.limited("composed");
			assertRefused(() -> composed.limited("composed"));
			assertThat(composed.once("composed")).isEqualTo(composed.once("composed"));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Final   | RateLimited | is final, and a proxy cannot intercept it. Leave final out.
			Private | Idempotent  | is private, and a proxy cannot intercept it. Make it public.
			Static  | FeatureFlag | is static, and a proxy cannot intercept it. Make it a method of the bean.
			""")
	void methodsThatNobodyCanInterceptAreExplained(String type, String annotation, String reason) throws Exception {
		Class<?> beanClass = Class.forName(getClass().getName() + "$" + type);
		this.runner.withBean(beanClass)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(
						"@" + annotation + " on " + beanClass.getName() + ".work has no effect: the method " + reason));
	}

	@Test
	void finalMethodOfAnInterfaceCanBeIntercepted() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("work", FinalOfInterface.class)
			.run((context) -> {
				Work work = context.getBean(Work.class);
				work.work("final");
				assertRefused(() -> work.work("final"));
			});
	}

	@Test
	void invalidCallTakesNoPermit() {
		this.runner.withBean(Valid.class).run((context) -> {
			Valid valid = context.getBean(Valid.class);
			assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> valid.work(""));
			assertThat(valid.work("valid")).isEqualTo("valid");
		});
	}

	@Test
	void flagThenIdempotentThenAllOthersThenLimit() {
		this.runner.withUserConfiguration(CachingConfiguration.class).run((context) -> {
			Advised proxy = (Advised) context.getBean(All.class);
			assertThat(proxy.getAdvisors()).extracting((advisor) -> advisor.getAdvice().getClass().getSimpleName())
				.containsExactly("FeatureFlagInterceptor", "IdempotentInterceptor",
						"AnnotationAsyncExecutionInterceptor", "CacheInterceptor", "MethodValidationInterceptor",
						"RateLimitedInterceptor");
		});
	}

	@Test
	void refusalOfAnAsynchronousMethodIsInWhatItReturns() {
		this.runner.withUserConfiguration(CachingConfiguration.class).run((context) -> {
			All all = context.getBean(All.class);
			assertThat(all.limitedLater("async").join()).isEqualTo("async");
			assertThat(all.limitedLater("async")).failsWithin(java.time.Duration.ofSeconds(30))
				.withThrowableThat()
				.withCauseInstanceOf(RateLimitExceededException.class);
		});
	}

	public interface Api {

		@GetExchange("/{id}")
		@RateLimited(resource = "once", key = "'http-' + #id")
		String limited(@PathVariable("id") String id);

		@GetExchange("/{id}")
		@RateLimited(resource = "once", key = "'http-' + #id", fallback = "instead")
		String withFallback(@PathVariable("id") String id);

		default String instead(String id) {
			return "instead of " + id;
		}

		@GetExchange("/{id}")
		@Idempotent(key = "#id")
		String once(@PathVariable("id") String id);

		@GetExchange("/{id}")
		@FeatureFlag("off")
		String flagged(@PathVariable("id") String id);

	}

	interface Repository {

		@RateLimited(resource = "once", key = "'repository-' + #id")
		String find(String id);

		@RateLimited(resource = "once", key = "'repository-' + #id", fallback = "nothing")
		String findOrElse(String id);

		default String nothing(String id) {
			return "nothing for " + id;
		}

	}

	static class StoredRepository implements Repository {

		@Override
		public String find(String id) {
			throw new AssertionError("The interceptor answers");
		}

		@Override
		public String findOrElse(String id) {
			throw new AssertionError("The interceptor answers");
		}

	}

	/**
	 * Makes proxies as Spring Data does: with a target, and an interceptor that answers.
	 */
	static class RepositoryFactory implements FactoryBean<Repository> {

		private final Object target;

		RepositoryFactory(Object target) {
			this.target = target;
		}

		@Override
		public Repository getObject() {
			ProxyFactory factory = new ProxyFactory();
			factory.setTarget(this.target);
			factory.setInterfaces(Repository.class);
			factory.addAdvice((MethodInterceptor) (invocation) -> invocation.getMethod().isDefault()
					? java.lang.reflect.InvocationHandler.invokeDefault(
							((org.springframework.aop.ProxyMethodInvocation) invocation).getProxy(),
							invocation.getMethod(), invocation.getArguments())
					: "query");
			return (Repository) factory.getProxy();
		}

		@Override
		public Class<?> getObjectType() {
			return Repository.class;
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@RateLimited(resource = "once")
	@interface Once {

		@AliasFor(annotation = RateLimited.class, attribute = "key")
		String value();

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@Idempotent(key = "#id", keepResultFor = "1h")
	@interface OnceAnHour {

	}

	static class Composed {

		private final AtomicInteger calls = new AtomicInteger();

		@Once("#id")
		public void limited(String id) {
		}

		@OnceAnHour
		public int once(String id) {
			return this.calls.incrementAndGet();
		}

	}

	static class Final {

		@RateLimited(resource = "once")
		public final String work(String id) {
			return id;
		}

	}

	static class Private {

		@Idempotent(key = "#id")
		@SuppressWarnings("unused")
		private String work(String id) {
			return id;
		}

	}

	static class Static {

		@FeatureFlag("off")
		public static String work(String id) {
			return id;
		}

	}

	interface Work {

		String work(String id);

	}

	static class FinalOfInterface implements Work {

		@Override
		@RateLimited(resource = "once", key = "#id")
		public final String work(String id) {
			return id;
		}

	}

	@Validated
	static class Valid {

		@RateLimited(resource = "once", key = "'valid'")
		public String work(@NotEmpty String id) {
			return id;
		}

	}

	@Validated
	static class All {

		@FeatureFlag("off")
		@Idempotent(key = "#id")
		@Async
		@Cacheable("all")
		@RateLimited(resource = "once", key = "#id")
		public CompletableFuture<String> all(@NotEmpty String id) {
			return CompletableFuture.completedFuture(id);
		}

		@Async
		@RateLimited(resource = "once", key = "#id")
		public CompletableFuture<String> limitedLater(String id) {
			return CompletableFuture.completedFuture(id);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@EnableAsync
	static class CachingConfiguration {

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		All all() {
			return new All();
		}

	}

}
