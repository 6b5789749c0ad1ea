package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Attempts and time-outs of each call are those of its kind, whatever the SDK's client is
 * configured to.
 */
@Tag("contract")
@ParameterizedClass
@EnumSource(ClientOrigin.class)
class TimeBudgetTests {

	/** For threads that have to wait for a processor. */
	private static final Duration MARGIN = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/**
	 * The default budgets with so many times their time that a busy machine does not
	 * exceed them; but for {@link CallKind#BULK}, which takes long enough.
	 */
	private static final CallBudgets budgets = CallBudgets.of(Stream.of(CallKind.values())
		.collect(Collectors.toMap(Function.identity(), (kind) -> patient(kind.defaultBudget()))));

	private static CallBudget patient(CallBudget budget) {
		long times = 1 + PATIENCE.dividedBy(budget.attemptTimeout());
		return budget.attempts() < 5 ? new CallBudget(budget.attempts(), budget.attemptTimeout().multipliedBy(times),
				budget.timeout().multipliedBy(times)) : CallBudget.ofMillis(budget.attempts(), 1000, 7000);
	}

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final ClientOrigin origin;

	TimeBudgetTests(ClientOrigin origin) {
		this.origin = origin;
	}

	/** The first calls of a process take longer than any budget. */
	@BeforeAll
	static void warmUp() {
		dynamoDb.table().warmUp();
		FaultyHttpClient http = new FaultyHttpClient();
		http.always(Fault.internalError());
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> read(dynamoDb.table(http), CallKind.BULK));
		http.always(Fault.blackHole());
		TableClient table = TableClient.on(DynamoDbLocal.client(http), dynamoDb.settings().withBudgets(budgets));
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> read(table, CallKind.DECISION));
	}

	@ParameterizedTest
	@EnumSource(CallKind.class)
	void triesAsOftenAsTheKindPermitsWhileDynamoDbFails(CallKind kind) {
		Trial trial = Trial.of(this.origin, kind, Fault.internalError());
		assertThat(trial.exception).isInstanceOf(TableUnavailableException.class);
		assertThat(trial.outcome).isEqualTo(Outcome.UNAVAILABLE);
		trial.assertKeepsTo(kind.defaultBudget());
	}

	@ParameterizedTest
	@EnumSource(CallKind.class)
	void triesAsOftenAsTheKindPermitsWhileThrottled(CallKind kind) {
		Trial trial = Trial.of(this.origin, kind, Fault.throttled());
		assertThat(trial.exception).isInstanceOf(TableUnavailableException.class);
		assertThat(trial.outcome).isEqualTo(Outcome.THROTTLED);
		trial.assertKeepsTo(kind.defaultBudget());
	}

	@Test
	void endsInTimeWhenNothingComesBack() {
		Map<CallKind, CompletableFuture<Trial>> trials = new LinkedHashMap<>();
		for (CallKind kind : CallKind.values()) {
			trials.put(kind, CompletableFuture.supplyAsync(() -> Trial.of(this.origin, kind, Fault.blackHole()),
					(task) -> new Thread(task).start()));
		}
		trials.forEach((kind, future) -> {
			Trial trial = future.join();
			assertThat(trial.exception).isInstanceOf(TableUnavailableException.class)
				.hasMessageContaining("had no answer within " + DurationText.of(budgets.of(kind).timeout()));
			assertThat(trial.outcome).isEqualTo(Outcome.TIMED_OUT);
			trial.assertKeepsTo(budgets.of(kind));
		});
	}

	@Test
	void givesUpAnAttemptThatTakesTooLongAndTriesAgain() {
		TableClient table = TableClient.on(this.origin.client(this.http), dynamoDb.settings().withBudgets(budgets));
		this.http.once("GetItem", Fault.blackHole());
		assertThat(read(table, CallKind.LOOKUP)).isNull();
		assertThat(this.http.attempts()).isEqualTo(2);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("configurations")
	void holdsWhateverTheClientIsConfiguredTo(String name, ClientOverrideConfiguration configuration) {
		TableClient table = table(client(configuration));
		this.http.always(Fault.internalError());
		assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(table, CallKind.LEASE));
		assertThat(this.http.attempts()).isEqualTo(3);
		this.http.forget();
		this.http.always(Fault.delayed(Duration.ofMillis(150)));
		assertThat(read(table, CallKind.LEASE)).isNull();
		assertThat(this.http.attempts()).isEqualTo(1);
	}

	@SuppressWarnings("deprecation")
	static Stream<Object[]> configurations() {
		return Stream.of(row("defaults", ClientOverrideConfiguration.builder()),
				row("no retries", ClientOverrideConfiguration.builder().retryStrategy(AwsRetryStrategy.doNotRetry())),
				row("nine attempts",
						ClientOverrideConfiguration.builder().retryStrategy((retry) -> retry.maxAttempts(9))),
				row("legacy mode", ClientOverrideConfiguration.builder().retryStrategy(RetryMode.LEGACY)),
				row("adaptive mode", ClientOverrideConfiguration.builder().retryStrategy(RetryMode.ADAPTIVE_V2)),
				row("deprecated policy", ClientOverrideConfiguration.builder().retryPolicy(RetryPolicy.none())),
				row("shorter time-outs",
						ClientOverrideConfiguration.builder()
							.apiCallAttemptTimeout(Duration.ofMillis(20))
							.apiCallTimeout(Duration.ofMillis(50))),
				row("longer time-outs",
						ClientOverrideConfiguration.builder()
							.apiCallAttemptTimeout(Duration.ofMinutes(1))
							.apiCallTimeout(Duration.ofMinutes(2))));
	}

	private static Object[] row(String name, ClientOverrideConfiguration.Builder configuration) {
		return new Object[] { name, configuration.build() };
	}

	@ParameterizedTest
	@MethodSource("environments")
	void holdsWhateverTheEnvironmentSaysAboutRetries(String property, String value) {
		System.setProperty(property, value);
		try {
			TableClient table = table(client(ClientOverrideConfiguration.builder().build()));
			this.http.always(Fault.internalError());
			assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(table, CallKind.BULK));
			assertThat(this.http.attempts()).isEqualTo(5);
			this.http.always(Fault.throttled());
			this.http.forget();
			assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(table, CallKind.BULK));
			assertThat(this.http.attempts()).isEqualTo(5);
		}
		finally {
			System.clearProperty(property);
		}
	}

	static Object[][] environments() {
		return new Object[][] { { "aws.newRetries2026", "true" }, { "aws.maxAttempts", "1" },
				{ "aws.retryMode", "legacy" } };
	}

	@Test
	void leavesTheUsersOwnCallsAsConfigured() {
		DynamoDbClient client = client(ClientOverrideConfiguration.builder()
			.retryStrategy((retry) -> retry.maxAttempts(4).backoffStrategy(BackoffStrategy.retryImmediately()))
			.build());
		TableClient table = table(client);
		this.http.always(Fault.internalError());
		assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(table, CallKind.DECISION));
		assertThat(this.http.attempts()).isEqualTo(1);
		assertThatExceptionOfType(SdkServiceException.class).isThrownBy(client::listTables);
		assertThat(this.http.attempts()).isEqualTo(1 + 4);
	}

	@Test
	void keepsTheClientsInterceptorsAndHeaders() {
		List<String> intercepted = new ArrayList<>();
		DynamoDbClient client = client(ClientOverrideConfiguration.builder()
			.putHeader("X-Configured", "a")
			.addExecutionInterceptor(new HeaderInterceptor(intercepted))
			.build());
		read(table(client), CallKind.LOOKUP);
		Attempt attempt = this.http.journal().get(0);
		assertThat(intercepted).containsExactly("GetItem");
		assertThat(attempt.header("X-Configured")).containsExactly("a");
		assertThat(attempt.header("X-Intercepted")).containsExactly("b");
	}

	/** The SDK's own quota would end retries after a while. */
	@Test
	void triesAsOftenAsEverAfterALongOutage() {
		MutableTimeSource time = new MutableTimeSource();
		TableClient table = TableClient.on(this.origin.client(this.http), dynamoDb.settings().withTime(time));
		this.http.always(Fault.internalError());
		for (int i = 0; i < 60; i++) {
			time.advance(Duration.ofSeconds(2));
			assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(table, CallKind.LEASE));
		}
		assertThat(this.http.attempts()).isEqualTo(60 * 3);
	}

	private DynamoDbClient client(ClientOverrideConfiguration configuration) {
		return this.origin.builder(this.http).overrideConfiguration(configuration).build();
	}

	private static TableClient table(DynamoDbClient client) {
		return TableClient.on(client, dynamoDb.settings());
	}

	private static Item read(TableClient table, CallKind kind) {
		return table.get(table.keys().tag("none"), Consistency.EVENTUAL, kind);
	}

	/** One call of one kind, and what came of it. */
	private record Trial(RuntimeException exception, Outcome outcome, Duration duration, int attempts) {

		/** The first call of a client is slower than the others, and not looked at. */
		static Trial of(ClientOrigin origin, CallKind kind, Fault fault) {
			FaultyHttpClient http = new FaultyHttpClient();
			RecordingMetrics metrics = new RecordingMetrics();
			TableClient table = TableClient.on(origin.client(http),
					dynamoDb.settings().withBudgets(budgets).withMetrics(metrics));
			read(table, CallKind.BULK);
			http.forget();
			metrics.reset();
			http.always(fault);
			try {
				read(table, kind);
				throw new AssertionError("The call succeeded");
			}
			catch (RuntimeException ex) {
				return new Trial(ex, metrics.onlyCall().outcome(), metrics.onlyCall().duration(), http.attempts());
			}
		}

		void assertKeepsTo(CallBudget budget) {
			assertThat(this.attempts).isEqualTo(budget.attempts());
			assertThat(this.duration).isLessThanOrEqualTo(budget.timeout().plus(MARGIN));
		}

	}

	private record HeaderInterceptor(List<String> intercepted) implements ExecutionInterceptor {

		@Override
		public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
			this.intercepted.add(context.request().getClass().getSimpleName().replace("Request", ""));
			return context.httpRequest().copy((request) -> request.putHeader("X-Intercepted", "b"));
		}

	}

}
