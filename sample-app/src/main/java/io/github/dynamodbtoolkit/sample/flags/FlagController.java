package io.github.dynamodbtoolkit.sample.flags;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.Value;
import io.github.dynamodbtoolkit.flags.FlagConflictException;
import io.github.dynamodbtoolkit.flags.FlagDefinition;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.table.TableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Evaluates flags, and writes them.
 */
@RestController
@RequestMapping("/flags")
class FlagController {

	private static final Logger logger = LoggerFactory.getLogger(FlagController.class);

	private static final Value NO_VALUE = new Value();

	private final Client flags;

	private final FlagWriter writer;

	private final Visitor visitor;

	FlagController(Client flags, FlagWriter writer, Visitor visitor) {
		this.flags = flags;
		this.writer = writer;
		this.visitor = visitor;
	}

	@GetMapping("/{key}")
	Evaluation evaluate(@PathVariable String key) {
		return Evaluation.of(this.flags.getObjectDetails(key, NO_VALUE, this.visitor.current()));
	}

	@PutMapping(path = "/{key}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	String write(@PathVariable String key, @RequestBody String definition) {
		return this.writer.replace(FlagDefinition.parse(key, definition)).json();
	}

	/** Of the toolkit, for what is no flag, with all that is wrong. */
	@ExceptionHandler
	ProblemDetail refuse(IllegalArgumentException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail conflict(FlagConflictException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()));
	}

	/** Evaluations go on without DynamoDB, writing does not. */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> tableFailed(TableException ex) {
		logger.warn(ex.getMessage());
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"Flags cannot be changed at the moment. Please repeat the request.");
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "1").body(problem);
	}

}
