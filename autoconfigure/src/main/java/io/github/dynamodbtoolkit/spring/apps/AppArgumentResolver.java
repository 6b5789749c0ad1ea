package io.github.dynamodbtoolkit.spring.apps;

import io.github.dynamodbtoolkit.apps.App;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives controllers the calling {@link App} as an argument. Where requests need not come
 * from one the argument must be nullable, and then is null.
 */
public final class AppArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == App.class;
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binderFactory) {
		HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
		App app = servletRequest != null ? AppFilter.appOf(servletRequest) : null;
		if (app == null && !parameter.isOptional()) {
			throw new IllegalStateException("This request did not have to come from an app. Add its path to "
					+ "toolkit.dynamodb.apps.filter.paths, or make the argument @Nullable.");
		}
		return app;
	}

}
