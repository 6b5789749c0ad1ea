package io.github.dynamodbtoolkit.spring.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.ClassPathResource;

/**
 * The dashboard: a page, its style and its script, which reads the endpoint that lies one
 * level up in the path. What the page wants to change comes here, is looked at by the
 * {@link WriteGuard}, and goes on to the endpoint, whose access must permit it as well.
 * To read changes nothing.
 */
public final class DashboardServlet extends HttpServlet {

	private static final JsonMapper json = JsonMapper.shared();

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
			+ "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy", POLICY,
			"X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Referrer-Policy", "no-referrer",
			"Cross-Origin-Opener-Policy", "same-origin", "Cross-Origin-Resource-Policy", "same-origin", "Cache-Control",
			"no-store");

	private static final Map<String, String> TYPES = Map.of("index.html", "text/html;charset=UTF-8", "dashboard.css",
			"text/css;charset=UTF-8", "dashboard.js", "text/javascript;charset=UTF-8", "icon.svg", "image/svg+xml");

	private static final Pattern SECTION = Pattern.compile("/[a-z]{1,20}");

	private final transient Map<String, byte[]> files = new LinkedHashMap<>();

	private final String endpoint;

	private final transient WriteGuard guard;

	private final transient CsrfTokens csrf;

	/**
	 * Creates the dashboard.
	 * @param endpoint the endpoint's path within the web application
	 * @param readOnly whether the page changes nothing
	 * @param csrf what the application wants to see in requests that change something
	 */
	public DashboardServlet(String endpoint, boolean readOnly, CsrfTokens csrf) {
		this.endpoint = endpoint;
		this.guard = new WriteGuard(readOnly);
		this.csrf = csrf;
		TYPES.keySet().forEach((name) -> this.files.put("/" + name, read(name)));
	}

	/**
	 * Lets a native image have the files, and write what a session is.
	 */
	public static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			TYPES.keySet()
				.forEach((name) -> hints.resources()
					.registerResource(new ClassPathResource(name, DashboardServlet.class)));
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), CsrfTokens.Header.class);
		}

	}

	private static byte[] read(String name) {
		try (InputStream file = Objects.requireNonNull(DashboardServlet.class.getResourceAsStream(name), name)) {
			return file.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		HEADERS.forEach(response::setHeader);
		super.service(request, response);
	}

	@Override
	protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String path = request.getPathInfo();
		if (path == null) {
			redirectIntoFolder(request, response);
		}
		else if (path.equals("/session")) {
			answer(response, HttpServletResponse.SC_OK, session(request));
		}
		else {
			file(path.equals("/") ? "/index.html" : path, response);
		}
	}

	/** Relative, so that it holds behind any proxy. */
	private static void redirectIntoFolder(HttpServletRequest request, HttpServletResponse response) {
		String uri = request.getRequestURI();
		response.setStatus(HttpServletResponse.SC_FOUND);
		response.setHeader("Location", uri.substring(uri.lastIndexOf('/') + 1) + "/");
	}

	private Map<String, Object> session(HttpServletRequest request) {
		Map<String, Object> session = new LinkedHashMap<>();
		session.put("readOnly", this.guard.isReadOnly());
		CsrfTokens.Header token = this.guard.isReadOnly() ? null : this.csrf.of(request);
		if (token != null) {
			session.put("csrf", token);
		}
		return session;
	}

	private void file(String path, HttpServletResponse response) throws IOException {
		byte[] file = this.files.get(path);
		if (file == null) {
			answer(response, HttpServletResponse.SC_NOT_FOUND,
					Map.of("error", "The dashboard has no file \"" + path + "\"."));
			return;
		}
		response.setContentType(TYPES.get(path.substring(1)));
		response.setContentLength(file.length);
		response.getOutputStream().write(file);
	}

	@Override
	protected void doPost(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		forward(request, response);
	}

	@Override
	protected void doDelete(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		forward(request, response);
	}

	private void forward(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		WriteGuard.Refusal refusal = this.guard.refuse(request);
		String section = request.getPathInfo();
		if (refusal != null) {
			answer(response, refusal.status(), Map.of("error", refusal.reason()));
		}
		else if (section == null || !SECTION.matcher(section).matches()) {
			answer(response, HttpServletResponse.SC_NOT_FOUND,
					Map.of("error", "There is no section \"" + (section != null ? section.substring(1) : "") + "\"."));
		}
		else {
			request.getRequestDispatcher(this.endpoint + section).forward(request, response);
		}
	}

	private static void answer(HttpServletResponse response, int status, Map<String, ?> body) throws IOException {
		response.setStatus(status);
		response.setContentType("application/json");
		response.getOutputStream().write(json.writeValueAsBytes(body));
	}

}
