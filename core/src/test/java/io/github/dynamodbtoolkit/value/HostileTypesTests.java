package io.github.dynamodbtoolkit.value;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.dynamodbtoolkit.value.Products.Animal;
import io.github.dynamodbtoolkit.value.Products.Cat;
import io.github.dynamodbtoolkit.value.Products.Dog;
import io.github.dynamodbtoolkit.value.Products.Product;
import io.github.dynamodbtoolkit.valueevil.Tripwire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a table may hold that others can write: names of classes that are not to be
 * loaded, let alone initialised.
 */
class HostileTypesTests {

	private static final String EVIL = "io.github.dynamodbtoolkit.valueevil.Tripwire";

	private static final List<String> REFUSED = List.of(EVIL, "[L" + EVIL + ";", "[[L" + EVIL + ";",
			"java.util.ArrayList<" + EVIL + ">", "java.util.Map<java.lang.String,java.util.List<" + EVIL + ">>",
			"java.util.Optional<[L" + EVIL + ";>", "[Ljava.util.List<" + EVIL + ">;",
			"io.github.dynamodbtoolkit.value.Products$Page<" + EVIL + ">", "java.net.URL", "java.lang.Class",
			"java.lang.ProcessBuilder", "java.io.File", "java.util.logging.FileHandler",
			"java.rmi.server.UnicastRemoteObject", "com.sun.rowset.JdbcRowSetImpl",
			"com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl", "javax.script.ScriptEngineManager",
			"javax.naming.InitialContext", "org.springframework.context.support.ClassPathXmlApplicationContext", "int",
			"void", "", "[", "null ", "Null", EVIL + " ", " " + EVIL, "io/github/dynamodbtoolkit/valueevil/Tripwire",
			"io.github.dynamodbtoolkit.value.../" + EVIL, "L" + EVIL + ";");

	private static final List<String> CONTENTS = List.of("{}", "[]", "\"http://localhost/\"", "null", "1",
			"{\"@class\":\"" + EVIL + "\"}", "[\"" + EVIL + "\",{}]");

	private final ClassLoader original = Thread.currentThread().getContextClassLoader();

	private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

	private JsonValueCodec codec;

