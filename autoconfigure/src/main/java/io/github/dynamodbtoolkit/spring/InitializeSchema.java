package io.github.dynamodbtoolkit.spring;

/**
 * What is done about a table before a store uses it for the first time.
 */
public enum InitializeSchema {

	/** Nothing; one warning if it is missing or wrong. The start never fails for it. */
	NEVER,

	/** The start fails if it is missing or wrong, or if that cannot be learnt. */
	VALIDATE,

	/** It is created unless it exists; the start fails if it is not usable after that. */
	CREATE

}
