package io.github.dynamodbtoolkit.spring.flags;

import io.github.dynamodbtoolkit.spring.annotation.ProblemOrder;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers calls of features that are off: status 404 with problem details, unless the
 * application has an exception handler of its own for it, and not for all exceptions
 * alike.
 */
@RestControllerAdvice
public final class FeatureFlagProblems implements Ordered {

	private final ListableBeanFactory beans;

	/**
	 * Creates the advice.
	 * @param beans tells whether the application has an exception handler of its own
	 */
	public FeatureFlagProblems(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public int getOrder() {
		return ProblemOrder.of(this.beans, FeatureDisabledException.class, getClass());
	}

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
