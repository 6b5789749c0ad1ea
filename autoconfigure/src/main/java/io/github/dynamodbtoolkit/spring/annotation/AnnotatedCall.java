package io.github.dynamodbtoolkit.spring.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;

/**
 * One call of an annotated method, the root object of its expressions.
 *
 * @param target the bean; its proxy, if that has no bean behind it
 * @param method the bean's method
 * @param args its arguments
 */
public record AnnotatedCall(Object target, Method method, @Nullable Object[] args) {

	/**
	 * The call that is intercepted.
	 * @param invocation the invocation of a bean's method
	 * @return the call, of the method as the bean's class has it, or else its interface
	 */
	public static AnnotatedCall of(MethodInvocation invocation) {
		Object bean = invocation.getThis();
		Object target = bean != null ? bean : ((ProxyMethodInvocation) invocation).getProxy();
		Method method = invocation.getMethod();
		Class<?> type = typeOf(target, method);
		return new AnnotatedCall(target, AopUtils.getMostSpecificMethod(method, type), invocation.getArguments());
	}

	/**
	 * The bean's class.
	 * @return the class, not that of a proxy; the method's interface where it is not the
	 * class that implements it, as of HTTP interfaces and repositories
	 */
	public Class<?> targetClass() {
		return typeOf(this.target, this.method);
	}

	private static Class<?> typeOf(Object target, Method method) {
		Class<?> type = AopUtils.getTargetClass(target);
		Class<?> declaring = method.getDeclaringClass();
		return Proxy.isProxyClass(type) || !declaring.isAssignableFrom(type) ? declaring : type;
	}

	/**
	 * Names the method, for messages.
	 * @return class and method
	 */
	public String describe() {
		return this.method.getDeclaringClass().getName() + "." + this.method.getName();
	}

}
