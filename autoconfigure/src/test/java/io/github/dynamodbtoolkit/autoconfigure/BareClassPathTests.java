package io.github.dynamodbtoolkit.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

import com.launchdarkly.sdk.server.LDClient;
import dev.openfeature.sdk.Client;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for auto-configurations where an optional library is really not there. A filtered
 * class loader does not show it: the classes come from its parent, which has the library.
 */
class BareClassPathTests {

	/** What an application of the starter has not, unless it asks for it. */
	@ParameterizedTest
	@ValueSource(classes = { Client.class, LDClient.class })
	void readsAutoConfigurationsWithout(Class<?> library) throws IOException {
		try (URLClassLoader classes = classPathWithout(library)) {
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> classes.loadClass(library.getName()));
			assertThat(ImportCandidates.load(AutoConfiguration.class, classes)).isNotEmpty()
				.filteredOn((name) -> name.startsWith(getClass().getPackageName() + "."))
				.allSatisfy((name) -> assertThatCode(() -> classes.loadClass(name).getDeclaredMethods())
					.doesNotThrowAnyException());
		}
	}

	private static URLClassLoader classPathWithout(Class<?> library) {
		URL jar = library.getProtectionDomain().getCodeSource().getLocation();
		URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(BareClassPathTests::url)
			.filter((url) -> !url.sameFile(jar))
			.toArray(URL[]::new);
		return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
	}

	private static URL url(String path) {
		try {
			return Path.of(path).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
