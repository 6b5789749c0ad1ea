package io.github.dynamodbtoolkit.spring.dedupe;

import io.github.dynamodbtoolkit.dedupe.PayloadMismatchException;
import io.github.dynamodbtoolkit.spring.annotation.ProblemOrder;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers a known key that came with another payload: status 422 with problem details,
 * unless the application has an exception handler of its own for it, and not for all
 * exceptions alike.
 */
@RestControllerAdvice
public final class IdempotentProblems implements Ordered {

	private final ListableBeanFactory beans;

	/**
	 * Creates the advice.
	 * @param beans tells whether the application has an exception handler of its own
	 */
	public IdempotentProblems(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public int getOrder() {
		return ProblemOrder.of(this.beans, PayloadMismatchException.class, getClass());
	}

	/**
	 * Describes the problem, without the key, which may be a secret of its first user.
	 * @param exception the exception
	 * @return problem details
	 */
	@ExceptionHandler
	public ProblemDetail handle(PayloadMismatchException exception) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT,
				"This idempotency key was already used with another payload. Use a new key for a new request.");
	}

}
