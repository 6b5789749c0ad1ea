package io.github.dynamodbtoolkit.table;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What {@link TablesCommand} is asked to do.
 *
 * @param help whether only to say what can be asked
 * @param create whether to create the tables, and not only to look at them
 * @param tables the tables in question
 * @param region the AWS region, null for that of the SDK
 * @param endpoint the endpoint, null for the region's own
 */
record TablesArguments(boolean help, boolean create, List<Table> tables, @Nullable String region,
		@Nullable URI endpoint) {

	static final String USAGE = """
			Creates or validates tables of the DynamoDB Toolkit.

			Usage: create | validate  [<table>[=<name>] ...] [--region=<region>] [--endpoint=<endpoint>]

			  create     creates tables that do not exist, and waits until they can be used
			  validate   says what is wrong with them, and by which command it is mended

			Tables and their names unless said otherwise:
			  toolkit    cache, dedupe and rate limits: dynamodb-toolkit
			  flags      feature flags: dynamodb-toolkit-flags
			  apps       app registry: apps
			  nextjs     nextjs-dynamodb-cache, the cache handler of Next.js: write nextjs=<name>
			Without any, toolkit, flags and apps.

			Region and credentials are those of the AWS SDK: from the environment, the profile
			or the instance.

			Ends with 0 if all tables are usable, 1 if one is not, 2 if this was not understood
			or there is no region.""";

	private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,63}");

	/**
	 * A table in question.
	 *
	 * @param name its name
	 * @param schema what it must look like
	 */
	record Table(String name, TableSchema schema) {

		Table {
			TableSettings.of(name);
		}

	}

	/** The tables that there are. */
	private enum Known {

		TOOLKIT(TableSettings.DEFAULT_TABLE_NAME, TableSchema.TOOLKIT),

		FLAGS(TableSettings.DEFAULT_TABLE_NAME + "-flags", TableSchema.FLAGS),

		APPS("apps", TableSchema.APPS),

		NEXTJS(null, TableSchema.NEXTJS);

		private final @Nullable String defaultName;

		private final TableSchema schema;

		Known(@Nullable String defaultName, TableSchema schema) {
			this.defaultName = defaultName;
			this.schema = schema;
		}

		private static Table parse(String argument) {
			String[] parts = argument.split("=", 2);
			Known known = Arrays.stream(values())
				.filter((candidate) -> candidate.name().equalsIgnoreCase(parts[0]))
				.findAny()
				.orElseThrow(() -> new IllegalArgumentException("Unknown table " + parts[0]));
			return known.named((parts.length > 1) ? parts[1] : known.defaultName);
		}

		private Table named(@Nullable String name) {
			if (name == null) {
				throw new IllegalArgumentException("Which table? Write nextjs=<name>");
			}
			return new Table(name, this.schema);
		}

		private static List<Table> all() {
			return Arrays.stream(values())
				.filter((known) -> known.defaultName != null)
				.map((known) -> known.named(known.defaultName))
				.toList();
		}

	}

	TablesArguments {
		tables = tables.isEmpty() ? Known.all() : List.copyOf(tables);
	}

	/**
	 * Reads them.
	 * @throws IllegalArgumentException if they are not understood
	 */
	static TablesArguments parse(String... args) {
		if (Arrays.asList(args).contains("--help")) {
			return new TablesArguments(true, false, List.of(), null, null);
		}
		String region = null;
		URI endpoint = null;
		List<Table> tables = new ArrayList<>();
		for (String arg : Arrays.asList(args).subList(Math.min(1, args.length), args.length)) {
			if (arg.startsWith("--region=")) {
				region = region(arg.substring(9));
			}
			else if (arg.startsWith("--endpoint=")) {
				endpoint = endpoint(arg.substring(11));
			}
			else {
				tables.add(Known.parse(arg));
			}
		}
		return new TablesArguments(false, isCreate(args), tables, region, endpoint);
	}

	private static String region(String text) {
		if (!REGION.matcher(text).matches()) {
			throw new IllegalArgumentException(
					"--region=" + text + " is not an AWS region: write --region=eu-central-1");
		}
		return text;
	}

	private static URI endpoint(String text) {
		URI endpoint = URI.create(text);
		if (endpoint.getHost() == null || !String.valueOf(endpoint.getScheme()).matches("(?i)https?")) {
			throw new IllegalArgumentException(
					"--endpoint=" + text + " is not an address: write --endpoint=http://localhost:8000");
		}
		return endpoint;
	}

	private static boolean isCreate(String... args) {
		return switch (args.length > 0 ? args[0] : "") {
			case "create" -> true;
			case "validate" -> false;
			case "" -> throw new IllegalArgumentException("Say what to do");
			default -> throw new IllegalArgumentException("Unknown command " + args[0]);
		};
	}

}
