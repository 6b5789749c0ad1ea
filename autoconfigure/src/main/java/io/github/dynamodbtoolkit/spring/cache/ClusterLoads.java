package io.github.dynamodbtoolkit.spring.cache;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.cache.Lookup;
import io.github.dynamodbtoolkit.dedupe.Claim;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.dedupe.DedupedFailureException;
import io.github.dynamodbtoolkit.dedupe.Lease;
import io.github.dynamodbtoolkit.dedupe.NoResultException;
import io.github.dynamodbtoolkit.dedupe.Outcome;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.value.EncodedValue;
import org.jspecify.annotations.Nullable;

/**
 * Lets one instance at a time load a key. The others wait, and then read the entry like
 * any other, so that an entry which was invalidated meanwhile is a miss for them too, and
 * they load it anew. Without leases, or when DynamoDB fails, each instance loads for
 * itself: what matters is the value, and one load less is only cheaper.
 */
final class ClusterLoads {

	/**
	 * Whoever finds no entry after that many loads of others loads for himself: what
	 * cannot be stored must not make callers queue.
	 */
	private static final int MAX_TURNS = 3;

	/** For a load elsewhere whose owner lives; a dead one is replaced after its lease. */
	private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

	private static final EncodedValue NO_RESULT = new EncodedValue(new byte[0], "none");

	private final Supplier<@Nullable DedupeStore> leases;

	/**
	 * Creates the loads of one application.
	 * @param leases gives what gives the right to load, null for none
	 */
	ClusterLoads(Supplier<@Nullable DedupeStore> leases) {
		this.leases = leases;
	}

	/**
	 * Loads a value, or waits until another instance has.
	 * @param id stands for the cache and the key
	 * @param work what there is to do
	 * @return the value
	 * @throws Exception what the loader threw, here or elsewhere
	 */
	@Nullable Object load(String id, Work work) throws Exception {
		DedupeStore leases = this.leases.get();
		for (int turn = 0; turn < MAX_TURNS && leases != null; turn++) {
			Lease lease = null;
			try {
				lease = leaseOrWait(leases, id);
			}
			catch (TableException | NoResultException ex) {
				break;
			}
			if (lease != null) {
				return own(leases, lease, work);
			}
			Lookup.Hit hit = work.find();
			if (hit != null) {
				return hit.value();
			}
		}
		return work.loadAndStore();
	}

	/**
	 * Loads a value unless another instance is doing so.
	 * @return whether it was loaded
	 */
	boolean loadIfFree(String id, Work work) throws Exception {
		DedupeStore leases = this.leases.get();
		if (leases == null) {
			work.loadAndStore();
			return true;
		}
		if (!(leases.registerOrJoin(id, null) instanceof Claim.Owned owned)) {
			return false;
		}
		own(leases, owned.lease(), work);
		return true;
	}

	/** Answers a lease, or null when somebody else has done it. */
	private static @Nullable Lease leaseOrWait(DedupeStore leases, String id) {
		Claim claim = leases.registerOrJoin(id, null);
		if (claim instanceof Claim.Owned owned) {
			return owned.lease();
		}
		if (!(claim instanceof Claim.Joined joined)) {
			return null;
		}
		Outcome outcome = leases.waitFor(joined, LONGEST_WAIT);
		if (outcome instanceof Outcome.TakenOver takenOver) {
			return takenOver.lease();
		}
		if (outcome instanceof Outcome.Failed failed) {
			throw new DedupedFailureException(id, failed);
		}
		return null;
	}

	private static @Nullable Object own(DedupeStore leases, Lease lease, Work work) throws Exception {
		try {
			Lookup.Hit hit = work.find();
			Object value = hit != null ? hit.value() : work.loadAndStore();
			complete(leases, lease);
			return value;
		}
		catch (Throwable ex) {
			fail(leases, lease, ex);
			throw ex;
		}
	}

	/**
	 * The value is there, or the failure. If that cannot be told, the lease is left to
	 * expire, so that other instances wait no longer than for a dead one.
	 */
	private static void complete(DedupeStore leases, Lease lease) {
		try {
			leases.complete(lease, NO_RESULT, Map.of(), Duration.ZERO);
		}
		catch (TableException ex) {
			leases.abandon(lease, new Outcome.Completed(NO_RESULT, Map.of()));
		}
	}

	private static void fail(DedupeStore leases, Lease lease, Throwable failure) {
		try {
			leases.fail(lease, failure);
		}
		catch (TableException ex) {
			leases.abandon(lease, Outcome.Failed.of(failure));
		}
	}

	/**
	 * What there is to do for one key.
	 */
	interface Work {

		/** Reads the entry as it is now; null if there is none to be used. */
		Lookup.@Nullable Hit find();

		/** Loads the value, and stores it if nothing has changed since. */
		@Nullable Object loadAndStore() throws Exception;

	}

}
