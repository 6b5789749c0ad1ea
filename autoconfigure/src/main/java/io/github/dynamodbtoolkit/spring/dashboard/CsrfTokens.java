package io.github.dynamodbtoolkit.spring.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * Knows what the application itself wants to see in requests that change something. A
 * bean of this type replaces the default, {@link #ofSpringSecurity()} where that is on
 * the class path; it is found in the application's context also where the management has
 * a port of its own.
 */
@FunctionalInterface
public interface CsrfTokens {

	/**
	 * For applications that want nothing.
	 */
	CsrfTokens NONE = (request) -> null;

	/**
	 * The header for the requests of a session.
	 * @param request a request of that session
	 * @return the header, null if none is needed
	 */
	@Nullable Header of(HttpServletRequest request);

	/**
	 * Those of Spring Security.
	 * @return the tokens
	 */
	static CsrfTokens ofSpringSecurity() {
		return (request) -> {
			CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
			return token != null ? new Header(token.getHeaderName(), token.getToken()) : null;
		};
	}

	/**
	 * A header.
	 *
	 * @param name its name
	 * @param value its value
	 */
	record Header(String name, String value) {

		/** The value is a secret of the session. */
		@Override
		public String toString() {
			return "Header[" + this.name + "]";
		}

	}

}
