package io.github.dynamodbtoolkit.spring.endpoint;

import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import io.github.dynamodbtoolkit.spring.metrics.MeterReadings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One part of the {@link DynamoDbToolkitEndpoint}: the things of one kind, each with a
 * name.
 */
public interface Section {

	/**
	 * What comes after the endpoint's path: the plural of what one of its things is
	 * called.
	 * @return the name, such as {@code limits}
	 */
	String name();

	/**
	 * Tells whether nothing in it can be changed or removed.
	 * @return whether it only shows what there is
	 */
	default boolean isReadOnly() {
		return false;
	}

	/**
	 * Says that there is no such thing.
	 * @param subject what was asked for
	 * @return a sentence, which may repeat the name but not the key
	 */
	default String missing(Subject subject) {
		return "There is no %s \"%s\".".formatted(name().substring(0, name().length() - 1), subject.name());
	}

	/**
	 * Lists things.
	 * @param page which of them
	 * @param showValues whether to show what users have stored, or named
	 * @return the things; what is known without the table, if it gave no answer
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer,
	 * and nothing is known without
	 */
	Listing list(Page page, boolean showValues);

	/**
	 * Looks one up.
	 * @param subject which
	 * @param showValues as of {@link #list}
	 * @return it, or null if there is none
	 * @throws IllegalArgumentException if it is named in a way that nothing can be named
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 */
	@Nullable OperationResponseBody find(Subject subject, boolean showValues);

	/**
	 * Changes one.
	 * @param subject which
	 * @param change how it is to be
	 * @return false if there is none
	 * @throws UnsupportedOperationException if such things cannot be changed
	 * @throws IllegalArgumentException if it cannot be so
	 * @throws io.github.dynamodbtoolkit.table.TableException if it may not have been
	 * changed
	 */
	default boolean change(Subject subject, Change change) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Removes one, or what has been counted or stored under its name.
	 * @param subject which
	 * @return false if there is none
	 * @throws UnsupportedOperationException if such things cannot be removed
	 * @throws IllegalArgumentException as of {@link #find}
	 * @throws io.github.dynamodbtoolkit.table.TableException if it may not have been
	 * removed
	 */
	default boolean remove(Subject subject) {
		throw new UnsupportedOperationException();
	}

	/**
	 * The caches of a cache manager: their statistics and settings, and single entries.
	 * Removing evicts an entry, or clears a cache.
	 * @param manager has the caches
	 * @param directory has the names of those that other instances use
	 * @return the section {@code caches}
	 */
	static Section caches(DynamoDbCacheManager manager, Directory directory) {
		return new CachesSection(manager, directory);
	}

	/**
	 * The tags of a cache store, with their versions. Removing invalidates.
	 * @param store has the versions
	 * @param directory has the names
	 * @return the section {@code tags}
	 */
	static Section tags(CacheStore store, Directory directory) {
		return new TagsSection(store, directory);
	}

	/**
	 * Rate limits, with what is left of them now. Removing forgets what was counted; they
	 * can be changed until they are changed again.
	 * @param limiter has the limits
	 * @param directory has the names of resources that are limited by default
	 * @param readings what was allowed and refused, null if it is not metered
	 * @return the section {@code limits}
	 */
	static Section limits(RateLimiter limiter, Directory directory, @Nullable MeterReadings readings) {
		return new LimitsSection(limiter, directory, readings);
	}

	/**
	 * The cooldowns that this instance knows. Removing ends one for all instances.
	 * @param cooldowns has them
	 * @return the section {@code cooldowns}
	 */
	static Section cooldowns(Cooldowns cooldowns) {
		return new CooldownsSection(cooldowns);
	}

	/**
	 * The jobs that run in this instance, named by their scope. Removing frees a key,
	 * whoever has it.
	 * @param store has them
	 * @return the section {@code jobs}
	 */
	static Section jobs(DedupeStore store) {
		return new JobsSection(store);
	}

	/**
	 * Feature flags, which can be turned on and off.
	 * @param store has them
	 * @param writer turns them on and off, null if nobody may
	 * @return the section {@code flags}
	 */
	static Section flags(FlagStore store, @Nullable FlagWriter writer) {
		return new FlagsSection(store, writer);
	}

	/**
	 * Registered apps, without their secrets, which can be enabled and disabled.
	 * @param registry has them
	 * @return the section {@code apps}
	 */
	static Section apps(AppRegistry registry) {
		return new AppsSection(registry);
	}

}
