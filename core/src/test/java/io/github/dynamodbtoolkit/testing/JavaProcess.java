package io.github.dynamodbtoolkit.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program with our class path in a JVM of its own, to be talked to, paused and killed.
 * What it prints goes to a file in {@code target/processes}.
 */
public final class JavaProcess implements AutoCloseable {

	/** Marks the lines that are meant for us among those of a log. */
	private static final String MARK = "child: ";

	private static final String END = "end of output";

	private static final Path LOGS = Path.of("target", "processes");

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final Process process;

	private final Path log;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private JavaProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
		Thread listener = new Thread(this::listen, "listener");
		listener.setDaemon(true);
		listener.start();
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
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
						System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		// Also when the tests are broken off.
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-of-child"));
		return new JavaProcess(process, log);
	}

	private void listen() {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8);
				BufferedWriter file = Files.newBufferedWriter(this.log)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				file.write(line + "\n");
				file.flush();
				this.lines.add(line);
			}
		}
		catch (IOException ex) {
			// killed in the middle of a line
		}
		this.lines.add(END);
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
			return Input.LINES.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Of the program itself. */
	private static final class Input {

		private static final BufferedReader LINES = new BufferedReader(
				new InputStreamReader(System.in, StandardCharsets.UTF_8));

	}

	/**
	 * Waits for the next line that the program {@linkplain #say says}.
	 * @return the line
	 * @throws IOException if it has ended without one
	 */
	public String says() throws IOException {
		return prints(MARK);
	}

	/**
	 * Waits for the next line that the program prints with a certain beginning.
	 * @param start the beginning
	 * @return the rest of that line
	 * @throws IOException if it has ended without one
	 */
	public String prints(String start) throws IOException {
		try {
			String line = this.lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			while (line != null && !line.startsWith(start)) {
				if (line.equals(END)) {
					this.lines.add(END);
					throw new IOException("It has ended; see " + this.log);
				}
				line = this.lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
			if (line == null) {
				throw new IOException("It has said nothing for " + PATIENCE + "; see " + this.log);
			}
			return line.substring(start.length());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while listening", ex);
		}
	}

	/**
	 * Everything that the program has printed.
	 * @return the text
	 * @throws IOException if it cannot be read
	 */
	public String log() throws IOException {
		return Files.readString(this.log);
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
	 * Lets the program collect its garbage.
	 */
	public void collectGarbage() {
		try {
			new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
					Long.toString(this.process.pid()), "GC.run")
				.redirectErrorStream(true)
				.start()
				.waitFor(1, TimeUnit.MINUTES);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
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
