package io.github.dynamodbtoolkit.spring.annotation;

import java.lang.reflect.Method;
import java.util.Objects;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * One call of an annotated method, the root object of its expressions.
 *
 * @param target the bean
 * @param method the bean's method
 * @param args its arguments
 */
public record AnnotatedCall(Object target, Method method, @Nullable Object[] args) {

	/**
	 * The call that is intercepted.
	 * @param invocation the invocation of a bean's method
	 * @return the call, of the method as the bean's class has it
	 */
	public static AnnotatedCall of(MethodInvocation invocation) {
		Object target = Objects.requireNonNull(invocation.getThis(), "A method of a bean has a target");
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), AopUtils.getTargetClass(target));
		return new AnnotatedCall(target, method, invocation.getArguments());
	}

	/**
	 * The bean's class.
	 * @return the class, not that of a proxy
	 */
	public Class<?> targetClass() {
		return AopUtils.getTargetClass(this.target);
	}

	/**
	 * Names the method, for messages.
	 * @return class and method
	 */
	public String describe() {
		return this.method.getDeclaringClass().getName() + "." + this.method.getName();
	}

}
