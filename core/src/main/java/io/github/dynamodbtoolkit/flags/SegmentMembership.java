package io.github.dynamodbtoolkit.flags;

import java.util.Set;

/**
 * Which big segments a context was put into or kept out of. Included wins over excluded.
 *
 * @param included references of segments that include it
 * @param excluded references of segments that exclude it
 */
public record SegmentMembership(Set<String> included, Set<String> excluded) {
}
