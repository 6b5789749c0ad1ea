package io.github.dynamodbtoolkit.spring.flags;

import java.security.Principal;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ThreadLocalTransactionContextPropagator;
import dev.openfeature.sdk.providers.memory.ContextEvaluator;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbDedupeAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.FeatureFlagAutoConfiguration;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.spring.dedupe.Idempotent;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Methods of beans and controllers that are there only while a flag is on.
 */
@ExtendWith(OutputCaptureExtension.class)
class FeatureFlagTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FeatureFlagAutoConfiguration.class))
		.withBean(Client.class, this.api::getClient)
		.withBean(Checkout.class);

	private final WebApplicationContextRunner web = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FeatureFlagAutoConfiguration.class, WebMvcAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class))
		.withBean(Client.class, this.api::getClient)
		.withBean(CheckoutController.class);

	@BeforeEach
	void turnOff() {
		set("checkout", (flag, context) -> false);
	}

	private void turnOn() {
		set("checkout", (flag, context) -> true);
	}

	private void turnOnFor(String user) {
		set("checkout", (flag, context) -> user.equals(context.getTargetingKey()));
	}

	private void set(String key, ContextEvaluator<Boolean> evaluator) {
		Flag<Boolean> flag = Flag.<Boolean>builder()
			.variant("on", true)
			.variant("off", false)
			.defaultVariant("off")
			.contextEvaluator(evaluator)
			.build();
		this.api.setProviderAndWait(new InMemoryProvider(Map.of(key, flag)));
	}

	@AfterEach
	void shutDown() {
		this.api.shutdown();
	}

	@Test
	void methodIsCalledOnlyWhileItsFlagIsOn() {
		this.runner.run((context) -> {
			Checkout checkout = context.getBean(Checkout.class);
			assertThatExceptionOfType(FeatureDisabledException.class).isThrownBy(() -> checkout.pay("ann"))
				.withMessage("Feature 'checkout' is off.")
				.returns("checkout", FeatureDisabledException::getKey);
			turnOn();
			assertThat(checkout.pay("ann")).isEqualTo("ann paid");
			turnOff();
			assertThatExceptionOfType(FeatureDisabledException.class).isThrownBy(() -> checkout.pay("ann"));
		});
	}

	@Test
	void fallbackIsCalledWithTheSameArgumentsAndTheReason() {
		this.runner.run((context) -> {
			Checkout checkout = context.getBean(Checkout.class);
			assertThat(checkout.ship("ann", 7)).isEqualTo("7 to ann, by mail");
			assertThat(checkout.pack("ann")).isEqualTo("ann: Feature 'checkout' is off.");
			assertThatIllegalStateException().isThrownBy(checkout::refuse).withMessage("not refused");
			turnOn();
			assertThat(checkout.ship("ann", 7)).isEqualTo("7 to ann, by drone");
		});
	}

	@Test
	void annotationOfAClassHoldsForMethodsWithoutTheirOwn() {
		this.runner.withBean(Drone.class).run((context) -> {
			Drone drone = context.getBean(Drone.class);
			assertThat(drone.fly()).isEqualTo("grounded");
			assertThatExceptionOfType(FeatureDisabledException.class).isThrownBy(drone::land)
				.withMessageContaining("absent");
			assertThat(drone.toString()).isEqualTo("a drone");
			assertThat(drone).hasSameHashCodeAs(drone).isEqualTo(drone);
			turnOn();
			assertThat(drone.fly()).isEqualTo("flying");
			assertThatExceptionOfType(FeatureDisabledException.class).isThrownBy(drone::land);
		});
	}

	@Test
	void fallbackThatDoesNotExistStopsTheStart() {
		this.runner.withBean(Misspelt.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("@FeatureFlag on " + Misspelt.class.getName() + ".pay: there is no fallback 'payCash'. "
						+ "Write a method of that name in the same class, with the same parameters, or these and a "
						+ "FeatureDisabledException, that returns java.lang.String."));
		this.runner.withBean(WrongType.class)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("that returns int."));
	}

	@Test
	void whatIsSwitchedOffCostsNoRequest() {
		AtomicInteger requests = new AtomicInteger();
		this.runner
			.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
					DynamoDbDedupeAutoConfiguration.class))
			.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName())
			.withBean(DynamoDbClient.class, DynamoDbLocal::client, (definition) -> definition.setDestroyMethodName(""))
			.withBean(ToolkitMetrics.class, () -> new ToolkitMetrics() {
				@Override
				public void tableCalled(TableCall call) {
					requests.incrementAndGet();
				}
			})
			.run((context) -> {
				Checkout checkout = context.getBean(Checkout.class);
				turnOn();
				checkout.payOnce("order-1");
				assertThat(requests.getAndSet(0)).isPositive();
				turnOff();
				assertThatExceptionOfType(FeatureDisabledException.class).isThrownBy(() -> checkout.payOnce("order-1"));
				assertThat(requests).hasValue(0);
			});
	}

	@Test
	void evaluatesForTheContextOfTheApplication() {
		turnOnFor("bob");
		this.runner.withBean(EvaluationContextSource.class, () -> () -> new ImmutableContext("bob"))
			.run((context) -> assertThat(context.getBean(Checkout.class).pay("bob")).isEqualTo("bob paid"));
	}

	@Test
	void evaluatesForTheTransactionsContextElseForAnonymous() {
		this.runner.run((context) -> {
			FeatureGate gate = new FeatureGate(this.api.getClient(),
					new CallerContext(this.api, this.api.getClient(), () -> null));
			turnOnFor("anonymous");
			assertThat(gate.isOn("checkout")).isTrue();
			turnOnFor("bob");
			assertThat(gate.isOn("checkout")).isFalse();
			this.api.setTransactionContextPropagator(new ThreadLocalTransactionContextPropagator());
			this.api.setTransactionContext(new ImmutableContext("bob"));
			assertThat(gate.isOn("checkout")).isTrue();
			this.api.setTransactionContext(new ImmutableContext());
			assertThat(gate.isOn("checkout")).isFalse();
			this.api.setEvaluationContext(new ImmutableContext("bob"));
			assertThat(gate.isOn("checkout")).isTrue();
		});
	}

	@Test
	void anonymousCallersAreSoByName() {
		EvaluationContext anonymous = new CallerContext(this.api, this.api.getClient(), () -> "").current();
		assertThat(anonymous.getTargetingKey()).isEqualTo("anonymous");
		assertThat(anonymous.getValue("anonymous").asBoolean()).isTrue();
	}

	@Test
	void controllerAnswersNotFoundWithoutNamingTheFlag() {
		this.web.run((context) -> {
			MockMvcTester http = MockMvcTester.from(context);
			MvcTestResult off = http.get().uri("/checkout").exchange();
			assertThat(off).hasStatus(404).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
			assertThat(off).bodyJson().extractingPath("$.instance").isEqualTo("/checkout");
			assertThat(off).bodyText().doesNotContain("flag", "eature", "is off");
			assertThat(http.get().uri("/checkout/old")).hasStatusOk().hasBodyTextEqualTo("old");
			turnOn();
			assertThat(http.get().uri("/checkout")).hasStatusOk().hasBodyTextEqualTo("new");
		});
	}

	@Test
	void controllerIsThereForTheUserOfTheRequest() {
		turnOnFor("bob");
		this.web.run((context) -> {
			Principal bob = () -> "bob";
			MockMvcTester http = MockMvcTester.from(context);
			assertThat(http.get().uri("/checkout").principal(bob)).hasStatusOk();
			assertThat(http.get().uri("/checkout").principal(() -> "ann")).hasStatus(404);
			assertThat(http.get().uri("/checkout")).hasStatus(404);
		});
	}

	private ApplicationContextRunner withClients(String one, String other) {
		Client empty = OpenFeatureAPI.createIsolated().getClient();
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FeatureFlagAutoConfiguration.class))
			.withBean(one, Client.class, () -> empty)
			.withBean(other, Client.class, this.api::getClient);
	}

	@Test
	void ofSeveralClientsThePrimaryOrTheToolkitsOwnCounts() {
		turnOn();
		withClients("one", "other").withBean(Checkout.class)
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor((beanFactory) -> beanFactory.getBeanDefinition("other").setPrimary(true)))
			.run((context) -> assertThat(context.getBean(Checkout.class).pay("ann")).isEqualTo("ann paid"));
		withClients("one", "openFeatureClient").withBean(Checkout.class)
			.run((context) -> assertThat(context.getBean(Checkout.class).pay("ann")).isEqualTo("ann paid"));
	}

	@Test
	void severalClientsOfWhichNoneCountsStopTheStartOfWhoeverHasSuchMethods(CapturedOutput output) {
		withClients("one", "other").run((context) -> assertThat(context).hasNotFailed());
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(TwoClients.class).web(WebApplicationType.NONE).run())
			.withRootCauseInstanceOf(NoUniqueBeanDefinitionException.class);
		assertThat(output).contains("method featureGate in " + FeatureFlagAutoConfiguration.class.getName())
			.contains("required a single bean, but 2 were found")
			.contains("Consider marking one of the beans as @Primary");
	}

	@Test
	void clientIsLookedUpOnce() {
		AtomicInteger made = new AtomicInteger();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FeatureFlagAutoConfiguration.class))
			.withBean(Checkout.class)
			.withBean(Client.class, () -> {
				made.incrementAndGet();
				return this.api.getClient();
			}, (definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE))
			.run((context) -> {
				int atStart = made.get();
				context.getBean(Checkout.class).ship("ann", 7);
				context.getBean(Checkout.class).ship("ann", 7);
				assertThat(made).hasValue(atStart);
			});
	}

	@Test
	void isOffWhereNothingProvidesFlags() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FeatureFlagAutoConfiguration.class))
			.withBean(Checkout.class)
			.run((context) -> assertThatExceptionOfType(FeatureDisabledException.class)
				.isThrownBy(() -> context.getBean(Checkout.class).pay("ann")));
	}

	@Test
	void isNotSilentlyOnWithoutOpenFeature() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FeatureFlagAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("dev.openfeature"))
			.withBean(InOtherClassLoader.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("Add dev.openfeature:sdk"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(FeatureFlagAutoConfiguration.class)
	@Import(Checkout.class)
	static class TwoClients {

		@Bean
		Client one() {
			return OpenFeatureAPI.createIsolated().getClient();
		}

		@Bean
		Client other() {
			return OpenFeatureAPI.createIsolated().getClient();
		}

	}

	static class Checkout {

		@FeatureFlag("checkout")
		public String pay(String user) {
			return user + " paid";
		}

		@FeatureFlag("checkout")
		@Idempotent(key = "#order")
		public String payOnce(String order) {
			return order + " paid";
		}

		@FeatureFlag(value = "checkout", fallback = "mail")
		public String ship(String user, int parcels) {
			return parcels + " to " + user + ", by drone";
		}

		private String mail(String user, int parcels) {
			return parcels + " to " + user + ", by mail";
		}

		@FeatureFlag(value = "checkout", fallback = "explain")
		public String pack(String user) {
			return "packed";
		}

		String explain(String user, FeatureDisabledException reason) {
			return user + ": " + reason.getMessage();
		}

		@FeatureFlag(value = "checkout", fallback = "doNotRefuse")
		public void refuse() {
		}

		void doNotRefuse() {
			throw new IllegalStateException("not refused");
		}

	}

	/** Its proxy is. */
	public static class InOtherClassLoader {

		@FeatureFlag("checkout")
		public String pay() {
			return "paid";
		}

	}

	@FeatureFlag(value = "checkout", fallback = "stay")
	static class Drone {

		public String fly() {
			return "flying";
		}

		public String stay() {
			return "grounded";
		}

		@FeatureFlag("absent")
		public String land() {
			return "landed";
		}

		@Override
		public String toString() {
			return "a drone";
		}

	}

	static class Misspelt {

		@FeatureFlag(value = "checkout", fallback = "payCash")
		public String pay() {
			return "paid";
		}

	}

	static class WrongType {

		@FeatureFlag(value = "checkout", fallback = "no")
		public int pay() {
			return 1;
		}

		String no() {
			return "no";
		}

	}

	@RestController
	static class CheckoutController {

		@GetMapping("/checkout")
		@FeatureFlag("checkout")
		String checkout() {
			return "new";
		}

		@GetMapping("/checkout/old")
		@FeatureFlag(value = "checkout", fallback = "old")
		String either() {
			return "new";
		}

		String old() {
			return "old";
		}

	}

}
