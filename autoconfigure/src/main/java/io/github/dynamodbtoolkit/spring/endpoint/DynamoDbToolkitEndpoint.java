package io.github.dynamodbtoolkit.spring.endpoint;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.flags.FlagConflictException;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.endpoint.CooldownsSection.CooldownView;
import io.github.dynamodbtoolkit.spring.endpoint.JobsSection.JobState;
import io.github.dynamodbtoolkit.spring.endpoint.JobsSection.JobView;
import io.github.dynamodbtoolkit.spring.endpoint.TablesSection.TableState;
import io.github.dynamodbtoolkit.spring.endpoint.TagsSection.TagView;
import io.github.dynamodbtoolkit.spring.metrics.MeterReadings;
import io.github.dynamodbtoolkit.table.TableException;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.convert.DurationStyle;

/**
 * Shows what the stores hold and do, and changes it where that is permitted. A section,
 * such as {@code caches}, follows in the path; the name of a thing in it, and a key, are
 * parameters, since both may hold slashes.
 * <p>
 * Unless {@code management.endpoint.dynamodbtoolkit.access} says otherwise, it only
 * reads. A page of a list costs a Query, and what its section says. Of what was sent, the
 * text of an error has at most the name of a section or thing that is not there; of what
 * DynamoDB has said, its name of an error.
 */
@WebEndpoint(id = "dynamodbtoolkit", defaultAccess = Access.READ_ONLY)
@RegisterReflectionForBinding({ Overview.class, ListingView.class, AppView.class, CacheView.class, CooldownView.class,
		EntryView.class, FlagView.class, JobState.class, JobView.class, LimitView.class, TableState.class,
		TagView.class, DynamoDbToolkitEndpoint.Problem.class })
public final class DynamoDbToolkitEndpoint {

	private static final int METHOD_NOT_ALLOWED = 405;

	private static final int CONFLICT = 409;

	private final TableClients tables;

	private final TableProblems problems;

	private final Section tableStates;

	private final Supplier<? extends Collection<Section>> sections;

	private final @Nullable MeterReadings readings;

	private final Show showValues;

	private final Set<String> roles;

	private final long startNanos;

	/**
	 * Creates the endpoint.
	 * @param tables the tables in use
	 * @param sections asked at each request, since stores come into use while the
	 * application runs
	 * @param readings what the stores have used, null if it is not metered
	 * @param showValues whether to show what users have stored, and keys
	 * @param roles those of whom one makes somebody authorized for that; empty if every
	 * authenticated user is
	 */
	public DynamoDbToolkitEndpoint(TableClients tables, Supplier<? extends Collection<Section>> sections,
			@Nullable MeterReadings readings, Show showValues, Set<String> roles) {
		this.tables = tables;
		this.problems = new TableProblems(tables);
		this.tableStates = new TablesSection(tables);
		this.sections = sections;
		this.readings = readings;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
		this.startNanos = tables.time().nanoTime();
	}

	/**
	 * What there is. Makes no call of a table.
	 * @return tables, sections, what was used, and what was let through and refused
	 */
	@ReadOperation
	public OperationResponseBody overview() {
		List<Section> present = sections().toList();
		List<String> names = present.stream().map(Section::name).toList();
		List<String> readOnly = present.stream().filter(Section::isReadOnly).map(Section::name).toList();
		long upNanos = this.tables.time().nanoTime() - this.startNanos;
		return new Overview(this.tables.tables().stream().map(Overview.TableView::of).toList(), names, readOnly,
				Duration.ofNanos(upNanos).toMillis(), this.readings != null ? this.readings.usage() : null,
				this.readings != null ? this.readings.rateLimitEvents() : null);
	}

	private Stream<Section> sections() {
		return Stream.concat(Stream.of(this.tableStates), this.sections.get().stream());
	}

