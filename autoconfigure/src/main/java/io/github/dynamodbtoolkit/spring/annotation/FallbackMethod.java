package io.github.dynamodbtoolkit.spring.annotation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * The method of a bean that an annotation names to be called in place of the annotated
 * one. It has the same parameters, or these and the reason why it is called.
 */
public final class FallbackMethod {

	private final Method method;

	private FallbackMethod(Method method) {
		this.method = method;
	}

	/**
	 * Finds a fallback, of any visibility.
	 * @param name its name
	 * @param method the annotated method
	 * @param targetClass the bean's class
	 * @param reason the exception that the fallback may have as its last parameter
	 * @param annotation the annotation's name, for messages
	 * @return the fallback
	 * @throws IllegalStateException if the class has no such method, or it returns
	 * something else than the annotated one
	 */
	public static FallbackMethod find(String name, Method method, Class<?> targetClass,
			Class<? extends Exception> reason, String annotation) {
		Class<?>[] parameters = method.getParameterTypes();
		Class<?>[] withReason = Arrays.copyOf(parameters, parameters.length + 1);
		withReason[parameters.length] = reason;
		Method found = ReflectionUtils.findMethod(targetClass, name, withReason);
		if (found == null) {
			found = ReflectionUtils.findMethod(targetClass, name, parameters);
		}
		if (found == null || found.equals(method) || !method.getReturnType().isAssignableFrom(found.getReturnType())) {
			throw new IllegalStateException("@" + annotation + " on " + targetClass.getName() + "." + method.getName()
					+ ": there is no fallback '" + name + "'. Write a method of that name in the same class, with the "
					+ "same parameters, or these and a " + reason.getSimpleName() + ", that returns "
					+ method.getReturnType().getName() + ".");
		}
		ReflectionUtils.makeAccessible(found);
		return new FallbackMethod(found);
	}

	/**
	 * Calls the fallback.
	 * @param target the bean, not its proxy
	 * @param args the arguments of the annotated method
	 * @param reason why it is called
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	public @Nullable Object invoke(Object target, @Nullable Object[] args, Exception reason) throws Throwable {
		@Nullable Object[] all = Arrays.copyOf(args, this.method.getParameterCount());
		if (all.length > args.length) {
			all[args.length] = reason;
		}
		try {
			return this.method.invoke(target, all);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