	@BeforeEach
	void watchTheClassLoader() {
		ClassLoader watching = new ClassLoader(this.original) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				HostileTypesTests.this.asked.add(name);
				return super.loadClass(name, resolve);
			}

		};
		Thread.currentThread().setContextClassLoader(watching);
		this.codec = JsonValueCodec.allowing(List.of("io.github.dynamodbtoolkit.value"));
	}

	@AfterEach
	void restoreTheClassLoader() {
		Thread.currentThread().setContextClassLoader(this.original);
	}

	@Test
	void theWatchedClassLoaderIsTheOneThatIsAsked() {
		EncodedValue dog = this.codec.encode(new Dog(), null);
		assertThat(this.codec.decode(dog, null)).isEqualTo(new Dog());
		assertThat(this.asked).contains(Dog.class.getName());
	}

	@Test
	void typesThatAreNotAllowedAreRefusedBeforeTheyAreLoaded() {
		for (String name : REFUSED) {
			for (String json : CONTENTS) {
				assertRefused(json, name, null);
				assertRefused(json, name, Object.class);
				assertRefused(json, name, Animal.class);
				assertRefused(json, name, new TypeReference<List<Product>>() {
				}.getType());
			}
		}
		assertThat(this.asked).noneMatch(HostileTypesTests::isEvil);
		assertThat(Tripwire.Count.get()).isZero();
	}

	@Test
	void typeIdsThatAreNotAllowedAreRefusedBeforeTheyAreLoaded() {
		assertComesBack(new Holder(new Dog()));
		assertComesBack(new Holder(new ArrayList<>(List.of(1))));
		for (String id : REFUSED) {
			String holder = Holder.class.getName();
			assertRefused("{\"value\":{\"@class\":\"" + id + "\"}}", holder, Holder.class);
			assertRefused("{\"value\":[\"" + id + "\",{}]}", holder, Holder.class);
			assertRefused("{\"value\":[\"" + id + "\",[]]}", ArrayHolder.class.getName(), ArrayHolder.class);
			assertRefused("{\"value\":[\"" + id + "\",[{}]]}", ArrayHolder.class.getName(), ArrayHolder.class);
			assertRefused("{\"value\":[\"" + id + "\",\"http://localhost/\"]}", ArrayHolder.class.getName(), null);
		}
		assertThat(this.asked).noneMatch(HostileTypesTests::isEvil);
		assertThat(Tripwire.Count.get()).isZero();
	}

	@Test
	void defaultTypingIsNotUnderstood() {
		Object list = this.codec.decode(
				value("[\"" + EVIL + "\",{\"@class\":\"" + EVIL + "\"}]", "java.util.List<java.lang.Object>"), null);
		assertThat(list).isEqualTo(List.of(EVIL, Map.of("@class", EVIL)));
		assertThat(this.asked).noneMatch(HostileTypesTests::isEvil);
	}

	@Test
	void classesInPropertiesAreLoadedOnlyIfAllowed() {
		assertComesBack(new Named(Dog.class));
		assertRefused("{\"type\":\"" + EVIL + "\"}", Named.class.getName(), Named.class);
		assertRefused("{\"type\":\"java.lang.Runtime\"}", Named.class.getName(), Named.class);
		assertThat(this.asked).noneMatch(HostileTypesTests::isEvil);
		assertThat(Tripwire.Count.get()).isZero();
	}

	@Test
	void anAllowedTypeMustFitTheDeclaredOne() {
		EncodedValue dog = this.codec.encode(new Dog(), null);
		assertThat(this.codec.decode(dog, Animal.class)).isEqualTo(new Dog());
		assertRefused(dog, Cat.class);
		assertRefused(dog, Product.class);
		assertRefused(dog, new TypeReference<List<Dog>>() {
		}.getType());
		EncodedValue dogs = this.codec.encode(List.of(new Dog()), null);
		assertThat(this.codec.decode(dogs, new TypeReference<List<Animal>>() {
		}.getType())).isEqualTo(List.of(new Dog()));
		assertThat(this.codec.decode(dogs, List.class)).isEqualTo(List.of(new Dog()));
		assertRefused(dogs, new TypeReference<List<Cat>>() {
		}.getType());
		assertRefused(dogs, Dog.class);
		EncodedValue numbers = this.codec.encode(Map.of("a", 1), null);
		assertRefused(numbers, new TypeReference<Map<String, String>>() {
		}.getType());
		assertRefused(numbers, new TypeReference<Map<Integer, Integer>>() {
		}.getType());
		EncodedValue array = this.codec.encode(new Dog[] { new Dog() }, null);
		assertThat((Animal[]) this.codec.decode(array, Animal[].class)).containsExactly(new Dog());
		assertRefused(array, Cat[].class);
	}

	@Test
	void typeParametersMustBeThoseOfTheClass() {
		for (String name : List.of("java.util.List<java.lang.String,java.lang.String>",
				"java.util.Map<java.lang.String>", "java.lang.String<java.lang.String>", "java.util.ArrayList",
				Products.Page.class.getName())) {
			assertRefused("[]", name, null);
			assertRefused("{}", name, null);
		}
	}

	@Test
	void anAllowedClassThatDoesNotExistIsRefused() {
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.codec.decode(value("{}", "io.github.dynamodbtoolkit.value.Gone"), null))
			.withMessage("The stored type's class io.github.dynamodbtoolkit.value.Gone does not exist.");
	}

	@Test
	void anAllowedClassThatCannotBeInitialisedIsRefused() {
		assertRefused("{}", Broken.class.getName(), null);
		assertRefused("{}", Broken.class.getName(), null);
	}

	@Test
	void theMessageSaysWhatToDo() {
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.codec.decode(value("{}", "com.acme.Product"), null))
			.withMessage("The stored type com.acme.Product is not allowed. If it is the application's, "
					+ "add its package to toolkit.dynamodb.cache.allowed-packages.");
	}

	private void assertComesBack(Object value) {
		EncodedValue encoded = this.codec.encode(value, value.getClass());
		assertThat(this.codec.decode(encoded, value.getClass())).isEqualTo(value);
	}

	private void assertRefused(String json, String name, Type declared) {
		assertRefused(value(json, name), declared);
	}

	private void assertRefused(EncodedValue value, Type declared) {
		assertThatExceptionOfType(ValueCodecException.class).as("decoding a %s", value.type())
			.isThrownBy(() -> this.codec.decode(value, declared));
	}

	private static EncodedValue value(String json, String name) {
		return new EncodedValue(json.getBytes(StandardCharsets.UTF_8), name);
	}

	private static boolean isEvil(String name) {
		return name.contains("evil") || name.contains("JdbcRowSetImpl") || name.contains("TemplatesImpl")
				|| name.equals("java.net.URL") || name.equals("java.lang.Runtime");
	}

	record Holder(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object value) {
	}

	record ArrayHolder(
			@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.WRAPPER_ARRAY) Object value) {
	}

	record Named(Class<?> type) {
	}

	static final class Broken {

		static final int NUMBER = Integer.parseInt("none");

	}

}
