package io.github.dynamodbtoolkit.value;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AllowedTypesTests {

	private final AllowedTypes allowed = new AllowedTypes(List.of("com.acme", "org.shop.model"));

	@ParameterizedTest
	@ValueSource(strings = { "com.acme.Product", "com.acme.sub.Product", "com.acme.Shop$Product", "org.shop.model.A",
			"java.lang.String", "java.util.ArrayList<com.acme.Product>", "[Lcom.acme.Product;", "[[I", "[B",
			"java.util.Map<java.lang.String,java.util.List<[Lcom.acme.A;>>", "java.time.ZonedDateTime",
			"java.util.OptionalInt", "com.acme.Page<com.acme.Product>" })
	void allowsThePackagesAndTheJdksValues(String name) {
		assertThat(this.allowed.allowsType(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.acmeevil.Product", "com.acme", "com.acmeProduct", "xcom.acme.Product", "com.Acme.A",
			"org.shop.Model", "org.shop.modelling.A", "java.net.URL", "java.io.File", "java.lang.Class",
			"java.lang.Runtime", "java.util.Scanner", "com.sun.rowset.JdbcRowSetImpl",
			"com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl", "javax.script.ScriptEngineManager",
			"[Lcom.acmeevil.Product;", "[[Ljava.net.URL;", "java.util.ArrayList<java.net.URL>",
			"com.acme.Page<com.acmeevil.Product>", "java.util.Map<com.acme.A,java.util.List<com.acmeevil.B>>", "int",
			"Product" })
	void allowsNothingElse(String name) {
		assertThat(this.allowed.allowsType(name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "com.", ".com", "com..acme", "com.acme.*", "com.acme.", "com acme", "com/acme",
			"com.1a", "*" })
	void refusesWhatIsNoPackage(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new AllowedTypes(List.of("com.acme", name)))
			.withMessage("allowed-packages: '" + name + "' is not a package name. "
					+ "Write it like com.acme.shop, without a class and without a wildcard.");
	}

	@Test
	void withoutPackagesOnlyTheJdksValuesAreAllowed() {
		AllowedTypes none = new AllowedTypes(List.of());
		assertThat(none.allowsType("java.lang.String")).isTrue();
		assertThat(none.allowsType("com.acme.Product")).isFalse();
	}

}
