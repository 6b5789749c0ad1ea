package io.github.dynamodbtoolkit.spring.apps;

import org.springframework.http.HttpStatus;

/**
 * A request is not let pass; the message is for whoever sent it.
 */
final class RefusedException extends Exception {

	private final HttpStatus status;

	RefusedException(HttpStatus status, String detail) {
		super(detail, null, false, false);
		this.status = status;
	}

	HttpStatus status() {
		return this.status;
	}

}
