package io.github.dynamodbtoolkit.valueevil;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notices when a class that no one allowed is initialised. Its package begins like an
 * allowed one.
 */
public final class Tripwire {

	/** Stays as it is when this class is only loaded. */
	public static final class Count {

		private static final AtomicInteger initialised = new AtomicInteger();

		private Count() {
		}

		/**
		 * How often the tripwire was touched.
		 * @return 0 or 1
		 */
		public static int get() {
			return initialised.get();
		}

	}

	static {
		Count.initialised.incrementAndGet();
	}

}
