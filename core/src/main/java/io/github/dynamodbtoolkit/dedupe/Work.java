package io.github.dynamodbtoolkit.dedupe;

import org.jspecify.annotations.Nullable;

/**
 * Work to be done once.
 *
 * @param <T> the type of result
 * @param <X> the type of exception, {@link RuntimeException} if it throws no checked one
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object, X extends Exception> {

	/**
	 * Does it.
	 * @return the result
	 * @throws X if it fails
	 */
	T run() throws X;

}
