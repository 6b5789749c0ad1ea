package io.github.dynamodbtoolkit.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program with our class path in a JVM of its own, to be talked to, paused and killed.
 * What it logs is in {@code target/processes}.
 */
public final class JavaProcess implements AutoCloseable {

	/** Marks the lines that are meant for us among those of a log. */
	private static final String MARK = "child: ";

	private static final Path LOGS = Path.of("target", "processes");

	private final Process process;

	private final Path log;

	private final BufferedReader output;

	private JavaProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Starts a program.
	 * @param main the class with its main method
	 * @param arguments what it is given
	 * @return the running program, to be closed
	 * @throws IOException if it cannot be started
	 */
	public static JavaProcess start(Class<?> main, List<String> arguments) throws IOException {
		Files.createDirectories(LOGS);
		Path log = Files.createTempFile(LOGS, main.getSimpleName() + "-", ".log");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
						System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		return new JavaProcess(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
	}

	/**
	 * For the program itself: says a line to whoever started it.
	 * @param line the line
	 */
	public static void say(Object line) {
		System.out.println(MARK + line);
	}

	/**
	 * For the program itself: waits for a line.
	 * @return the line, or null when nobody can say one any more
	 */
	public static String hear() {
		try {
			return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits for the next line that the program {@linkplain #say says}.
	 * @return the line
	 * @throws IOException if it has ended without one
	 */
	public String says() throws IOException {
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(MARK)) {
				return line.substring(MARK.length());
			}
		}
		throw new IOException("It says nothing any more; see " + this.log);
	}

	/**
	 * Waits for a line of any kind.
	 * @return the line, null if the program has ended
	 * @throws IOException if it cannot be read
	 */
	public String prints() throws IOException {
		return this.output.readLine();
	}

	/**
	 * Says a line to the program.
	 * @param line the line
	 * @throws IOException if it has ended
	 */
	public void tell(String line) throws IOException {
		this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
		this.process.getOutputStream().flush();
	}

	/**
	 * Sends a signal.
	 * @param name such as {@code STOP}, {@code CONT}, {@code TERM} or {@code KILL}
	 * @throws Exception if it cannot be sent
	 */
	public void signal(String name) throws Exception {
		List<String> kill = List.of("kill", "-" + name, Long.toString(this.process.pid()));
		if (new ProcessBuilder(kill).start().waitFor() != 0) {
			throw new IOException(kill + " failed");
		}
	}

	/**
	 * Waits for the end of the program.
	 * @param patience how long at most
	 * @return whether it has ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean ends(Duration patience) throws InterruptedException {
		return this.process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
