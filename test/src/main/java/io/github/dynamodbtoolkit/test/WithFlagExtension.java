package io.github.dynamodbtoolkit.test;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Puts {@link GivenFlags} in front of OpenFeature's default provider for one test, and in
 * front of those of the clients that are beans of the test's application.
 */
final class WithFlagExtension implements BeforeEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(WithFlagExtension.class);

	/** OpenFeature's default. */
	private static final String NO_DOMAIN = "";

	@Override
	public void beforeEach(ExtensionContext context) {
		Map<String, String> flags = flags(context);
		Deque<GivenFlags> given = new ArrayDeque<>();
		domains(context)
			.forEach((domain) -> given.push(GivenFlags.install(OpenFeatureAPI.getInstance(), domain, flags)));
		AutoCloseable afterTheTest = () -> given.forEach(GivenFlags::remove);
		context.getStore(NAMESPACE).put(GivenFlags.class, afterTheTest);
	}

	/** From the outermost class to the method. */
	private static Map<String, String> flags(ExtensionContext context) {
		Map<String, String> flags = context.getParent().map(WithFlagExtension::flags).orElseGet(HashMap::new);
		context.getElement().ifPresent((element) -> flags.putAll(flags(element)));
		return flags;
	}

	private static Map<String, String> flags(AnnotatedElement element) {
		Map<String, String> flags = new HashMap<>();
		AnnotationSupport.findRepeatableAnnotations(element, WithFlag.class)
			.forEach((flag) -> flags.put(flag.value(), flag.is()));
		return flags;
	}

	private static Set<String> domains(ExtensionContext context) {
		Set<String> domains = new LinkedHashSet<>(Set.of(NO_DOMAIN));
		if (isSpringTest(context.getRequiredTestClass())) {
			SpringExtension.getApplicationContext(context).getBeansOfType(Client.class).values().forEach((client) -> {
				String domain = client.getMetadata().getDomain();
				domains.add(domain != null ? domain : NO_DOMAIN);
			});
		}
		return domains;
	}

	private static boolean isSpringTest(Class<?> testClass) {
		return TestContextAnnotationUtils.hasAnnotation(testClass, BootstrapWith.class)
				|| TestContextAnnotationUtils.hasAnnotation(testClass, ContextConfiguration.class);
	}

}
