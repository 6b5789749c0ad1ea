package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.ArrayList;
import java.util.List;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppPage;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Apps, by their ids. They are listed only where the registry may scan its table, which
 * costs what the table is large.
 */
final class AppsSection implements Section {

	private final AppRegistry registry;

	AppsSection(AppRegistry registry) {
		this.registry = registry;
	}

	@Override
	public String name() {
		return "apps";
	}

	@Override
	public Listing list(Page page, boolean showValues) {
		return page.of(upTo(page), (part) -> part.stream().map(AppView::of).toList());
	}

	private List<App> upTo(Page page) {
		List<App> apps = new ArrayList<>();
		String after = null;
		do {
			AppPage next = next(after, page.size());
			apps.addAll(next.apps());
			after = next.next();
		}
		while (after != null && apps.size() < page.reach());
		return apps;
	}

	private AppPage next(@Nullable String after, int limit) {
		try {
			return this.registry.list(after, limit);
		}
		catch (IllegalStateException ex) {
			throw new UnsupportedOperationException("Apps are not listed", ex);
		}
	}

	@Override
	public @Nullable OperationResponseBody find(Subject subject, boolean showValues) {
		App app = this.registry.findById(subject.name());
		return app != null ? AppView.of(app) : null;
	}

	@Override
	public boolean change(Subject subject, Change change) {
		return change.requireOn() ? this.registry.enable(subject.name()) : this.registry.disable(subject.name());
	}

}
