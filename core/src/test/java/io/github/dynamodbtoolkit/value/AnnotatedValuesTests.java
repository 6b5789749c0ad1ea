package io.github.dynamodbtoolkit.value;

import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dynamodbtoolkit.value.Products.Animal;
import io.github.dynamodbtoolkit.value.Products.Cat;
import io.github.dynamodbtoolkit.value.Products.Dog;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values whose classes carry Jackson's annotations, and those of types that JSON does not
 * know.
 */
class AnnotatedValuesTests {

	private final JsonValueCodec codec = JsonValueCodec.allowing(List.of());

	@Test
	void aClassMadeByABuilderComesBack() {
		assertComesBack(new Built("a"));
	}

	@Test
	void anInterfaceWithADeclaredImplementationComesBack() {
		EncodedValue encoded = this.codec.encode(new ImmutableOrder("1"), Order.class);
		assertThat(encoded.type()).isEqualTo(Order.class.getName());
		assertThat(this.codec.decode(encoded, Order.class)).isEqualTo(new ImmutableOrder("1"));
		assertComesBack(new Orders(new ImmutableOrder("1"), List.of(new ImmutableOrder("2"))));
		assertRefused(new Orders(new OtherOrder("1"), List.of()), OtherOrder.class.getName());
		assertRefused(new Orders(null, List.of(new OtherOrder("1"))), OtherOrder.class.getName());
	}

	@Test
	void aTypeIdThatIsAlsoAPropertyComesBack() {
		assertComesBack(new Vehicles(new Car(4), List.of(new Car(2), new Bike())));
	}

	@Test
	void aTypeIdOfOnePropertyComesBack() {
		assertComesBack(new Pets(new Dog(), List.of(new Cat(), new Dog(), new Animal())));
	}

	@Test
	void aMixInCounts() {
		JsonMapper mapper = JsonMapper.builder().addMixIn(Animal.class, Named.class).build();
		JsonValueCodec codec = JsonValueCodec.of(mapper, List.of());
		EncodedValue encoded = codec.encode(List.of(new Dog(), new Cat()), new TypeReference<List<Animal>>() {
		}.getType());
		assertThat(codec.decode(encoded, new TypeReference<List<Animal>>() {
		}.getType())).isEqualTo(List.of(new Dog(), new Cat()));
	}

	@Test
	void emptyAndMissingPropertiesComeBackWhateverIsToBeLeftOut() {
		assertComesBack(new Sparse(null, List.of(), Optional.empty(), 0, ""));
		assertComesBack(new Sparse("", null, Optional.of(""), 1, null));
	}