	/**
	 * Lists a section, or looks up one thing in it.
	 * @param security who asks
	 * @param section the section
	 * @param name which thing, null to list
	 * @param key a key within it
	 * @param keyType what the key of a cache entry is in the application, by default a
	 * String
	 * @param page the number of the page, from 0
	 * @param size how many a page has, 1 to 100, by default 20
	 * @return the answer, or why there is none
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> read(SecurityContext security, @Selector String section,
			@Nullable String name, @Nullable String key, @Nullable KeyType keyType, @Nullable String page,
			@Nullable String size) {
		boolean show = this.showValues.isShown(security, this.roles);
		return in(section, (found) -> {
			if (name == null) {
				return new WebEndpointResponse<>(view(found.list(Page.of(page, size), show)));
			}
			Subject subject = subject(name, key, keyType);
			OperationResponseBody answer = found.find(subject, show);
			return answer != null ? new WebEndpointResponse<>(answer) : notFound(found.missing(subject));
		});
	}

	private ListingView view(Listing listing) {
		TableException failure = listing.failure();
		return ListingView.of(listing, failure != null ? this.problems.tell(failure) : null);
	}

	/**
	 * Changes a limit, turns a flag on or off, or enables or disables an app.
	 * @param section the section
	 * @param name which thing
	 * @param key a key within it
	 * @param on whether a flag is to be on, or an app enabled
	 * @param limit the new limit; left out, the configured limits hold again
	 * @param window which of several limits is meant, such as 10s
	 * @return nothing, or why it was not done
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Selector String section, String name,
			@Nullable String key, @Nullable Boolean on, @Nullable Long limit, @Nullable String window) {
		Subject subject = subject(name, key, null);
		return in(section,
				(found) -> done(found.change(subject, new Change(on, limit, window(window))), found, subject));
	}

	/**
	 * Evicts an entry, clears a cache, invalidates a tag, resets a limit, ends a cooldown
	 * or frees the key of a job.
	 * @param section the section
	 * @param name which thing
	 * @param key a key within it, null for the whole
	 * @param keyType as of {@link #read}
	 * @return nothing, or why it was not done
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> remove(@Selector String section, String name,
			@Nullable String key, @Nullable KeyType keyType) {
		Subject subject = subject(name, key, keyType);
		return in(section, (found) -> done(found.remove(subject), found, subject));
	}

	private static Subject subject(String name, @Nullable String key, @Nullable KeyType keyType) {
		return new Subject(name, key, keyType != null ? keyType : KeyType.STRING);
	}

	private static @Nullable Duration window(@Nullable String text) {
		try {
			return text != null ? DurationStyle.detectAndParse(text) : null;
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("window must be a duration, such as 10s", ex);
		}
	}

	private WebEndpointResponse<OperationResponseBody> in(String name,
			Function<Section, WebEndpointResponse<OperationResponseBody>> request) {
		try {
			return sections().filter((section) -> section.name().equals(name))
				.findFirst()
				.map(request)
				.orElseGet(() -> notFound("There is no section \"" + name + "\"."));
		}
		catch (IllegalArgumentException ex) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
		catch (UnsupportedOperationException ex) {
			return problem(METHOD_NOT_ALLOWED, "This cannot be done here.");
		}
		catch (FlagConflictException ex) {
			return problem(CONFLICT, "Somebody else has changed the flag. Try again.");
		}
		catch (TableException ex) {
			return problem(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, this.problems.tell(ex));
		}
	}

	private static WebEndpointResponse<OperationResponseBody> done(boolean done, Section section, Subject subject) {
		return done ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT)
				: notFound(section.missing(subject));
	}

	private static WebEndpointResponse<OperationResponseBody> notFound(String what) {
		return problem(WebEndpointResponse.STATUS_NOT_FOUND, what);
	}

	private static WebEndpointResponse<OperationResponseBody> problem(int status, String text) {
		return new WebEndpointResponse<>(new Problem(text), status);
	}

	/**
	 * Why there is no answer.
	 *
	 * @param error in words
	 */
	record Problem(String error) implements OperationResponseBody {
	}

}
