package io.github.dynamodbtoolkit.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.List;

/**
 * Monitors that are held. A virtual thread that waits for DynamoDB with one pins its
 * carrier until JDK 24.
 */
public final class Monitors {

	private static final String OURS = "io.github.dynamodbtoolkit.";

	private Monitors() {
	}

	/**
	 * Where the current thread has entered a monitor in the toolkit's code.
	 * @return the stack frames, empty for none
	 */
	public static List<String> held() {
		long[] self = { Thread.currentThread().getId() };
		ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(self, true, false)[0];
		return Arrays.stream(info.getLockedMonitors())
			.map(MonitorInfo::getLockedStackFrame)
			.filter((frame) -> frame.getClassName().startsWith(OURS))
			.map(StackTraceElement::toString)
			.toList();
	}

}
