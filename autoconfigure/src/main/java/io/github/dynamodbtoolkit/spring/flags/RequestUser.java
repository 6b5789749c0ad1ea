package io.github.dynamodbtoolkit.spring.flags;

import java.security.Principal;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The name of the user of the current request, as the servlet container or Spring
 * Security knows it; null outside of requests and for nobody.
 */
public final class RequestUser implements Supplier<@Nullable String> {

	@Override
	public @Nullable String get() {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		Principal user = attributes instanceof ServletRequestAttributes servlet
				? servlet.getRequest().getUserPrincipal() : null;
		return user != null ? user.getName() : null;
	}

}
