/**
 * Rate limits that all instances of an application share, with one write a decision; and
 * cooldowns that a remote server asked for.
 * <p>
 * A call goes {@link io.github.dynamodbtoolkit.ratelimit.RateLimiter} → what this
 * instance remembers → one conditional write of the resource's item. The arithmetic is
 * pure and knows no table.
 */
@NullMarked
package io.github.dynamodbtoolkit.ratelimit;

import org.jspecify.annotations.NullMarked;
