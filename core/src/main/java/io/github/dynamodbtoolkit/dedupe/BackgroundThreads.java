package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads: one that watches the time, and for the calls of DynamoDB as many as are
 * under way, which is at most one heartbeat for each job that runs here and one poll for
 * each key that is waited for.
 */
final class BackgroundThreads implements Background {

	private static final long IDLE_SECONDS = 10;

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads("timer"));

	private final ExecutorService workers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
			new SynchronousQueue<>(), threads("worker"), new ThreadPoolExecutor.DiscardPolicy());

	BackgroundThreads() {
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
		this.timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
	}

	private static ThreadFactory threads(String role) {
		return (task) -> {
			Thread thread = new Thread(task, "dynamodb-toolkit-dedupe-" + role + "-" + COUNTER.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	@Override
	public void after(Duration delay, Runnable task) {
		this.timer.schedule(() -> this.workers.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void stop() {
		this.timer.shutdown();
		this.workers.shutdown();
	}

}
