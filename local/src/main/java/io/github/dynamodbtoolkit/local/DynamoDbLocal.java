package io.github.dynamodbtoolkit.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * Runs DynamoDB Local alone until the process is ended, for several applications or
 * instances to share: {@code java -cp … io.github.dynamodbtoolkit.local.DynamoDbLocal
 * --port=8123 --file=data/dynamodb.db}. Both options may be left out. Prints one line
 * with the endpoint once it can be used; ends with status 1 if it cannot start and 2 for
 * options it does not know.
 */
public final class DynamoDbLocal {

	private static final String USAGE = "Options: --port=<0 to 65535, 0 for a free one> --file=<file for the data>";

	private DynamoDbLocal() {
	}

	/**
	 * Starts it and does not return.
	 * @param args the options
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String... args) throws InterruptedException {
		quietLogback();
		int status = start(args, System.out, System.err);
		if (status != 0) {
			System.exit(status);
		}
		new CountDownLatch(1).await();
	}

	// Nobody has configured logging for a process that is this class alone, and then
	// Logback, if present, logs every call at DEBUG.
	private static void quietLogback() {
		if (System.getProperty("logback.configurationFile") == null) {
			System.setProperty("logback.configurationFile", "io/github/dynamodbtoolkit/local/alone-logback.xml");
		}
	}

	static int start(String[] args, PrintStream out, PrintStream err) {
		Options options;
		try {
			options = Options.parse(args);
		}
		catch (IllegalArgumentException ex) {
			err.println(ex.getMessage() + System.lineSeparator() + USAGE);
			return 2;
		}
		try {
			run(options, out);
			return 0;
		}
		catch (DynamoDbLocalException ex) {
			err.println(ex.getMessage() + " " + ex.action());
			return 1;
		}
	}

	private static void run(Options options, PrintStream out) {
		DynamoDbLocalServer server = DynamoDbLocalServer.start(options.port(), options.file());
		Runtime.getRuntime().addShutdownHook(new Thread(server::close, "dynamodb-local-stop"));
		out.println("DynamoDB Local listens on " + server.endpoint());
	}

	private record Options(int port, @Nullable Path file) {

		static Options parse(String[] args) {
			Options options = new Options(0, null);
			for (String arg : args) {
				options = options.with(arg);
			}
			return options;
		}

		private Options with(String arg) {
			if (arg.startsWith("--port=")) {
				return new Options(number(arg, arg.substring(7)), this.file);
			}
			if (arg.startsWith("--file=") && arg.length() > 7) {
				return new Options(this.port, Path.of(arg.substring(7)));
			}
			throw new IllegalArgumentException("Unknown option " + arg);
		}

		private static int number(String arg, String value) {
			try {
				return Integer.parseInt(value);
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException("Not a port: " + arg, ex);
			}
		}

	}

}
