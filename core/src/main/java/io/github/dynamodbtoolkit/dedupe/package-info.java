/**
 * One job per key in the whole cluster: an owner runs it, others wait for its outcome,
 * and the outcome may be kept and replayed.
 */
@NullMarked
package io.github.dynamodbtoolkit.dedupe;

import org.jspecify.annotations.NullMarked;
