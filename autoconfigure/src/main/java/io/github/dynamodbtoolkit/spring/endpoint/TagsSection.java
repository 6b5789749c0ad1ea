package io.github.dynamodbtoolkit.spring.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.TagVersion;
import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Tags. A page of them is one Query and one BatchGetItem.
 */
final class TagsSection implements Section {

	private final CacheStore store;

	private final Directory directory;

	TagsSection(CacheStore store, Directory directory) {
		this.store = store;
		this.directory = directory;
	}

	@Override
	public String name() {
		return "tags";
	}

	@Override
	public Listing list(Page page, boolean showValues) {
		return page.of(Names.inDirectory(page, this.directory, DirectoryKind.TAG), this::views);
	}

	private List<TagView> views(List<String> tags) {
		Map<String, TagVersion> versions = tags.isEmpty() ? Map.of() : this.store.tagVersions(tags);
		return tags.stream().map((tag) -> TagView.of(tag, versions.get(tag))).toList();
	}

	/** Any tag may be in use, listed or not. */
	@Override
	public OperationResponseBody find(Subject subject, boolean showValues) {
		return views(List.of(subject.name())).get(0);
	}

	@Override
	public boolean remove(Subject subject) {
		this.store.invalidateTags(List.of(subject.name()));
		return true;
	}

	/**
	 * A tag.
	 *
	 * @param name the tag
	 * @param version its version, absent if it was never invalidated
	 * @param invalidatedAt when it was invalidated last
	 */
	record TagView(String name, @Nullable Long version,
			@Nullable Instant invalidatedAt) implements OperationResponseBody {

		private static TagView of(String name, @Nullable TagVersion version) {
			return version != null ? new TagView(name, version.version(), version.changedAt())
					: new TagView(name, null, null);
		}

	}

}
