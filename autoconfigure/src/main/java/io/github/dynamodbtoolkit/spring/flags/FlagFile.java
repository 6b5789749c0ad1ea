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
import org.springframework.core.io.Resource;

/**
 * Imports a file of flags when the application starts. When DynamoDB is down, the start
 * goes on without, and the import is tried again in the background until it is done.
 */
public final class FlagFile implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(FlagFile.class);

	private final FlagWriter writer;

	private final Resource file;

	private final String json;

	private final Duration retryDelay;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((runnable) -> {
		Thread thread = new Thread(runnable, "dynamodb-toolkit-flag-file");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Imports the file.
	 * @param file the flags and segments, as {@link FlagWriter#importAll} takes them
	 * @param writer writes them
	 * @param retryDelay the time between two attempts while DynamoDB is down
	 * @throws InvalidFlagFileException if the file cannot be read, or anything in it is
	 * not valid
	 */
	public FlagFile(Resource file, FlagWriter writer, Duration retryDelay) {
		this.file = file;
		this.writer = writer;
		this.json = read(file);
		this.retryDelay = retryDelay;
		importOrTryAgain();
	}

	private static String read(Resource file) {
		try {
			return file.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new InvalidFlagFileException(file.getDescription() + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	private void importOrTryAgain() {
		try {
			InitResult result = this.writer.importAll(this.json);
			logger.info("Imported flags of {}: {} written, {} unchanged, {} deleted", this.file.getDescription(),
					result.written(), result.unchanged(), result.deleted());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidFlagFileException(this.file.getDescription() + ": " + ex.getMessage(), ex);
		}
		catch (TableException | FlagConflictException ex) {
			logger.warn("Flags of {} are not imported yet, and will be tried again in {} s: {}",
					this.file.getDescription(), this.retryDelay.toSeconds(), ex.getMessage());
			this.executor.schedule(this::tryAgain, this.retryDelay.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/** The file may refer to what is in the table, and so be wrong only now. */
	private void tryAgain() {
		try {
			importOrTryAgain();
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
