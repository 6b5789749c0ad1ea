package io.github.dynamodbtoolkit.spring.flags;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers calls of features that are off: status 404 with problem details, unless the
 * application has an exception handler of its own for it.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class FeatureFlagProblems {

	/**
	 * Describes the problem, without the flag: that there will be such a feature is
	 * nobody's business yet.
	 * @param exception the exception
	 * @return problem details
	 */
	@ExceptionHandler
	public ProblemDetail handle(FeatureDisabledException exception) {
		return ProblemDetail.forStatus(HttpStatus.NOT_FOUND);
	}

}
