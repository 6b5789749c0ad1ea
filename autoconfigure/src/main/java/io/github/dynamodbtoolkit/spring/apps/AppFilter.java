package io.github.dynamodbtoolkit.spring.apps;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppKeyException;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.table.OncePerMinute;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TimeSource;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Lets requests of certain paths pass only if they come from an app that is registered
 * and enabled, and within its own limits. It answers with problem details and status
 * <ul>
 * <li>401 if there is no key, no app has it, or the signature does not fit,
 * <li>403 if the app is disabled,
 * <li>429 if the app is over its limit, with {@code Retry-After},
 * <li>503 if DynamoDB gives no answer and nothing is remembered of the app.
 * </ul>
 * Each answer to an app that has a limit carries the RateLimit fields. An app that is
 * remembered costs nothing but the permit, which is a write. Preflight requests of CORS
 * pass: browsers send no key with them.
 */
public final class AppFilter extends OncePerRequestFilter {

	private static final Logger logger = LoggerFactory.getLogger(AppFilter.class);

	private static final String APP = App.class.getName();

	private static final JsonMapper json = JsonMapper.shared();

	private final AppRegistry registry;

	private final AppRateLimits limits;

	private final AppFilterSettings settings;

	private final List<PathPattern> paths;

	private final PusherSignature signature;

	private final OncePerMinute warnings;

	/**
	 * Creates the filter.
	 * @param registry knows the apps
	 * @param limiter holds them to their limits; null if nothing does
	 * @param settings which requests, and how an app shows who it is
	 * @param time the source of time
	 * @throws org.springframework.web.util.pattern.PatternParseException if a path is not
	 * a pattern
	 */
	public AppFilter(AppRegistry registry, @Nullable RateLimiter limiter, AppFilterSettings settings, TimeSource time) {
		this.registry = registry;
		this.limits = new AppRateLimits(limiter);
		this.settings = settings;
		this.paths = settings.paths().stream().map(PathPatternParser.defaultInstance::parse).toList();
		this.signature = new PusherSignature(Math.toIntExact(settings.maxSignedBody()), time);
		this.warnings = new OncePerMinute(time);
	}

	/**
	 * The app that a request comes from.
	 * @param request the request
	 * @return the app, or null if the request did not have to come from one
	 */
	public static @Nullable App appOf(HttpServletRequest request) {
		return (App) request.getAttribute(APP);
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		PathContainer path = ServletRequestPathUtils.parse(request).pathWithinApplication();
		return this.paths.stream().noneMatch((pattern) -> pattern.matches(path))
				|| CorsUtils.isPreFlightRequest(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		HttpServletRequest admitted;
		try {
			admitted = admit(request, response);
		}
		catch (RefusedException ex) {
			answer(request, response, ex);
			return;
		}
		chain.doFilter(admitted, response);
	}

	private HttpServletRequest admit(HttpServletRequest request, HttpServletResponse response)
			throws RefusedException, IOException {
		App app = find(key(request));
		HttpServletRequest admitted = this.settings.signature() ? this.signature.verify(request, app) : request;
		request.setAttribute(APP, app);
		if (!app.enabled()) {
			throw new RefusedException(HttpStatus.FORBIDDEN, "This app is disabled.");
		}
		this.limits.acquire(app, request.getMethod(), response);
		return admitted;
	}

	private String key(HttpServletRequest request) throws RefusedException {
		String parameter = this.settings.signature() ? PusherSignature.KEY : this.settings.parameter();
		String key = this.settings.signature() ? null : request.getHeader(this.settings.header());
		if (key == null && parameter != null) {
			key = QueryParameters.parse(request.getQueryString()).single(parameter);
		}
		if (key == null || key.isEmpty()) {
			throw new RefusedException(HttpStatus.UNAUTHORIZED,
					"Send the key of your app in " + (this.settings.signature() ? "the parameter " + parameter
							: "the header " + this.settings.header()) + ".");
		}
		return key;
	}

	private App find(String key) throws RefusedException {
		try {
			App app = this.registry.findByKey(key);
			if (app == null) {
				throw new RefusedException(HttpStatus.UNAUTHORIZED, "There is no app with this key.");
			}
			return app;
		}
		catch (TableException ex) {
			warn("unavailable", ex);
			throw new RefusedException(HttpStatus.SERVICE_UNAVAILABLE,
					"It cannot be found out at the moment which app this is. Please repeat the request.");
		}
		catch (AppKeyException ex) {
			warn("ambiguous", ex);
			throw new RefusedException(HttpStatus.INTERNAL_SERVER_ERROR,
					"The key does not tell which app this is. Please tell whoever runs this server.");
		}
	}

	private void warn(String subject, RuntimeException reason) {
		if (this.warnings.isDue(subject)) {
			logger.warn("Requests of apps are refused: {}", reason.getMessage());
		}
	}

	private static void answer(HttpServletRequest request, HttpServletResponse response, RefusedException refusal)
			throws IOException {
		HttpStatus status = refusal.status();
		if (status == HttpStatus.UNAUTHORIZED) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "AppKey");
		}
		if (status == HttpStatus.SERVICE_UNAVAILABLE) {
			response.setHeader(HttpHeaders.RETRY_AFTER, "1");
		}
		response.setStatus(status.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("detail", String.valueOf(refusal.getMessage()));
		problem.put("instance", request.getRequestURI());
		problem.put("status", status.value());
		problem.put("title", status.getReasonPhrase());
		response.getOutputStream().write(json.writeValueAsBytes(problem));
	}

}
