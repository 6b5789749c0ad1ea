package io.github.dynamodbtoolkit.spring.annotation;

import java.util.Arrays;
import java.util.Objects;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

/**
 * Where an advice that answers one exception with problem details stands among those of
 * the application. Spring MVC asks one after the other, and takes the first that answers
 * the exception at all: one that answers every exception would answer this one too.
 */
public final class ProblemOrder {

	/** Where Spring Boot's own problem details stand: before what has no order. */
	private static final int BEFORE_THE_REST = 0;

	private ProblemOrder() {
	}

	/**
	 * Finds the place.
	 * @param beans the application's
	 * @param exception the exception that is answered
	 * @param problems the class of the advice that asks
	 * @return last, if the application has an advice for just this exception, or a type
	 * of its own between it and {@link RuntimeException}; else before all that have no
	 * order
	 */
	public static int of(ListableBeanFactory beans, Class<? extends RuntimeException> exception, Class<?> problems) {
		boolean own = Arrays.stream(beans.getBeanNamesForAnnotation(ControllerAdvice.class))
			.map(beans::getType)
			.filter(Objects::nonNull)
			.filter((type) -> type != problems)
			.anyMatch((type) -> answersJust(exception, new ExceptionHandlerMethodResolver(type)));
		return own ? Ordered.LOWEST_PRECEDENCE : BEFORE_THE_REST;
	}

	private static boolean answersJust(Class<? extends RuntimeException> exception,
			ExceptionHandlerMethodResolver handlers) {
		Object handler = handlers.resolveMethodByExceptionType(exception);
		return handler != null && !handler.equals(handlers.resolveMethodByExceptionType(RuntimeException.class));
	}

}
