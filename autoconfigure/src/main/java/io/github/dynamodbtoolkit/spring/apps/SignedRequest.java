package io.github.dynamodbtoolkit.spring.apps;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * A request whose body was read to check it, and is there as if it had not been. The
 * parts of a multipart form are not.
 */
final class SignedRequest extends HttpServletRequestWrapper {

	private final byte[] body;

	private final Map<String, String[]> parameters;

	private SignedRequest(HttpServletRequest request, byte[] body) {
		super(request);
		this.body = body;
		this.parameters = parameters(request.getQueryString(), isForm(request) ? new String(body, charset()) : null);
	}

	static SignedRequest read(HttpServletRequest request, int maxBody) throws RefusedException, IOException {
		if (request.getContentLengthLong() > maxBody) {
			throw tooLarge(maxBody);
		}
		byte[] body = request.getInputStream().readNBytes(maxBody + 1);
		if (body.length > maxBody) {
			throw tooLarge(maxBody);
		}
		return new SignedRequest(request, body);
	}

	private static RefusedException tooLarge(int maxBody) {
		return new RefusedException(HttpStatus.CONTENT_TOO_LARGE,
				"The body of a signed request may be " + maxBody + " bytes long at most.");
	}

	private static boolean isForm(HttpServletRequest request) {
		String type = request.getContentType();
		return type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
	}

	private static Map<String, String[]> parameters(@Nullable String query, @Nullable String form) {
		Map<String, List<String>> all = new LinkedHashMap<>();
		for (String part : new @Nullable String[] { query, form }) {
			QueryParameters.parse(part)
				.values()
				.forEach((name, values) -> all.computeIfAbsent(name, (absent) -> new ArrayList<>()).addAll(values));
		}
		Map<String, String[]> parameters = new LinkedHashMap<>();
		all.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
		return Collections.unmodifiableMap(parameters);
	}

	byte[] body() {
		return this.body;
	}

	@Override
	public ServletInputStream getInputStream() {
		return new BodyInputStream(new ByteArrayInputStream(this.body));
	}

	@Override
	public BufferedReader getReader() {
		return new BufferedReader(new InputStreamReader(getInputStream(), charset()));
	}

	private Charset charset() {
		String encoding = getCharacterEncoding();
		return encoding != null ? Charset.forName(encoding) : StandardCharsets.UTF_8;
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = this.parameters.get(name);
		return values != null ? values[0] : null;
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		String[] values = this.parameters.get(name);
		return values != null ? values.clone() : null;
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return this.parameters;
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(this.parameters.keySet());
	}

	/** A body that is all there already. */
	private static final class BodyInputStream extends ServletInputStream {

		private final ByteArrayInputStream body;

		private BodyInputStream(ByteArrayInputStream body) {
			this.body = body;
		}

		@Override
		public int read() {
			return this.body.read();
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			return this.body.read(buffer, offset, length);
		}

		@Override
		public boolean isFinished() {
			return this.body.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new UnsupportedOperationException("The body of a signed request is read by blocking reads");
		}

	}

}
