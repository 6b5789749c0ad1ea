package io.github.dynamodbtoolkit.spring.ratelimit;

import io.github.dynamodbtoolkit.spring.annotation.ProblemOrder;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers a call over its limit: status 429 with problem details, {@code Retry-After} and
 * the {@linkplain RateLimitFields RateLimit fields}, unless the application has an
 * exception handler of its own for it, and not for all exceptions alike.
 */
@RestControllerAdvice
public final class RateLimitProblems implements Ordered {

	private final ListableBeanFactory beans;

	/**
	 * Creates the advice.
	 * @param beans tells whether the application has an exception handler of its own
	 */
	public RateLimitProblems(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public int getOrder() {
		return ProblemOrder.of(this.beans, RateLimitExceededException.class, getClass());
	}

	/**
	 * Describes the problem, without the key, which may be anybody's data.
	 * @param exception the exception
	 * @return the answer
	 */
	@ExceptionHandler
	public ResponseEntity<ProblemDetail> handle(RateLimitExceededException exception) {
		HttpHeaders fields = new HttpHeaders();
		RateLimitFields.of(exception.getResource(), exception.getLimits(), exception.getDecision())
			.forEach(fields::set);
		return ResponseEntity
			.of(ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS,
					"Too many requests. Try again in " + fields.getFirst(RateLimitFields.RETRY_AFTER) + " seconds."))
			.headers(fields)
			.build();
	}

}
