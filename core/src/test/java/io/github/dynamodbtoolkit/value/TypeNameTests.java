package io.github.dynamodbtoolkit.value;

import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.value.Products.Page;
import io.github.dynamodbtoolkit.value.Products.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TypeNameTests {

	private final TypeFactory types = TypeFactory.createDefaultInstance();

	@ParameterizedTest
	@ValueSource(strings = { "com.acme.Product", "Product", "com.acme.Shop$Product", "java.util.List<com.acme.A>",
			"java.util.Map<a.B,c.D<e.F,g.H>>", "[I", "[[[J", "[Lcom.acme.Product;", "[[Lcom.acme.Product;",
			"[Ljava.util.List<java.lang.String>;", "java.util.List<[Lcom.acme.A;>", "a.List<[B>", "a.Ünïcödé" })
	void aNameIsReadAsItWasWritten(String name) {
		assertThat(TypeName.parse(name)).hasToString(name);
	}

	@ParameterizedTest
	@MethodSource
	void malformedNamesAreRefused(String name) {
		assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> TypeName.parse(name))
			.satisfies((ex) -> assertThat(ex.getMessage()).isIn("The stored type is not a name of ours.",
					"A type nested deeper than 16 levels cannot be stored."));
	}

	static List<String> malformedNamesAreRefused() {
		return List.of("", " ", ".", "a.", ".a", "a..b", "a b", " a", "a ", "a/b", "a;", "a;b", "La;", "[", "[[", "[L",
				"[La", "[L;", "[X", "[int", "[I;", "[II", "[Ljava.lang.String", "[Ljava.lang.String;x", "a<", "a<b",
				"a<b>>", "a<>", "a<,b>", "a<b,>", "a<b,,c>", "a<b>c", "a<b><c>", "a<?>", "a<? extends b>", "<a>", "a>",
				"a[]", "1a", "a.1b", "a-b", "a\0", "a\u200b", "a\n", "a\r\nb", "com.acme.A<[I;>", "[".repeat(17) + "I",
				"a<".repeat(17) + "a" + ">".repeat(17), "a<".repeat(1_000) + "a", "[".repeat(100_000), "a".repeat(4097),
				"a.".repeat(1_000_000), "ａ<\ud800>");
	}

	@Test
	void aTypeHasTheNameThatJacksonGivesIt() {
		for (JavaType type : List.of(type(new TypeReference<List<Product>>() {
		}), type(new TypeReference<Map<String, List<Page<Product>>>>() {
		}), type(new TypeReference<int[][]>() {
		}), type(new TypeReference<Product[]>() {
		}), this.types.constructType(List.class), type(new TypeReference<List<?>>() {
		}))) {
			assertThat(TypeName.of(type)).hasToString(type.toCanonical());
		}
	}

	@Test
	void arraysOfGenericTypesHaveNamesOfTheirOwn() {
		assertThat(TypeName.of(type(new TypeReference<List<String>[]>() {
		}))).hasToString("[Ljava.util.List<java.lang.String>;");
	}

	private JavaType type(TypeReference<?> reference) {
		return this.types.constructType(reference);
	}

}
