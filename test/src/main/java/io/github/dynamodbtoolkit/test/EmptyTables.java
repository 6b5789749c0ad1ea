package io.github.dynamodbtoolkit.test;

/**
 * When all tables of a test's DynamoDB are emptied. Caches are cleared then, too, so that
 * nothing is left in memory; what else an instance remembers for a second or so, such as
 * a limit that is used up, it goes on remembering.
 */
public enum EmptyTables {

	/**
	 * Before the first test of the class; nested classes share its tables.
	 */
	BEFORE_CLASS,

	/**
	 * Before every test method.
	 */
	BEFORE_METHOD,

	/**
	 * Never: what the application writes when it starts stays, and so does what the tests
	 * of another class write that have the same application context.
	 */
	NEVER

}
