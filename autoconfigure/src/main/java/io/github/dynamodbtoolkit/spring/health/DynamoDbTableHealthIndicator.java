package io.github.dynamodbtoolkit.spring.health;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells whether each table that stores use exists and is ACTIVE, with the keys, index and
 * time to live that they need; if not, what is wrong and how to mend it. What the stores
 * can live with does not make it DOWN.
 * <p>
 * However often it is asked, it asks DynamoDB at most every ten seconds (DescribeTable
 * and DescribeTimeToLive for each table), and answers within half a second: when DynamoDB
 * takes longer it answers what it knew before, or DOWN if that is nothing.
 */
public final class DynamoDbTableHealthIndicator implements HealthIndicator {

	private static final Duration KEPT_FOR = Duration.ofSeconds(10);

	private static final Duration LONGEST_WAIT = Duration.ofMillis(400);

	private final TableClients tables;

	private final TimeSource time;

	private @Nullable Check latest;

	private record Check(FutureTask<Health> task, long startNanos, @Nullable Health before) {
	}

	/**
	 * Looks at tables.
	 * @param tables hands out the tables to the stores
	 */
	public DynamoDbTableHealthIndicator(TableClients tables) {
		this.tables = tables;
		this.time = tables.time();
	}

	@Override
	public Health health() {
		Check check = current();
		try {
			return check.task().get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			return (check.before() != null) ? check.before() : unanswered();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return (check.before() != null) ? check.before() : unanswered();
		}
		catch (ExecutionException ex) {
			return Health.down().withDetail("error", String.valueOf(ex.getCause())).build();
		}
	}

	private static Health unanswered() {
		return Health.down()
			.withDetail("error", "No answer from DynamoDB within " + LONGEST_WAIT.toMillis() + " ms")
			.build();
	}

	private synchronized Check current() {
		Check present = this.latest;
		if (present != null && (!present.task().isDone() || isFresh(present))) {
			return present;
		}
		Check next = new Check(new FutureTask<>(new TableCheck(this.tables.tables())), this.time.nanoTime(),
				(present != null) ? result(present) : null);
		this.latest = next;
		Thread thread = new Thread(next.task(), "dynamodb-toolkit-health");
		thread.setDaemon(true);
		thread.start();
		return next;
	}

	private boolean isFresh(Check check) {
		return this.time.nanoTime() - check.startNanos() < KEPT_FOR.toNanos();
	}

	private static @Nullable Health result(Check done) {
		try {
			return done.task().get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException ex) {
			return null;
		}
	}

}
