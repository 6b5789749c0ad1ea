package io.github.dynamodbtoolkit.dedupe;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.value.EncodedValue;
import io.github.dynamodbtoolkit.value.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that at most one instance works on at a time, each known by its key. The first
 * caller becomes the owner and runs the work; callers who come meanwhile wait for its
 * outcome; a waiting caller takes over from an owner that died. Outcomes can be kept for
 * a time and replayed, which makes the work idempotent. Safe for use by many threads.
 * <p>
 * Ownership is a lease, renewed while the work runs. An owner that is paused for longer
 * than its lease may find that another has begun the same work meanwhile: execution can
 * then overlap, but only the newer owner's outcome is recorded, and
 * {@linkplain Lease#fence() fences} tell the two apart elsewhere. Clocks of instances may
 * differ; an instance whose clock is ahead takes over by that much too early.
 * <p>
 * Costs: to own a job and complete it, 2 writes, and one for each third of a lease that
 * it runs; to join one, 1 write and the polls, of which there are at most 12 in the first
 * 3 seconds and 2.5 per second from then on, in all for all who wait for one key in this
 * instance; to join one that this instance owns, nothing.
 */
public interface DedupeStore extends AutoCloseable {

	/**
	 * Does some work unless somebody else is doing it or has done it, and answers its
	 * result. Waits for others at most {@link DedupeSettings#jobTimeout()}.
	 * @param <T> the type of result
	 * @param <X> the type of exception that the work throws
	 * @param key what the work is known by: not empty, at most 1,024 bytes of UTF-8
	 * @param type the generic type of the result
	 * @param work what to do; it cannot be stopped if the lease is lost
	 * @return the result of the work, whoever did it
	 * @throws X if the work was done here and failed; the key is free then
	 * @throws DedupedFailureException if the work was done elsewhere and failed
	 * @throws NoResultException if somebody else does it or has done it, but there is no
	 * result to be had
	 * @throws TableException if DynamoDB fails and the settings do not permit to do the
	 * work all the same
	 */
	default <T extends @Nullable Object, X extends Exception> T execute(String key, Type type, Work<T, X> work)
			throws X {
		return execute(key, DedupeOptions.of(type), work);
	}

	/**
	 * As {@link #execute(String, Type, Work)}, with options.
	 * @param <T> the type of result
	 * @param <X> the type of exception that the work throws
	 * @param key as there
	 * @param options type of the result, payload, how long to keep the result, what to do
	 * without DynamoDB
	 * @param work as there
	 * @return as there
	 * @throws X as there
	 * @throws PayloadMismatchException if the key is known with another payload
	 */
	<T extends @Nullable Object, X extends Exception> T execute(String key, DedupeOptions options, Work<T, X> work)
			throws X;

	/**
	 * Becomes the owner of a key that nobody holds, or tells who does. The lease of an
	 * owner is renewed in the background until it is completed, failed or released, or
	 * the job-timeout is over.
	 * @param key as of {@link #execute}
	 * @param fingerprint stands for the payload, null for none
	 * @return what the caller is now
	 * @throws PayloadMismatchException if the key is known with another fingerprint
	 * @throws NoResultException if the store was closed
	 * @throws TableException if that could not be learnt; the key may then be taken until
	 * the lease ends
	 */
	Claim registerOrJoin(String key, @Nullable String fingerprint);

	/**
	 * Waits for the outcome of a job. Meanwhile DynamoDB may be throttled or down for up
	 * to a lease. If the job's owner is dead or gave up, the caller may be the one to
	 * take over, and then has to do the work, or to release the lease.
	 * @param joined the job
	 * @param timeout the longest wait
	 * @return what became of it
	 */
	Outcome waitFor(Claim.Joined joined, Duration timeout);

	/**
	 * Ends a job with a result, and hands it to those who wait.
	 * @param lease the owner's lease
	 * @param result the result; if it is too large to be stored, others learn that
	 * @param metadata anything about the result that others need, small
	 * @param keepFor for how long later callers get the result, zero for not at all
	 * @return whether it was recorded; false if another owner has taken over, and nothing
	 * was changed
	 * @throws TableException if neither is certain; may be called again
	 */
	boolean complete(Lease lease, EncodedValue result, Map<String, String> metadata, Duration keepFor);

	/**
	 * Ends a job with a failure, tells those who wait, and frees the key.
	 * @param lease the owner's lease
	 * @param failure why; others get its class name and message
	 * @return as of {@link #complete}
	 * @throws TableException as of {@link #complete}
	 */
	boolean fail(Lease lease, Throwable failure);

	/**
	 * Gives a job up without an outcome; one of those who wait takes over.
	 * @param lease the owner's lease
	 * @return as of {@link #complete}
	 * @throws TableException as of {@link #complete}
	 */
	boolean release(Lease lease);

	/**
	 * Gives up a job whose outcome could not be recorded because DynamoDB fails. Those
	 * who wait in this instance get the outcome, the lease is not renewed any more, and
	 * when it expires others take over. Without a call of the table.
	 * @param lease the owner's lease
	 * @param outcome what came of the job
	 */
	void abandon(Lease lease, Outcome outcome);

	/**
	 * Extends a lease now, as the background does by itself at every third of it.
	 * @param lease the owner's lease
	 * @return whether it still belongs to its owner
	 * @throws TableException if neither is certain
	 */
	boolean renew(Lease lease);

	/**
	 * Tells whether somebody is working on a key, in one read.
	 * @param key as of {@link #execute}
	 * @return whether there is an owner with a valid lease
	 * @throws TableException if that could not be learnt
	 */
	boolean isInProgress(String key);

	/**
	 * Tells whether this instance works on a key, or waits for somebody who does. Without
	 * a call of the table.
	 * @param key as of {@link #execute}
	 * @return whether somebody here does
	 */
	boolean isInFlightHere(String key);

	/**
	 * Forgets a key's result, and frees it even from its present owner, whose outcome
	 * will not be recorded any more. One write.
	 * @param key as of {@link #execute}
	 * @throws TableException if it may not have been done
	 */
	void clear(String key);

	/**
	 * The jobs that this instance is doing now, those of all scopes. Without a call of
	 * the table.
	 * @return a snapshot, those that run longest first
	 */
	List<RunningJob> running();

	/**
	 * The same store with keys of their own: a key of one scope is never one of another.
	 * @param scope the scope's name, at most 255 bytes of UTF-8
	 * @return the store for that scope, which needs no closing
	 */
	DedupeStore in(String scope);

	/**
	 * Gives running jobs up to 5 seconds to end, then releases their leases, so that
	 * others need not wait for them to expire, and stops all background work. From then
	 * on nobody waits, and there are no new leases; who has one may still end it.
	 */
	@Override
	void close();

	/**
	 * Makes a store.
	 * @param table the table
	 * @param codec writes and reads results
	 * @param settings how the store behaves
	 * @return the store
	 * @throws IllegalArgumentException if the lease is too short for the table's time
	 * budget
	 */
	static DedupeStore on(TableClient table, ValueCodec codec, DedupeSettings settings) {
		return DynamoDbDedupeStore.on(table.forStore("dedupe"), codec, settings, new BackgroundThreads());
	}

	/**
	 * Makes a store with default settings.
	 * @param table the table
	 * @param codec writes and reads results
	 * @return the store
	 */
	static DedupeStore on(TableClient table, ValueCodec codec) {
		return on(table, codec, DedupeSettings.defaults());
	}

}
