package io.github.dynamodbtoolkit.flags.launchdarkly;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.ErrorInfo;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.ErrorKind;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.State;
import com.launchdarkly.sdk.server.subsystems.DataSource;
import com.launchdarkly.sdk.server.subsystems.DataSourceUpdateSink;
import io.github.dynamodbtoolkit.flags.FlagItem;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.flags.FlagListener;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.DurationText;
import io.github.dynamodbtoolkit.table.TableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a flag store on one daemon thread and hands what has changed to the SDK, as a
 * whole. A flag that this process itself writes through the store goes to the SDK at
 * once, also while a poll waits for DynamoDB.
 */
final class FlagStoreDataSource implements DataSource, FlagListener {

	private static final Logger logger = LoggerFactory.getLogger(LaunchDarkly.class);

	private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

	private final FlagStore store;

	private final Duration interval;

	private final Duration startWait;

	private final DataSourceUpdateSink sink;

	/**
	 * Held by whoever reads the store, so that what was read first is handed on first. No
	 * monitor: it is held while DynamoDB is waited for.
	 */
	private final Lock reading = new ReentrantLock();

	/** A start that has failed is not waited for: the next poll may be long in coming. */
	private final CompletableFuture<Void> triedOnce = new CompletableFuture<>();

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((runnable) -> {
		Thread thread = new Thread(runnable, "dynamodb-toolkit-flags");
		thread.setDaemon(true);
		return thread;
	});

	/** Only the poller's thread uses it. */
	private Duration retry = FIRST_RETRY;

	private volatile boolean initialized;

	/** Guarded by this, as is whatever is handed to the SDK. */
	private FlagSnapshot last = FlagSnapshot.NONE;

	FlagStoreDataSource(FlagStore store, Duration interval, Duration startWait, DataSourceUpdateSink sink) {
		this.store = store;
		this.interval = interval;
		this.startWait = startWait;
		this.sink = sink;
	}

	@Override
	public Future<Void> start() {
		this.store.addListener(this);
		this.executor.execute(this::pollAgainAndAgain);
		waitForTheFirstPoll();
		return this.triedOnce;
	}

	private void waitForTheFirstPoll() {
		try {
			this.triedOnce.get(this.startWait.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			tellOfLateness();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Without a wait, whoever starts this knows that it has only begun. */
	private void tellOfLateness() {
		if (!this.startWait.isZero()) {
			logger.warn("The flags were not read within {}, and have their default values until they are.",
					DurationText.of(this.startWait));
		}
	}

	private void pollAgainAndAgain() {
		pollSafely(Consistency.EVENTUAL);
		this.triedOnce.complete(null);
		this.executor.schedule(this::pollAgainAndAgain, delay().toNanos(), TimeUnit.NANOSECONDS);
	}

	/** Whoever has no flags at all waits less, and longer each time. */
	private Duration delay() {
		Duration delay = this.retry;
		if (this.initialized || delay.compareTo(this.interval) > 0) {
			return this.interval;
		}
		this.retry = delay.multipliedBy(2);
		return delay;
	}

	/** Throws nothing: there would be no other poll. */
	private void pollSafely(Consistency consistency) {
		this.reading.lock();
		try {
			poll(consistency);
		}
		catch (TableException ex) {
			tellOfFailure(ex);
			interrupted(ErrorKind.NETWORK_ERROR, ex);
		}
		catch (RuntimeException ex) {
			logger.warn("Could not update the flags", ex);
			interrupted(ErrorKind.UNKNOWN, ex);
		}
		finally {
			this.reading.unlock();
		}
	}

	private void poll(Consistency consistency) {
		if (this.initialized) {
			read(consistency);
		}
		else if (this.store.isInitialized()) {
			read(Consistency.STRONG);
		}
		else {
			tellThatThereAreNone();
			interrupted(ErrorKind.STORE_ERROR, new IllegalStateException("The flag store is not initialised yet"));
		}
	}

	/**
	 * Only the first failure is news, and one that comes of closing this is not; the
	 * SDK's status tells of all.
	 */
	private void tellOfFailure(TableException failure) {
		if (this.triedOnce.isDone() || this.executor.isShutdown()) {
			logger.debug("Could not read the flags", failure);
		}
		else {
			logger.warn("The flags could not be read, and have their default values until they are. {}",
					failure.getMessage());
		}
	}

	private void tellThatThereAreNone() {
		if (!this.triedOnce.isDone()) {
			logger.info("Nobody has written flags yet: all have their default values. The first that is written is"
					+ " found by itself; if there should be some, look at the table's name and the prefix.");
		}
	}

	/** A replica that lags behind must not turn flags back. */
	private void read(Consistency consistency) {
		FlagSnapshot before = last();
		FlagSnapshot next = before.next(this.store, consistency);
		if (consistency == Consistency.EVENTUAL && next.isBehind(before)) {
			next = before.next(this.store, Consistency.STRONG);
		}
		acceptWithWhatWasWrittenSince(before, next);
	}

	private synchronized FlagSnapshot last() {
		return this.last;
	}

	private synchronized void acceptWithWhatWasWrittenSince(FlagSnapshot before, FlagSnapshot next) {
		accept(next.withChanges(before, this.last));
	}

	/** Only by whoever holds the monitor. */
	private void accept(FlagSnapshot next) {
		if (this.initialized && next.saysTheSameAs(this.last)) {
			this.sink.updateStatus(State.VALID, null);
		}
		else if (this.sink.init(next.toDataSet())) {
			this.last = next;
			this.initialized = true;
			this.sink.updateStatus(State.VALID, null);
		}
	}

	private synchronized void interrupted(ErrorKind kind, RuntimeException reason) {
		this.sink.updateStatus(State.INTERRUPTED, ErrorInfo.fromException(kind, reason));
	}

	/** Also before there are flags, for a poll that may be reading them. */
	@Override
	public synchronized void upserted(FlagKind kind, String key, FlagItem item) {
		FlagSnapshot next = this.last.with(kind, key, item);
		if (this.initialized) {
			accept(next);
		}
		else {
			this.last = next;
		}
	}

	@Override
	public void initialized() {
		pollSafely(Consistency.STRONG);
	}

	@Override
	public boolean isInitialized() {
		return this.initialized;
	}

	@Override
	public void close() {
		this.store.removeListener(this);
		this.executor.shutdownNow();
	}

}
