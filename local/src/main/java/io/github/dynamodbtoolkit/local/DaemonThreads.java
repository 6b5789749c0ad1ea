package io.github.dynamodbtoolkit.local;

import java.util.concurrent.ThreadFactory;

/**
 * Makes threads that keep no JVM alive.
 */
final class DaemonThreads implements ThreadFactory {

	private final String name;

	DaemonThreads(String name) {
		this.name = name;
	}

	@Override
	public Thread newThread(Runnable work) {
		Thread thread = new Thread(work, this.name);
		thread.setDaemon(true);
		return thread;
	}

}
