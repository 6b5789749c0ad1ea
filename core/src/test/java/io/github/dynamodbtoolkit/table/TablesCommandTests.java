package io.github.dynamodbtoolkit.table;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TablesCommand}.
 */
class TablesCommandTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@BeforeEach
	void credentials() {
		System.setProperty("aws.accessKeyId", "x");
		System.setProperty("aws.secretAccessKey", "x");
	}

	@AfterEach
	void noCredentials() {
		System.clearProperty("aws.accessKeyId");
		System.clearProperty("aws.secretAccessKey");
	}

	@Test
	void createsEveryTableAndFindsItUsable() {
		String toolkit = dynamoDb.newTableName();
		String flags = dynamoDb.newTableName();
		String apps = dynamoDb.newTableName();
		String nextjs = dynamoDb.newTableName();
		String[] tables = { "toolkit=" + toolkit, "flags=" + flags, "apps=" + apps, "nextjs=" + nextjs };
		assertThat(run("create", tables)).isZero();
		assertThat(this.out.toString().lines()).containsExactly(toolkit + " is usable", flags + " is usable",
				apps + " is usable", nextjs + " is usable");
		assertThat(run("create", tables)).as("again").isZero();
		assertThat(run("validate", tables)).isZero();
		assertThat(this.err.toString()).isEmpty();
		assertThat(differences(nextjs, TableSchema.NEXTJS)).isEmpty();
		assertThat(differences(toolkit, TableSchema.TOOLKIT)).isEmpty();
	}

	private static List<TableSchema.Difference> differences(String table, TableSchema schema) {
		return TableClient.on(DynamoDbLocal.client(), DynamoDbLocal.settings(table))
			.admin()
			.inspect(schema, CallKind.BULK)
			.differences();
	}

	@Test
	void saysWhatIsMissingAndGoesOn() {
		String missing = dynamoDb.newTableName();
		String present = dynamoDb.newTable();
		assertThat(run("validate", "toolkit=" + missing, "toolkit=" + present)).isOne();
		assertThat(this.err.toString()).contains(missing + " is not usable", "the table does not exist",
				"aws dynamodb create-table --table-name " + missing);
		assertThat(this.out.toString()).contains(present + " is usable");
	}

	@Test
	void leavesAWrongTableAsItIs() {
		String table = dynamoDb.newTable(TableSchema.FLAGS);
		assertThat(run("create", "toolkit=" + table)).isOne();
		assertThat(this.err.toString()).contains(table + " is not usable");
		assertThat(differences(table, TableSchema.FLAGS)).isEmpty();
	}

	@Test
	void advisesNothingThatCannotHelpATableWithOtherKeys() {
		String table = dynamoDb.newTable(TableSchema.FLAGS);
		assertThat(run("validate", "apps=" + table)).isOne();
		assertThat(this.err.toString().lines()).containsExactly(table + " is not usable",
				"  its keys are namespace (S, HASH), key (S, RANGE), expected AppId (S, HASH). To mend it:",
				"  Keys cannot be changed: create a table of another name, and use that");
	}

	@Test
	void saysHowToGiveARegion() {
		System.setProperty("aws.disableEc2Metadata", "true");
		System.setProperty("aws.profile", "none");
		try {
			assertThat(TablesCommand.run(new String[] { "validate" }, System.out, new PrintStream(this.err)))
				.isEqualTo(2);
		}
		finally {
			System.clearProperty("aws.disableEc2Metadata");
			System.clearProperty("aws.profile");
		}
		assertThat(this.err.toString().lines())
			.containsExactly("No AWS region: write --region=eu-central-1, or set AWS_REGION");
	}

	@Test
	void hasTheTablesOfTheToolkitUnlessItIsToldWhich() {
		assertThat(TablesArguments.parse("validate").tables()).extracting(TablesArguments.Table::name)
			.containsExactly("dynamodb-toolkit", "dynamodb-toolkit-flags", "apps");
	}

	@Test
	void explainsItself() {
		assertThat(TablesCommand.run(new String[] { "create", "--help" }, new PrintStream(this.out), System.err))
			.isZero();
		assertThat(this.out.toString()).contains("Usage: create | validate").contains("nextjs=<name>");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                     | Say what to do
			drop                   | Unknown command drop
			create --force         | Unknown table --force
			create cache           | Unknown table cache
			create nextjs          | Which table? Write nextjs=<name>
			create flags=no/name   | table-name 'no/name' is not a DynamoDB table name
			create --region=       | --region= is not an AWS region: write --region=eu-central-1
			create --region=Europe | --region=Europe is not an AWS region: write --region=eu-central-1
			create --endpoint=     | --endpoint= is not an address: write --endpoint=http://localhost:8000
			create --endpoint=no   | --endpoint=no is not an address: write --endpoint=http://localhost:8000
			create --endpoint=::   | Expected scheme name at index 0: ::
			create --endpoint=localhost:8000 | --endpoint=localhost:8000 is not an address: write --endpoint=http://
			""")
	void explainsItselfWhenItDoesNotUnderstand(String line, String message) {
		int status = TablesCommand.run(line.isEmpty() ? new String[0] : line.split(" "), new PrintStream(this.out),
				new PrintStream(this.err));
		assertThat(status).isEqualTo(2);
		assertThat(this.err.toString()).contains(message).contains("Usage: create | validate");
		assertThat(this.out.toString()).isEmpty();
	}

	private int run(String command, String... tables) {
		List<String> args = new ArrayList<>(List.of(command));
		args.addAll(List.of(tables));
		args.add("--region=us-east-1");
		args.add("--endpoint=" + DynamoDbLocal.endpoint());
		return TablesCommand.run(args.toArray(String[]::new), new PrintStream(this.out), new PrintStream(this.err));
	}

}
