package io.github.dynamodbtoolkit.sample.problems;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.table.TableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.DatabindException;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/**
 * Answers with problem details. Most exceptions are known to Spring, which comes after
 * this; here is what it does not know or is too brief about.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemHandler {

	private static final Logger logger = LoggerFactory.getLogger(ProblemHandler.class);

	/**
	 * Reads do without DynamoDB while it fails, but what must not get lost, such as an
	 * eviction, is reported. The message names the table, so it is for the log alone.
	 */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> tableFailed(TableException ex) {
		logger.warn(ex.getMessage());
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"The caches cannot be changed at the moment. Please repeat the request.");
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "1").body(problem);
	}

	/**
	 * The first call that the supplier does not want is answered by itself; after that
	 * the toolkit makes none.
	 */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> supplierRefuses(HttpClientErrorException.TooManyRequests ex) {
		HttpHeaders headers = new HttpHeaders();
		if (ex.getResponseHeaders() != null) {
			headers.addAll(HttpHeaders.RETRY_AFTER, ex.getResponseHeaders().getOrEmpty(HttpHeaders.RETRY_AFTER));
		}
		return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
			.headers(headers)
			.body(ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS,
					"The supplier cannot be asked at the moment."));
	}

	@ExceptionHandler
	ProblemDetail supplierFailed(RestClientException ex) {
		logger.warn(ex.getMessage());
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, "The supplier does not answer.");
	}

	@ExceptionHandler
	ProblemDetail invalidBody(MethodArgumentNotValidException ex) {
		return badRequest(
				ex.getFieldErrors().stream().map((error) -> error.getField() + " " + error.getDefaultMessage()));
	}

	@ExceptionHandler
	ProblemDetail invalidParameter(HandlerMethodValidationException ex) {
		return badRequest(ex.getParameterValidationResults().stream().flatMap(ProblemHandler::describe));
	}

	@ExceptionHandler
	ProblemDetail unreadableBody(HttpMessageNotReadableException ex) {
		if (ex.getCause() instanceof DatabindException databind && !databind.getPath().isEmpty()) {
			return badRequest(Stream.of(databind.getPath().get(0).getPropertyName() + " has the wrong type"));
		}
		return badRequest(Stream.of("the body is not a JSON object"));
	}

	private static Stream<String> describe(ParameterValidationResult result) {
		String name = result.getMethodParameter().getParameterName();
		return result.getResolvableErrors().stream().map((error) -> name + " " + error.getDefaultMessage());
	}

	private static ProblemDetail badRequest(Stream<String> reasons) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
				reasons.sorted().collect(Collectors.joining("; ")));
	}

}
