package io.github.dynamodbtoolkit.apps;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Some of the apps.
 *
 * @param apps the apps, in no order that means anything; may be none although there are
 * more
 * @param next what to ask for the next page with, null if this was the last
 */
public record AppPage(List<App> apps, @Nullable String next) {
}
