package io.github.dynamodbtoolkit.table;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What becomes of the SDK's exceptions: their types, messages and outcomes, and what the
 * circuit breaker makes of them.
 */
@Tag("contract")
@ParameterizedClass
@EnumSource(ClientOrigin.class)
class FailureTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final RecordingMetrics metrics = new RecordingMetrics();

	private final MutableTimeSource time = new MutableTimeSource();

	private final String tableName = dynamoDb.tableName();

	private final TableClient table;

	FailureTests(ClientOrigin origin) {
		this.table = TableClient.on(origin.client(this.http),
				dynamoDb.settings().withMetrics(this.metrics).withTime(this.time));
	}

	/** Nothing that a test interrupted may strike the next. */
	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@ParameterizedTest
	@CsvSource({ "400, ProvisionedThroughputExceededException", "400, ThrottlingException",
			"400, RequestLimitExceeded" })
	void throttlingIsUnavailabilityAndRetried(int status, String code) {
		this.http.always(Fault.error(status, code));
		TableException exception = failRead();
		assertThat(exception).isInstanceOf(TableUnavailableException.class)
			.hasMessage("DynamoDB table \"" + this.tableName
					+ "\": GetItem was throttled. Check the table's capacity and whether one key is hot.");
		assertThat(this.metrics.onlyCall().outcome()).isEqualTo(Outcome.THROTTLED);
		assertThat(this.http.attempts()).isEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource({ "500, InternalServerError", "503, ServiceUnavailable", "502, BadGateway" })
	void anErrorOfTheServerIsUnavailabilityAndRetried(int status, String code) {
		this.http.always(Fault.error(status, code));
		TableException exception = failRead();
		assertThat(exception).isInstanceOf(TableUnavailableException.class)
			.hasMessage("DynamoDB table \"" + this.tableName + "\": GetItem failed: " + code
					+ ": injected. Check region, endpoint, credentials and network.");
		assertThat(this.metrics.onlyCall().outcome()).isEqualTo(Outcome.UNAVAILABLE);
		assertThat(this.http.attempts()).isEqualTo(3);
	}

	static Stream<Fault> brokenConnections() {
		return Stream.of(Fault.unreachable(), Fault.closedAfterwards(), Fault.resetAfterwards(),
				Fault.truncatedAfterwards(), Fault.garbage(), FailureTests::gatewayError);
	}

	private static HttpExecuteResponse gatewayError(Attempt attempt) {
		return Fault.response(403, "text/html", "<html><body>Not from here</body></html>");
	}

	@Test
	void anAnswerThatIsNotDynamoDbsIsSaidToBeSo() {
		this.http.always(FailureTests::gatewayError);
		assertThat(failRead()).hasMessageContaining(
				"GetItem failed: the answer with HTTP status 403 is not one of DynamoDB's. Check region, endpoint");
	}

	@ParameterizedTest
	@MethodSource("brokenConnections")
	void aBrokenConnectionIsUnavailabilityAndRetried(Fault fault) {
		this.http.always(fault);
		TableException exception = failRead();
		assertThat(exception).isInstanceOf(TableUnavailableException.class)
			.hasMessageStartingWith("DynamoDB table \"" + this.tableName + "\": GetItem failed: ")
			.hasMessageEndingWith(" Check region, endpoint, credentials and network.");
		assertThat(exception.getCause()).isNotNull();
		assertThat(this.metrics.onlyCall().outcome()).isEqualTo(Outcome.UNAVAILABLE);
		assertThat(this.http.attempts()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TransactionConflictException", "ReplicatedWriteConflictException" })
	void aConflictWithOtherWritesIsRetried(String code) {
		this.http.once("GetItem", Fault.error(400, code));
		assertThat(read()).isNull();
		assertThat(this.http.attempts()).isEqualTo(2);
		this.http.always(Fault.error(400, code));
		assertThat(failRead()).isInstanceOf(TableUnavailableException.class)
			.hasMessage("DynamoDB table \"" + this.tableName
					+ "\": GetItem met other writes of the same item at every attempt. Try again.");
	}

	@Test
	void missingPermissionIsNamedAndNotRetried() {
		this.http.always(Fault.error(400, "AccessDeniedException"));
		TableException exception = failRead();
		assertThat(exception).isExactlyInstanceOf(TableException.class)
			.hasMessage(
					"DynamoDB table \"" + this.tableName + "\": GetItem was rejected: AccessDeniedException: injected. "
							+ "Allow dynamodb:GetItem on this table in the policy of these credentials.");
		assertThat(exception.getTableName()).isEqualTo(this.tableName);
		assertThat(this.metrics.onlyCall().outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(this.http.attempts()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
							400 | AccessDeniedException | is not permitted. Allow dynamodb:GetItem on this table in the policy of these credentials.
					400 | ExpiredTokenException | was rejected with ExpiredTokenException. Check the credentials, their policy, and the clock of this machine.
					500 | InternalServerError   | failed with InternalServerError. Check region, endpoint, credentials and network.
					400 | ThrottlingException   | was throttled. Check the table's capacity and whether one key is hot.
					""")
	void theSummaryRepeatsNothingThatDynamoDbHasSaid(int status, String code, String summary) {
		this.http.always(Fault.error(status, code));
		assertThat(failRead().getSummary()).isEqualTo("DynamoDB table \"" + this.tableName + "\": GetItem " + summary)
			.doesNotContain("injected");
	}

	@Test
	void theSummaryOfABrokenConnectionNamesNoHost() {
		this.http.always((attempt) -> {
			throw new SocketException("Connection to 10.0.0.7 refused");
		});
		assertThat(failRead().getSummary()).isEqualTo("DynamoDB table \"" + this.tableName
				+ "\": GetItem failed. Check region, endpoint, credentials and network.");
	}

	@Test
	void missingCredentialsAreNamed() {
		AwsCredentialsProvider none = AwsCredentialsProviderChain.of(EnvironmentVariableCredentialsProvider.create());
		TableClient table = TableClient.on(DynamoDbLocal.clientBuilder().credentialsProvider(none).build(),
				dynamoDb.settings());
		TableException exception = catchThrowableOfType(TableException.class,
				() -> table.get(table.keys().tag("a"), Consistency.STRONG, CallKind.START));
		assertThat(exception).isInstanceOf(TableUnavailableException.class)
			.hasMessageEndingWith(" There are no credentials: give this process a role, a profile, or environment "
					+ "variables such as AWS_ACCESS_KEY_ID.");
		assertThat(exception.getSummary()).isEqualTo("DynamoDB table \"" + this.tableName
				+ "\": GetItem failed. There are no credentials: give this process a role, a profile, or environment "
				+ "variables such as AWS_ACCESS_KEY_ID.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ExpiredTokenException", "UnrecognizedClientException", "InvalidSignatureException" })
	void badCredentialsAreNamedAndNotRetried(String code) {
		this.http.always(Fault.error(400, code));
		assertThat(failRead()).isExactlyInstanceOf(TableException.class)
			.hasMessageContaining("\"" + this.tableName + "\": GetItem was rejected: " + code)
			.hasMessageEndingWith("Check the credentials, their policy, and the clock of this machine.");
		assertThat(this.http.attempts()).isEqualTo(1);
	}

	@Test
	void aRequestThatDoesNotFitTheTableSaysHowToFindOutWhy() {
		this.http.always(Fault.error(400, "ValidationException"));
		assertThat(failRead()).isExactlyInstanceOf(TableException.class)
			.hasMessageContaining("toolkit.dynamodb.initialize-schema=validate");
		assertThat(this.http.attempts()).isEqualTo(1);
	}

	@Test
	void aMissingTableHasItsOwnSentence() {
		TableClient missing = TableClient.on(DynamoDbLocal.client(), DynamoDbLocal.settings("missing"));
		assertThatExceptionOfType(TableNotFoundException.class)
			.isThrownBy(() -> missing.get(missing.keys().tag("a"), Consistency.STRONG, CallKind.START))
			.withMessageStartingWith("DynamoDB table \"missing\" was not found. Create the table using your "
					+ "infrastructure before using DynamoDB stores")
			.withMessageContaining("toolkit.dynamodb.initialize-schema=create")
			.satisfies((exception) -> assertThat(exception.getTableName()).isEqualTo("missing"));
	}

	static Stream<Fault> failures() {
		return Stream.of(Fault.throttled(), Fault.internalError(), Fault.unreachable(), Fault.garbage());
	}

	@ParameterizedTest
	@MethodSource("failures")
	void fiveFailuresInARowOpenTheBreakerUntilACallSucceeds(Fault fault) {
		this.http.always(fault);
		failDecisions(5);
		assertThat(this.http.attempts()).isEqualTo(5);
		failDecisions(20);
		assertThat(this.http.attempts()).isEqualTo(5);
		this.time.advance(Duration.ofMillis(1001));
		failDecisions(20);
		assertThat(this.http.attempts()).isEqualTo(6);
		this.http.heal();
		this.time.advance(Duration.ofMillis(1001));
		read();
		read();
		assertThat(this.http.attempts()).isEqualTo(8);
	}

	@Test
	void aCallThatIsNotSentSaysSo() {
		this.http.always(Fault.internalError());
		failDecisions(5);
		this.metrics.reset();
		assertThat(failRead()).isInstanceOf(TableUnavailableException.class)
			.hasMessage("DynamoDB table \"" + this.tableName + "\": GetItem was not sent, because the last calls "
					+ "failed; it is tried again once per second.");
		assertThat(this.metrics.onlyCall().outcome()).isEqualTo(Outcome.NOT_ATTEMPTED);
		assertThat(this.metrics.onlyCall().duration()).isZero();
	}

	static Stream<Fault> answers() {
		return Stream.of(Fault.error(400, "ConditionalCheckFailedException"), Fault.error(400, "AccessDeniedException"),
				Fault.error(400, "ResourceNotFoundException"), Fault.error(400, "ValidationException"));
	}

	@ParameterizedTest
	@MethodSource("answers")
	void answersThatRefuseDoNotOpenTheBreaker(Fault fault) {
		this.http.always(fault);
		Expression condition = Expression.of("attribute_not_exists(#pk)");
		for (int i = 0; i < 20; i++) {
			try {
				this.table.put(Item.of(this.table.keys().tag("a")).build(), condition, CallKind.DECISION);
			}
			catch (TableException ex) {
				assertThat(ex).isNotInstanceOf(TableUnavailableException.class);
			}
		}
		assertThat(this.http.attempts()).isEqualTo(20);
	}

	@Test
	void eachStoreHasABreakerOfItsOwn() {
		TableClient cache = this.table.forStore("cache");
		this.http.always(Fault.internalError());
		failDecisions(5);
		this.http.heal();
		this.http.forget();
		assertThat(cache.get(cache.keys().tag("a"), Consistency.EVENTUAL, CallKind.DECISION)).isNull();
		failDecisions(1);
		assertThat(this.http.attempts()).isEqualTo(1);
	}

	static Stream<Fault> interrupts() {
		return Stream.of((attempt) -> {
			Thread.currentThread().interrupt(); // between two attempts
			throw new SocketException("Connection reset");
		}, (attempt) -> {
			Thread.currentThread().interrupt(); // in the wait for a connection
			throw new CancellationException();
		}, (attempt) -> {
			Thread.currentThread().interrupt(); // in the wait for an answer
			throw new InterruptedIOException();
		}, (attempt) -> {
			Thread.currentThread().interrupt(); // while the answer comes in
			return attempt.send();
		});
	}

	@ParameterizedTest
	@MethodSource("interrupts")
	void anInterruptIsHandedOnAndDoesNotOpenTheBreaker(Fault fault) {
		this.http.always(fault);
		for (CallKind kind : CallKind.values()) {
			assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(kind))
				.withMessage("DynamoDB table \"" + this.tableName
						+ "\": GetItem was interrupted; a write may have been applied.");
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.metrics.calls()).hasSize(CallKind.values().length)
			.allMatch((call) -> call.outcome() == Outcome.INTERRUPTED);
		this.http.heal();
		assertThat(read()).isNull();
	}

	@Test
	void aThreadThatIsInterruptedAlreadyDoesNotCall() {
		Thread.currentThread().interrupt();
		assertThat(failRead()).isInstanceOf(TableUnavailableException.class);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.http.journal()).noneMatch((attempt) -> attempt.applied());
	}

	@Test
	void anInterruptedCallLetsTheNextTrialThrough() {
		this.http.always(Fault.internalError());
		failDecisions(5);
		this.time.advance(Duration.ofMillis(1001));
		Thread.currentThread().interrupt();
		failDecisions(1);
		assertThat(Thread.interrupted()).isTrue();
		this.http.heal();
		assertThat(read()).isNull();
	}

	/** A defect of the JVM, say. */
	@Test
	void anErrorOfTheTrialDoesNotKeepTheBreakerOpen() {
		this.http.always(Fault.internalError());
		failDecisions(5);
		this.time.advance(Duration.ofMillis(1001));
		this.http.always((attempt) -> {
			throw new StackOverflowError();
		});
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this::read);
		this.http.heal();
		this.time.advance(Duration.ofMillis(1001));
		assertThat(read()).isNull();
	}

	private TableException failRead() {
		return catchThrowableOfType(TableException.class, this::read);
	}

	private void failDecisions(int times) {
		for (int i = 0; i < times; i++) {
			assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(CallKind.DECISION));
		}
	}

	private Item read() {
		return read(CallKind.LOOKUP);
	}

	private Item read(CallKind kind) {
		return this.table.get(this.table.keys().tag("none"), Consistency.EVENTUAL, kind);
	}

}
