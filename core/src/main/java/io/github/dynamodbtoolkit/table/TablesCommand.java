package io.github.dynamodbtoolkit.table;

import java.io.PrintStream;

import io.github.dynamodbtoolkit.table.TableSchema.Difference;
import io.github.dynamodbtoolkit.table.TableSchema.Report;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Creates or validates tables from the command line, as a step of a deployment may. The
 * class is in every application that has the toolkit, and can be run from its jar:
 * {@code java -cp application.jar
 * -Dloader.main=io.github.dynamodbtoolkit.table.TablesCommand
 * org.springframework.boot.loader.launch.PropertiesLauncher create}. {@code --help} says
 * the rest.
 * <p>
 * Creating is safe to be repeated, and by many at once: what exists is left as it is, but
 * for a time to live that is off. The command returns when the tables are ACTIVE. It ends
 * with status 0 if all tables are usable, 1 if one is not, and 2 if the command is not
 * understood or there is no region.
 */
public final class TablesCommand {

	private final DynamoDbClient client;

	private final PrintStream out;

	private final PrintStream err;

	private TablesCommand(DynamoDbClient client, PrintStream out, PrintStream err) {
		this.client = client;
		this.out = out;
		this.err = err;
	}

	/**
	 * Does what the arguments say and ends the process.
	 * @param args see {@code --help}
	 */
	public static void main(String... args) {
		quietLogback();
		System.exit(run(args, System.out, System.err));
	}

	// Nobody has configured logging for a process that is this class alone, and then
	// Logback, if present, logs every call at DEBUG.
	private static void quietLogback() {
		if (System.getProperty("logback.configurationFile") == null) {
			System.setProperty("logback.configurationFile", "io/github/dynamodbtoolkit/table/alone-logback.xml");
		}
	}

	static int run(String[] args, PrintStream out, PrintStream err) {
		TablesArguments arguments;
		try {
			arguments = TablesArguments.parse(args);
		}
		catch (IllegalArgumentException ex) {
			err.println(ex.getMessage() + System.lineSeparator() + System.lineSeparator() + TablesArguments.USAGE);
			return 2;
		}
		if (arguments.help()) {
			out.println(TablesArguments.USAGE);
			return 0;
		}
		try (DynamoDbClient client = Clients.at(arguments.region(), arguments.endpoint())) {
			return new TablesCommand(client, out, err).run(arguments) ? 0 : 1;
		}
		catch (SdkClientException ex) {
			return fail(ex, err);
		}
	}

	private static int fail(SdkClientException failure, PrintStream err) {
		if (Clients.saysNoRegion(failure)) {
			err.println("No AWS region: write --region=eu-central-1, or set AWS_REGION");
			return 2;
		}
		err.println(failure.getMessage());
		return 1;
	}

	private boolean run(TablesArguments arguments) {
		boolean allUsable = true;
		for (TablesArguments.Table table : arguments.tables()) {
			allUsable &= run(table, arguments.create());
		}
		return allUsable;
	}

	private boolean run(TablesArguments.Table table, boolean create) {
		TableAdmin admin = TableClient.on(this.client, table.name()).admin();
		try {
			if (create) {
				admin.create(table.schema());
			}
			return tell(admin.inspect(table.schema(), CallKind.BULK));
		}
		catch (TableSchemaException ex) {
			return tell(ex.getReport());
		}
		catch (TableException ex) {
			this.err.println(ex.getMessage());
			return false;
		}
	}

	private boolean tell(Report report) {
		PrintStream to = report.usable() ? this.out : this.err;
		to.println(report.tableName() + " is " + (report.usable() ? "usable" : "not usable"));
		for (Difference difference : report.differences()) {
			to.println("  " + difference.description() + ". To mend it:");
			to.println("  " + difference.remedy());
		}
		return report.usable();
	}

}
