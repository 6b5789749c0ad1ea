package io.github.dynamodbtoolkit.value;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import tools.jackson.core.JacksonException;

/**
 * Turns whatever goes wrong in a codec into a {@link ValueCodecException}, and keeps data
 * out of its message: Jackson's own messages quote the JSON.
 */
final class CodecFailure {

	private CodecFailure() {
	}

	static <T> T translate(String what, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (ValueCodecException ex) {
			throw ex;
		}
		catch (JacksonException ex) {
			throw new ValueCodecException(what + ": " + describe(ex),
					(ex.getCause() instanceof JacksonException) ? null : ex.getCause());
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			throw new ValueCodecException(what + ": " + ex.getClass().getName(), ex);
		}
	}

	private static String describe(JacksonException exception) {
		if (exception.getCause() instanceof MisfitException misfit) {
			return String.valueOf(misfit.getMessage());
		}
		String reason = exception.getClass().getSimpleName();
		List<JacksonException.Reference> path = exception.getPath();
		return path.isEmpty() ? reason
				: reason + path.stream().map(CodecFailure::describe).collect(Collectors.joining(".", " at ", ""));
	}

	/** A class and a property of it, but not a key of a map, which may be data. */
	private static String describe(JacksonException.Reference step) {
		Class<?> type = (step.from() instanceof Class<?> declared) ? declared : step.from().getClass();
		boolean property = step.getPropertyName() != null && !Map.class.isAssignableFrom(type);
		return property ? type.getSimpleName() + "[" + step.getPropertyName() + "]" : type.getSimpleName();
	}

}
