package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.Map;

import io.github.dynamodbtoolkit.table.DurationText;
import io.github.dynamodbtoolkit.table.TableClient;

/**
 * Times during which a remote server asked not to be called, shared by all instances, and
 * with http-client-toolkit's. Safe for use by many threads.
 * <p>
 * Cost: at most one read a second, origin and instance while calls flow; one write for
 * each cooldown that is longer than what is known. An instance obeys another's within a
 * second, and for its own longest one at most. Nothing here throws because DynamoDB does
 * not answer: then each instance obeys what it knows.
 */
public interface Cooldowns {

	/**
	 * The longest cooldown unless said otherwise.
	 */
	Duration DEFAULT_LONGEST = Duration.ofSeconds(60);

	/**
	 * The longest that {@link #on} can be told, and so the longest that whoever shares
	 * the table can have asked for.
	 */
	Duration LONGEST = Duration.ofDays(1);

	/**
	 * Cooldowns in a table.
	 * @param table the table
	 * @param longest no server can ask for more, 1 second to 1 day
	 * @return the cooldowns
	 */
	static Cooldowns on(TableClient table, Duration longest) {
		return new DynamoDbCooldowns(table.forStore("ratelimit"), longest);
	}

	/**
	 * Checks how long a cooldown may be at most.
	 * @param longest no server can ask for more
	 * @return the same
	 * @throws IllegalArgumentException unless it is 1 second to 1 day
	 */
	static Duration requireLongest(Duration longest) {
		if (longest.compareTo(Duration.ofSeconds(1)) < 0 || longest.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"max-cooldown must be between 1s and 1d, got " + DurationText.of(longest));
		}
		return longest;
	}

	/**
	 * How long an origin must still not be called.
	 * @param origin such as {@code https://api.example.com}
	 * @return zero if it can be called
	 */
	Duration remaining(String origin);

	/**
	 * How long an origin must still not be called, as far as this instance knows. Without
	 * a call of the table.
	 * @param origin such as {@code https://api.example.com}
	 * @return zero if nothing is known
	 */
	Duration known(String origin);

	/**
	 * The cooldowns that this instance knows of. Without a call of the table.
	 * @return how long each origin must still not be called
	 */
	Map<String, Duration> known();

	/**
	 * Starts a cooldown. It is cut to the longest one, and never shortens another.
	 * @param origin such as {@code https://api.example.com}
	 * @param duration from now on; zero or less for none
	 */
	void start(String origin, Duration duration);

	/**
	 * Ends a cooldown.
	 * @param origin such as {@code https://api.example.com}
	 * @throws io.github.dynamodbtoolkit.table.TableException if it may not have been
	 * ended for others
	 */
	void end(String origin);

}
