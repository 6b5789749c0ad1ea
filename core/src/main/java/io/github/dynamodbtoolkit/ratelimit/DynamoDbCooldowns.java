package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.OncePerMinute;
import io.github.dynamodbtoolkit.table.OneLine;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.table.Update;
import io.github.dynamodbtoolkit.table.WriteResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cooldowns as http-client-toolkit keeps them.
 * <p>
 * Item: key {@code COOLDOWN#<origin>} without a prefix, {@code cooldownUntil} (N, epoch
 * milliseconds), {@code ttl} (N, the same in seconds, rounded down). A later end is
 * written on the condition that the one that stands there is earlier, is further off than
 * anybody may ask for, or is not a number; who loses is answered the item, and obeys
 * that.
 * <p>
 * Who else has the table may have a longer longest cooldown. So what is longer than ours
 * is left as it is, and obeyed for our longest from when it was first seen.
 */
final class DynamoDbCooldowns implements Cooldowns {

	private static final Logger logger = LoggerFactory.getLogger(Cooldowns.class);

	private static final String UNTIL = "cooldownUntil";

	private static final Expression SET = Expression.of("SET #cooldownUntil = :until, #ttl = :ttl");

	private static final Expression IS_SHORTER = Expression.of("attribute_not_exists(#cooldownUntil) "
			+ "OR NOT attribute_type(#cooldownUntil, :number) OR #cooldownUntil < :until OR #cooldownUntil > :latest");

	private static final int MAX_ORIGINS = 10_000;

	/** By as much two ways to the same end may differ. */
	private static final long ROUNDING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final Cache<String, Origin> origins = Caffeine.newBuilder()
		.maximumSize(MAX_ORIGINS)
		.executor(Runnable::run)
		.build();

	private final TableClient table;

	private final TimeSource time;

	private final Duration longest;

	private final OncePerMinute warnings;

	DynamoDbCooldowns(TableClient table, Duration longest) {
		this.table = table;
		this.time = table.time();
		this.longest = Cooldowns.requireLongest(longest);
		this.warnings = new OncePerMinute(this.time);
	}

	@Override
	public Duration remaining(String origin) {
		Origin present = origin(origin);
		if (present.isLookDue(this.time.nanoTime())) {
			lookOnce(origin, present);
		}
		return left(present);
	}

	/** Who comes meanwhile waits for the answer: what is known is too old to go by. */
	private void lookOnce(String name, Origin origin) {
		origin.looking().lock();
		try {
			long now = this.time.nanoTime();
			if (origin.isLookDue(now)) {
				look(name, origin);
				origin.lookedAt(now);
			}
		}
		finally {
			origin.looking().unlock();
		}
	}

	@Override
	public Duration known(String origin) {
		Origin present = this.origins.getIfPresent(origin);
		return present != null ? left(present) : Duration.ZERO;
	}

	@Override
	public Map<String, Duration> known() {
		Map<String, Duration> known = new TreeMap<>();
		this.origins.asMap().forEach((name, origin) -> known.put(name, left(origin)));
		known.values().removeIf(Duration::isZero);
		return known;
	}

	private Duration left(Origin origin) {
		return Duration.ofNanos(origin.left(this.time.nanoTime()));
	}

	private Origin origin(String name) {
		return this.origins.get(name, (missing) -> new Origin(this.time.nanoTime()));
	}

	private void look(String name, Origin origin) {
		try {
			ItemKey key = this.table.keys().cooldown(name);
			Item item = this.table.get(key, Consistency.EVENTUAL, CallKind.DECISION);
			if (isMuchShorter(item, origin)) {
				// A replica that has not heard yet of what this instance has started.
				item = this.table.get(key, Consistency.STRONG, CallKind.DECISION);
			}
			origin.holdUntil(endIn(item, origin));
			mend(key, item);
		}
		catch (TableException ex) {
			warn(name, "could not be looked up. Until it can, this instance obeys what it knows of it", ex);
		}
	}

	/** At most once a minute and reason, whatever the number of origins. */
	private void warn(String origin, String what, TableException reason) {
		if (this.warnings.isDue(what)) {
			logger.warn("Cooldown of '{}': {}. {}", OneLine.of(origin), what, reason.getMessage());
		}
	}

	private boolean isMuchShorter(@Nullable Item item, Origin origin) {
		long now = this.time.nanoTime();
		return origin.left(now) - (endIn(item, origin) - now) > ROUNDING_NANOS;
	}

	/** An end that nobody may have asked for would be obeyed anew by each process. */
	private void mend(ItemKey key, @Nullable Item item) {
		Long until = item != null ? item.number(UNTIL) : null;
		if (until != null && until > latest()) {
			write(key, this.time.millis() + this.longest.toMillis());
		}
	}

	/** The latest end that anybody may have asked for. */
	private long latest() {
		return this.time.millis() + Cooldowns.LONGEST.toMillis();
	}

	/** The end that stands in the table, by the monotonic clock. */
	private long endIn(@Nullable Item item, Origin origin) {
		Long until = item != null ? item.number(UNTIL) : null;
		long now = this.time.nanoTime();
		long millis = this.time.millis();
		if (until == null || until <= millis) {
			return now;
		}
		long left = TimeUnit.MILLISECONDS.toNanos(Math.min(until, latest()) - millis);
		long longestLeft = origin.seenAt(until, now) + this.longest.toNanos() - now;
		return now + Math.max(0, Math.min(left, longestLeft));
	}

	@Override
	public void start(String origin, Duration duration) {
		Duration cut = duration.compareTo(this.longest) < 0 ? duration : this.longest;
		Origin present = origin(origin);
		if (cut.compareTo(left(present)) <= 0) {
			return;
		}
		long end = this.time.nanoTime() + cut.toNanos();
		present.extendTo(end);
		try {
			WriteResult result = write(this.table.keys().cooldown(origin), this.time.millis() + cut.toMillis());
			if (!result.applied()) {
				present.extendTo(endIn(result.item(), present));
			}
		}
		catch (TableException ex) {
			present.holdUntoldUntil(end);
			warn(origin, "other instances could not be told of it. This one obeys it alone", ex);
		}
	}

	private WriteResult write(ItemKey key, long until) {
		Update update = Update.of(SET.with(":until", until).with(":ttl", until / 1000))
			.when(IS_SHORTER.with(":until", until).with(":latest", latest()).with(":number", "N"));
		return this.table.update(key, update, CallKind.CACHE_WRITE);
	}

	@Override
	public void end(String origin) {
		long past = this.time.millis();
		this.table.update(this.table.keys().cooldown(origin),
				Update.of(SET.with(":until", past).with(":ttl", past / 1000)), CallKind.CACHE_WRITE);
		origin(origin).endAt(this.time.nanoTime());
	}

}
