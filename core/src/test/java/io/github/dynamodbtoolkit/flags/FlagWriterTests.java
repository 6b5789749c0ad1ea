package io.github.dynamodbtoolkit.flags;

import java.util.List;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Flags written by the application: checked, with optimistic versions; files.
 */
@Tag("contract")
class FlagWriterTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FlagFixture fixture = new FlagFixture(dynamoDb);

	private final FlagStore store = this.fixture.store();

	private final FlagWriter writer = FlagWriter.on(this.store);

	@Test
	void firstFlagInitialisesTheStore() {
		assertThat(this.store.isInitialized()).isFalse();
		FlagDefinition saved = this.writer.save(FlagDefinition.of("checkout").turnedOn());
		assertThat(saved.version()).isEqualTo(1);
		assertThat(this.store.isInitialized()).isTrue();
		assertThat(this.writer.find("checkout")).hasToString(saved.json());
	}

	@Test
	void changeOfAFlagThatWasReadCostsOneWrite() {
		FlagDefinition saved = this.writer.save(FlagDefinition.of("checkout"));
		this.fixture.http().forget();
		assertThat(this.writer.save(saved.turnedOn()).version()).isEqualTo(2);
		assertThat(this.fixture.http().journal()).extracting(Attempt::operation).containsExactly("PutItem");
		assertThat(this.writer.find("checkout").isOn()).isTrue();
	}

	@Test
	void whoChangesAnOldVersionIsTold() {
		FlagDefinition read = this.writer.save(FlagDefinition.of("checkout"));
		this.writer.save(read.turnedOn());
		assertThatExceptionOfType(FlagConflictException.class)
			.isThrownBy(() -> this.writer.save(read.withTarget(1, "a")))
			.withMessage("Flag 'checkout' has been changed since version 1 was read."
					+ " Read it again and repeat the change.");
		assertThatExceptionOfType(FlagConflictException.class).isThrownBy(() -> this.writer.delete(read))
			.satisfies((ex) -> assertThat(ex.getKey()).isEqualTo("checkout"));
		assertThatExceptionOfType(FlagConflictException.class)
			.isThrownBy(() -> this.writer.save(FlagDefinition.of("checkout")))
			.withMessageContaining("exists already");
	}

	@Test
	void ofManyWhoChangeOneVersionOneSucceeds() throws Exception {
		FlagDefinition read = this.writer.save(FlagDefinition.of("checkout"));
		List<Boolean> succeeded = Race.run(16, () -> {
			try {
				this.writer.save(read.withTarget(0, Thread.currentThread().getName()));
				return true;
			}
			catch (FlagConflictException ex) {
				return false;
			}
		});
		assertThat(succeeded).containsOnlyOnce(true).hasSize(16);
	}

	@Test
	void replacesWhateverStandsThereAsTheNextVersion() {
		String json = """
				{"version": 99, "on": true, "variations": ["a", "b"], "fallthrough": {"variation": 1}}""";
		assertThat(this.writer.replace(FlagDefinition.parse("theme", json)).version()).isEqualTo(1);
		this.fixture.http().forget();
		assertThat(this.writer.replace(FlagDefinition.parse("theme", json)).version()).isEqualTo(2);
		assertThat(this.fixture.http().journal()).extracting(Attempt::operation).containsExactly("GetItem", "PutItem");
		this.writer.delete(this.writer.find("theme"));
		FlagDefinition replaced = this.writer.replace(FlagDefinition.parse("theme", json));
		assertThat(this.writer.find("theme")).hasToString(replaced.json()).returns(4, FlagDefinition::version);
	}

	@Test
	void ofManyWhoReplaceAFlagAllSucceed() throws Exception {
		List<Integer> versions = Race.run(4,
				() -> this.writer.replace(FlagDefinition.of("checkout").withTarget(0, Thread.currentThread().getName()))
					.version());
		assertThat(versions).containsExactlyInAnyOrder(1, 2, 3, 4);
	}

	@Test
	void definitionsThatAreNoneAreExplained() {
		assertThatIllegalArgumentException().isThrownBy(() -> FlagDefinition.parse("f", "{\"on\": tru}"))
			.withMessageStartingWith("The definition of flag 'f' is not JSON: ")
			.withMessageEndingWith("(line 1, column 8).");
		assertThatIllegalArgumentException().isThrownBy(() -> FlagDefinition.parse("f", "[]"))
			.withMessage("The definition of flag 'f' is not a JSON object.");
		assertThatIllegalArgumentException().isThrownBy(() -> FlagDefinition.parse("f", "{\"key\": \"g\"}"))
			.withMessage("The definition of flag 'f' has the key 'g'.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.writer.replace(FlagDefinition.parse("f", "{}")))
			.withMessage("Flag 'f' is not valid: it has no variations.");
	}

	@Test
	void deletedFlagIsGoneAndCanBeMadeAnewWithAHigherVersion() {
		this.writer.delete(this.writer.save(FlagDefinition.of("checkout")));
		assertThat(this.writer.find("checkout")).isNull();
		assertThat(this.writer.save(FlagDefinition.of("checkout")).version()).isEqualTo(3);
	}

	@Test
	void whatABuilderDoesNotKnowStaysAsItWas() {
		this.store.upsert(FlagKind.FLAGS, "f",
				new FlagItem(7, "{\"key\":\"f\",\"version\":7,\"on\":false,\"variations\":[1],\"migration\":{\"a\":1},"
						+ "\"fallthrough\":{\"variation\":0}}"));
		this.writer.save(this.writer.find("f").turnedOn());
		assertThat(this.store.get(FlagKind.FLAGS, "f")).isEqualTo(
				new FlagItem(8, "{\"key\":\"f\",\"version\":8,\"on\":true,\"variations\":[1],\"migration\":{\"a\":1},"
						+ "\"fallthrough\":{\"variation\":0}}"));
	}

	static Stream<Arguments> invalid() {
		FlagDefinition flag = FlagDefinition.of("f");
		return Stream.of(Arguments.of(FlagDefinition.of("no spaces"), "its key must be"),
				Arguments.of(FlagDefinition.of(""), "its key must be"),
				Arguments.of(flag.withVariations(), "it has no variations"),
				Arguments.of(flag.servingWhenOff(2), "offVariation serves variation 2, there are 0 to 1"),
				Arguments.of(flag.withTarget(-1, "a"), "a target serves variation -1"),
				Arguments.of(flag.servingOtherwise(FlagServing.rollout(60, 30)),
						"the rollout of fallthrough adds up to 90.0 %, not 100 %"),
				Arguments.of(flag.servingOtherwise(FlagServing.rollout(50, 25, 25)), "serves variation 2"),
				Arguments.of(flag.servingOtherwise(FlagServing.rollout(150, -50)), "a negative one"),
				Arguments.of(rule(flag, FlagRule.when("a", FlagOperator.MATCHES, "(")), "needs a regular expression"),
				Arguments.of(rule(flag, FlagRule.when("a", FlagOperator.LESS_THAN, "7")),
						"needs a number, but has \"7\""),
				Arguments.of(rule(flag, FlagRule.when("a", FlagOperator.BEFORE, "tomorrow")), "RFC 3339"),
				Arguments.of(rule(flag, FlagRule.when("a", FlagOperator.SEM_VER_EQUAL, "v1")), "a semantic version"),
				Arguments.of(rule(flag, FlagRule.when("a", FlagOperator.IN)), "has no values"),
				Arguments.of(rule(flag, FlagRule.when("", FlagOperator.IN, "x")), "names no attribute"),
				Arguments.of(rule(flag, FlagRule.inSegment("absent")), "there is no segment \"absent\""),
				Arguments.of(flag.withRule(FlagRule.whenNot("a", FlagOperator.IN, 1).serve(FlagServing.variation(5))),
						"a rule serves variation 5"),
				Arguments.of(flag.withPrerequisite("absent", 0), "its prerequisite 'absent' does not exist"),
				Arguments.of(flag.withPrerequisite("present", 7), "'present' has no variation 7"),
				Arguments.of(FlagDefinition.of("base").withPrerequisite("present", 0), "it is its own prerequisite"));
	}

	private static FlagDefinition rule(FlagDefinition flag, FlagRule.Conditions conditions) {
		return flag.withRule(conditions.serve(FlagServing.variation(0)));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void flagThatCannotBeEvaluatedIsNotWritten(FlagDefinition flag, String problem) {
		this.writer.save(FlagDefinition.of("there"));
		this.writer.save(FlagDefinition.of("present").withPrerequisite("there", 0));
		this.store.upsert(FlagKind.FLAGS, "there",
				new FlagItem(2, FlagDefinition.of("there").withPrerequisite("base", 0).json()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.writer.save(flag)).withMessageContaining(problem);
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).containsOnlyKeys("there", "present");
	}

	@Test
	void importMakesTheStoreWhatTheFileSaysAndExportGivesItBack() {
		String file = """
				{"segments": {"s": {"key": "s", "included": ["a"]}},
				 "flags": {"a": %s, "b": %s}}""".formatted(rule(FlagDefinition.of("a"), FlagRule.inSegment("s")).json(),
				FlagDefinition.of("b").json());
		assertThat(this.writer.importAll(file)).returns(3, InitResult::written);
		this.fixture.http().forget();
		assertThat(this.writer.importAll(file)).isEqualTo(new InitResult(0, 3, 0, 0, List.of()));
		assertThat(this.fixture.http().journal()).extracting(Attempt::operation)
			.containsExactly("GetItem", "Query", "Query");
		String exported = this.writer.exportAll();
		FlagStore other = this.fixture.store((settings) -> settings.withPrefix("other"));
		FlagWriter.on(other).importAll(exported);
		assertThat(FlagWriter.on(other).exportAll()).isEqualTo(exported).contains("\"included\" : [ \"a\" ]");
	}

	@Test
	void importRaisesVersionsAndDeletesWhatIsNotInTheFile() {
		this.writer.importAll("{\"flags\": {\"a\": %s, \"b\": %s, \"c\": %s}}".formatted(FlagDefinition.of("a").json(),
				FlagDefinition.of("b").json(), FlagDefinition.of("c").json()));
		this.writer.save(this.writer.find("b").turnedOn());
		InitResult result = this.writer.importAll("{\"flags\": {\"a\": %s, \"b\": %s}}"
			.formatted(FlagDefinition.of("a").json(), FlagDefinition.of("b").json()));
		assertThat(result).isEqualTo(new InitResult(1, 1, 1, 0, List.of()));
		assertThat(this.writer.find("b")).returns(3, FlagDefinition::version).returns(false, FlagDefinition::isOn);
		assertThat(this.store.get(FlagKind.FLAGS, "c")).isEqualTo(FlagItem.tombstone(2));
		assertThat(this.store.get(FlagKind.FLAGS, "a").version()).isEqualTo(1);
	}

	@Test
	void manyInstancesMayImportOneFileAtOnce() throws Exception {
		this.writer.importAll("{\"flags\": {\"a\": %s}}".formatted(FlagDefinition.of("a").json()));
		String file = "{\"flags\": {\"a\": %s, \"b\": %s}}".formatted(FlagDefinition.of("a").turnedOn().json(),
				FlagDefinition.of("b").json());
		Race.run(8, () -> FlagWriter.on(this.store).importAll(file));
		assertThat(this.writer.find("a")).returns(2, FlagDefinition::version).returns(true, FlagDefinition::isOn);
		assertThat(this.writer.find("b").version()).isEqualTo(1);
	}

	static Stream<Arguments> invalidFiles() {
		return Stream.of(Arguments.of("{\"flags\": {", "The file is not JSON"), Arguments.of("[]", "not a JSON object"),
				Arguments.of("{\"flagValues\": {\"a\": true}}", "only 'flags' and 'segments' can be imported"),
				Arguments.of("{\"flags\": {\"a\": 1}}", "Flag 'a' is not a JSON object."),
				Arguments.of("{\"flags\": {\"a\": {\"key\":\"b\"}}}", "stand in 'key'; it has no variations"),
				Arguments.of("{\"segments\": {\"s\": {\"key\":\"s\",\"rules\":[{\"clauses\":[{\"op\":\"like\"}]}]}}}",
						"Segment 's' is not valid: there is no operator 'like'; use one of after, before"));
	}

	@ParameterizedTest
	@MethodSource("invalidFiles")
	void nothingOfAFileWithAMistakeIsWritten(String file, String problem) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.writer.importAll(file))
			.withMessageContaining(problem);
		assertThat(this.fixture.items()).isEmpty();
	}

	@Test
	void prerequisitesInAFileMustNotFormACircle() {
		String file = "{\"flags\": {\"a\": %s, \"b\": %s}}".formatted(
				FlagDefinition.of("a").withPrerequisite("b", 0).json(),
				FlagDefinition.of("b").withPrerequisite("a", 0).json());
		assertThatIllegalArgumentException().isThrownBy(() -> this.writer.importAll(file))
			.withMessage("Flag 'a' is not valid: it is its own prerequisite, directly or through others."
					+ " Flag 'b' is not valid: it is its own prerequisite, directly or through others.");
	}

	@Test
	void definitionsAreImmutable() {
		FlagDefinition flag = FlagDefinition.of("f");
		String before = flag.json();
		flag.turnedOn().withTarget(0, "a").withVariations("x").withPrerequisite("p", 0).withoutRulesAndTargets();
		assertThat(flag.json()).isEqualTo(before);
	}

}
