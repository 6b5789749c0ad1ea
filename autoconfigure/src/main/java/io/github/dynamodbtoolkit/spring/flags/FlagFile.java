package io.github.dynamodbtoolkit.spring.flags;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.flags.FlagConflictException;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.flags.InitResult;
import io.github.dynamodbtoolkit.table.TableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.io.Resource;

/**
 * Imports a file of flags when the application starts. When DynamoDB is down, the start
 * goes on without, and the import is tried again in the background until it is done.
 */
public final class FlagFile implements InitializingBean, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(FlagFile.class);

	private final FlagWriter writer;

	private final Resource file;

	private final Duration retryDelay;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((runnable) -> {
		Thread thread = new Thread(runnable, "dynamodb-toolkit-flag-file");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Creates the import of a file.
	 * @param file the flags and segments, as {@link FlagWriter#importAll} takes them
	 * @param writer writes them
	 * @param retryDelay the time between two attempts while DynamoDB is down
	 */
	public FlagFile(Resource file, FlagWriter writer, Duration retryDelay) {
		this.file = file;
		this.writer = writer;
		this.retryDelay = retryDelay;
	}

	/**
	 * Imports the file.
	 * @throws InvalidFlagFileException if the file cannot be read, or anything in it is
	 * not valid
	 */
	@Override
	public void afterPropertiesSet() {
		importOrTryAgain(read());
	}

	private String read() {
		try {
			return this.file.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new InvalidFlagFileException(this.file.getDescription() + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	private void importOrTryAgain(String json) {
		try {
			InitResult result = this.writer.importAll(json);
			logger.info("Imported flags of {}: {} written, {} unchanged, {} deleted", this.file.getDescription(),
					result.written(), result.unchanged(), result.deleted());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidFlagFileException(this.file.getDescription() + ": " + ex.getMessage(), ex);
		}
		catch (TableException | FlagConflictException ex) {
			logger.warn("Flags of {} are not imported yet, and will be tried again in {} s: {}",
					this.file.getDescription(), this.retryDelay.toSeconds(), ex.getMessage());
			this.executor.schedule(() -> tryAgain(json), this.retryDelay.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/** The file may refer to what is in the table, and so be wrong only now. */
	private void tryAgain(String json) {
		try {
			importOrTryAgain(json);
		}
		catch (InvalidFlagFileException ex) {
			logger.error("The flags were not imported. {}", ex.getMessage());
		}
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
