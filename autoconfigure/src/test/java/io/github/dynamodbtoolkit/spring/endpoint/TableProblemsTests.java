package io.github.dynamodbtoolkit.spring.endpoint;

import java.time.Duration;

import io.github.dynamodbtoolkit.spring.InitializeSchema;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.TableDefaults;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link TableProblems}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TableProblemsTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final TableProblems problems = new TableProblems(new TableClients(DynamoDbLocal.client(), new TableDefaults(
			dynamoDb.settings().withTime(this.time), null, null, InitializeSchema.NEVER, false, false)));

	@Test
	void tellsTheLogOnceAMinuteAllThatDynamoDbHasSaid(CapturedOutput output) {
		TableException refusal = refusal();
		assertThat(this.problems.tell(refusal)).doesNotContain("injected");
		this.problems.tell(refusal);
		assertThat(warnings(output)).isEqualTo(1);
		assertThat(output).contains("GetItem was rejected: AccessDeniedException: injected. Allow dynamodb:GetItem");
		this.time.advance(Duration.ofMinutes(1));
		this.problems.tell(refusal);
		assertThat(warnings(output)).isEqualTo(2);
	}

	private static TableException refusal() {
		FaultyHttpClient http = new FaultyHttpClient();
		http.always(Fault.error(400, "AccessDeniedException"));
		TableClient table = dynamoDb.table(http);
		return catchThrowableOfType(TableException.class,
				() -> table.get(table.keys().tag("a"), Consistency.STRONG, CallKind.LOOKUP));
	}

	private static int warnings(CapturedOutput output) {
		return output.getAll().split("The endpoint dynamodbtoolkit cannot show", -1).length - 1;
	}

}
