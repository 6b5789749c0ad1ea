package io.github.dynamodbtoolkit.flags;

import java.util.List;

/**
 * What an {@link FlagStore#init} has done.
 *
 * @param written how many items it wrote
 * @param unchanged how many stood there already as they were given
 * @param deleted how many it deleted, because they were not given
 * @param overtaken how many it left alone, because somebody had written a newer version
 * while it ran
 * @param rejected what is wrong with the items that it could not store; what stood under
 * their keys before is still there
 */
public record InitResult(int written, int unchanged, int deleted, int overtaken, List<String> rejected) {
}
