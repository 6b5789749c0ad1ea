package io.github.dynamodbtoolkit.flags.launchdarkly;

import java.time.Instant;

import com.launchdarkly.sdk.server.subsystems.BigSegmentStore;
import com.launchdarkly.sdk.server.subsystems.BigSegmentStoreTypes;
import com.launchdarkly.sdk.server.subsystems.BigSegmentStoreTypes.Membership;
import com.launchdarkly.sdk.server.subsystems.BigSegmentStoreTypes.StoreMetadata;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.SegmentMembership;
import org.jspecify.annotations.Nullable;

/**
 * A flag store as the SDK's source of big segments.
 */
final class FlagStoreBigSegments implements BigSegmentStore {

	private final FlagStore store;

	FlagStoreBigSegments(FlagStore store) {
		this.store = store;
	}

	@Override
	public @Nullable Membership getMembership(String contextHash) {
		SegmentMembership membership = this.store.membership(contextHash);
		return membership != null
				? BigSegmentStoreTypes.createMembershipFromSegmentRefs(membership.included(), membership.excluded())
				: null;
	}

	@Override
	public @Nullable StoreMetadata getMetadata() {
		Instant synchronizedOn = this.store.segmentsSynchronizedOn();
		return synchronizedOn != null ? new StoreMetadata(synchronizedOn.toEpochMilli()) : null;
	}

	@Override
	public void close() {
		// the store is not ours
	}

}