	@Test
	void aMissingPropertyIsNotTakenForNull() {
		EncodedValue old = new EncodedValue(
				"{\"name\":null,\"tags\":[],\"next\":null,\"count\":0}".getBytes(StandardCharsets.UTF_8),
				Sparse.class.getName());
		assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> this.codec.decode(old, Sparse.class));
	}

	@Test
	void aPropertyThatIsIgnoredIsNotTakenForNullWhereTheConstructorNeedsIt() {
		assertThat(new Secretive("a", "b")).isNotEqualTo(new Secretive("a", null));
		EncodedValue encoded = this.codec.encode(new Secretive("a", "b"), Secretive.class);
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.codec.decode(encoded, Secretive.class));
	}

	@Test
	void classesThatAreOneValueComeBackAlsoAsKeys() {
		assertComesBack(new Sku("a-1"));
		Map<Sku, List<Sku>> map = Map.of(new Sku("a"), List.of(new Sku("b")));
		EncodedValue encoded = this.codec.encode(map, new TypeReference<Map<Sku, List<Sku>>>() {
		}.getType());
		assertThat(this.codec.decode(encoded, new TypeReference<Map<Sku, List<Sku>>>() {
		}.getType())).isEqualTo(map);
	}

	@Test
	void recursiveTypesComeBack() {
		assertComesBack(new Tree("a", List.of(new Tree("b", List.of()), new Tree("c", List.of()))));
	}

	@Test
	void unwrappedPropertiesComeBack() {
		Wrapper wrapper = new Wrapper();
		wrapper.name = "a";
		wrapper.price = new Price();
		wrapper.price.amount = new BigDecimal("1.00");
		Object read = this.codec.decode(this.codec.encode(wrapper, Wrapper.class), Wrapper.class);
		assertThat(read).usingRecursiveComparison().isEqualTo(wrapper);
	}

	@Test
	void treesComeBackIfTheirNumbersDo() {
		JsonNode tree = JsonMapper.shared()
			.readTree("{\"a\":[1,1.5,12345678901,123456789012345678901234567890,null,true,{}]}");
		EncodedValue encoded = this.codec.encode(tree, JsonNode.class);
		assertThat(this.codec.decode(encoded, JsonNode.class)).isEqualTo(tree);
		assertComesBack(new WithTree(tree));
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		for (JsonNode inexact : List.of(nodes.numberNode(new BigDecimal("1.10")), nodes.numberNode(1L),
				nodes.numberNode(1.5f), nodes.binaryNode(new byte[1]), nodes.pojoNode("a"),
				nodes.numberNode(Double.NaN))) {
			assertRefused(new WithTree(nodes.arrayNode().add(inexact)), inexact.getClass().getName());
		}
	}

	@Test
	void typesOfTheJdkThatJsonBringsBackComeBack() throws Exception {
		for (Object value : List.of(new Date(0), new Date(-1), new Date(1_600_000_000_123L),
				new URL("http://localhost/a?b"), String.class, int[].class)) {
			assertComesBack(value);
		}
	}

	@Test
	void typesOfTheJdkOfWhichJsonLosesAPartAreRefused() {
		record Moment(Timestamp at) {
		}
		record Rule(Pattern pattern) {
		}
		record Appointment(Calendar at) {
		}
		record Waiting(Queue<String> queue) {
		}
		record Flow(Stream<String> stream) {
		}
		assertRefused(new Moment(new Timestamp(0)), "a java.sql.Timestamp");
		assertRefused(new Rule(Pattern.compile("a", Pattern.CASE_INSENSITIVE)), "a java.util.regex.Pattern");
		assertRefused(new Appointment(new GregorianCalendar()), "a java.util.GregorianCalendar");
		assertRefused(new Waiting(new PriorityQueue<>()), "a java.util.PriorityQueue");
		assertRefused(new Flow(Stream.of("a")), "java.util.stream.Stream is declared");
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.codec.encode(new Timestamp(0), Timestamp.class))
			.withMessageContaining("it holds a java.sql.Timestamp.");
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.codec.encode(new Timestamp(0), Date.class));
	}

	private void assertComesBack(Object value) {
		EncodedValue encoded = this.codec.encode(value, value.getClass());
		assertThat(this.codec.decode(encoded, value.getClass())).isEqualTo(value);
	}

	private void assertRefused(Object value, String message) {
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.codec.encode(value, value.getClass()))
			.withMessageContaining(message);
	}

	@JsonDeserialize(builder = Built.Builder.class)
	static final class Built {

		private final String name;

		private Built(String name) {
			this.name = name;
		}

		public String getName() {
			return this.name;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Built that && that.name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

		@JsonPOJOBuilder(withPrefix = "")
		static final class Builder {

			private String name;

			public Builder name(String name) {
				this.name = name;
				return this;
			}

			public Built build() {
				return new Built(this.name);
			}

		}

	}

	@JsonSerialize(as = ImmutableOrder.class)
	@JsonDeserialize(as = ImmutableOrder.class)
	interface Order {

		String id();

	}

	record ImmutableOrder(String id) implements Order {
	}

	record OtherOrder(String id) implements Order {
	}

	record Orders(Order first, List<Order> others) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Car.class, name = "car"),
			@JsonSubTypes.Type(value = Bike.class, name = "bike") })
	abstract static class Vehicle {

		public abstract String getKind();

		@Override
		public boolean equals(Object other) {
			return other != null && other.getClass() == getClass() && other.hashCode() == hashCode();
		}

		@Override
		public int hashCode() {
			return Objects.hash(getKind());
		}

	}

	static class Car extends Vehicle {

		private int doors;

		Car() {
		}

		Car(int doors) {
			this.doors = doors;
		}

		@Override
		public String getKind() {
			return "car";
		}

		public int getDoors() {
			return this.doors;
		}

		public void setDoors(int doors) {
			this.doors = doors;
		}

		@Override
		public int hashCode() {
			return this.doors;
		}

	}

	static class Bike extends Vehicle {

		@Override
		public String getKind() {
			return "bike";
		}

	}

	record Vehicles(Vehicle first, List<Vehicle> others) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(Dog.class), @JsonSubTypes.Type(Cat.class) })
	interface Named {

	}

	record Pets(@JsonTypeInfo(use = JsonTypeInfo.Id.NAME) @JsonSubTypes( {
			@JsonSubTypes.Type(Dog.class), @JsonSubTypes.Type(Cat.class) }) Animal first,
			@JsonTypeInfo(use = JsonTypeInfo.Id.NAME) @JsonSubTypes({ @JsonSubTypes.Type(Dog.class),
					@JsonSubTypes.Type(Cat.class) }) List<Animal> others){
	}

	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	record Sparse(String name, List<String> tags, Optional<String> next,
			@JsonInclude(JsonInclude.Include.NON_DEFAULT) int count, String text) {
	}

	record Secretive(String name, @JsonIgnore String password) {
	}

	record Sku(@JsonValue String code) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Sku {
		}

	}

	record Tree(String name, List<Tree> children) {
	}

	static class Wrapper {

		public String name;

		@JsonUnwrapped(prefix = "price_")
		@JsonProperty
		public Price price;

	}

	static class Price {

		public BigDecimal amount;

	}

	record WithTree(JsonNode tree) {
	}

}
