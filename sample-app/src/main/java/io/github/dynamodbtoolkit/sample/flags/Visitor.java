package io.github.dynamodbtoolkit.sample.flags;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.MutableContext;
import io.github.dynamodbtoolkit.spring.flags.EvaluationContextSource;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

/**
 * For whom flags are evaluated: the parameters {@code user} and {@code country} of the
 * request. A real shop would take them from its session; without a bean like this it is
 * the name of the request's user.
 */
@Component
class Visitor implements EvaluationContextSource {

	private final HttpServletRequest request;

	/** Spring's request is that of the current thread. */
	Visitor(HttpServletRequest request) {
		this.request = request;
	}

	@Override
	public EvaluationContext current() {
		String user = this.request.getParameter("user");
		String country = this.request.getParameter("country");
		MutableContext context = new MutableContext((user != null) ? user : "anonymous");
		return (country != null) ? context.add("country", country) : context;
	}

}
