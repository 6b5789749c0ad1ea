package io.github.dynamodbtoolkit.flags;

import org.jspecify.annotations.Nullable;

/**
 * Writes flags from the application, for teams that have no service to do so. What is
 * written is checked first, so that no flag gets into the table that cannot be evaluated.
 * The first write marks the store as initialised. Safe for use by many threads and
 * processes: of several who change one version of a flag, one succeeds and the others are
 * told.
 */
public interface FlagWriter {

	/**
	 * Reads a flag, in order to change it: one GetItem.
	 * @param key its key
	 * @return the flag, or null if there is none
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB gave no answer
	 */
	@Nullable FlagDefinition find(String key);

	/**
	 * Writes a flag: one PutItem; one GetItem before, if the flag is new; and one Query
	 * per megabyte of flags or segments, if it refers to any.
	 * @param flag a new flag, or one that was read and changed
	 * @return the flag as it is now, with its new version, to be changed again
	 * @throws IllegalArgumentException if it is not valid, with all that is wrong
	 * @throws FlagConflictException if somebody else has written it since it was read, or
	 * if it is not new, or what stands there cannot be read and has as high a version
	 * @throws io.github.dynamodbtoolkit.table.TableException if it is not certain whether
	 * it was written
	 */
	FlagDefinition save(FlagDefinition flag);

	/**
	 * Writes a flag in place of whatever stands under its key, as the next version: one
	 * GetItem and one PutItem, and what {@link #save} asks for if it refers to others.
	 * @param flag the flag; the version it was read as does not count
	 * @return the flag as it is now, with its new version
	 * @throws IllegalArgumentException if it is not valid, with all that is wrong
	 * @throws FlagConflictException if somebody else was faster ten times in a row, or
	 * what stands there cannot be read and has as high a version
	 * @throws io.github.dynamodbtoolkit.table.TableException if it is not certain whether
	 * it was written
	 */
	FlagDefinition replace(FlagDefinition flag);

	/**
	 * Deletes a flag and leaves a tombstone: one PutItem.
	 * @param flag a flag that was read
	 * @throws FlagConflictException if somebody else has written it since it was read
	 * @throws io.github.dynamodbtoolkit.table.TableException if it is not certain whether
	 * it was deleted
	 */
	void delete(FlagDefinition flag);

	/**
	 * Makes flags, segments or both what a file says: items that differ are written with
	 * a higher version, those that are not in the file are deleted. Versions in the file
	 * count only if they are higher than what is stored, so that a file need not carry
	 * any. Any number of instances may import one file at once. Where somebody edits a
	 * flag at the same time, the file counts.
	 * @param json a JSON object with {@code flags}, {@code segments} or both, each an
	 * object of definitions by key, as {@link #exportAll} and LaunchDarkly's file data
	 * source have it; a section that is not there is left alone
	 * @return what was done
	 * @throws IllegalArgumentException if anything in it is not valid; nothing is written
	 * then
	 * @throws io.github.dynamodbtoolkit.table.TableException if it is not certain that
	 * all was done; a repetition completes it
	 */
	InitResult importAll(String json);

	/**
	 * Writes all flags and segments down, in the order of their keys.
	 * @return indented JSON, for {@link #importAll}
	 * @throws io.github.dynamodbtoolkit.table.TableException if DynamoDB did not give all
	 * of them
	 */
	String exportAll();

	/**
	 * Makes a writer.
	 * @param store holds the flags; not read-only
	 * @return the writer
	 */
	static FlagWriter on(FlagStore store) {
		return new CheckingFlagWriter(store);
	}

}
