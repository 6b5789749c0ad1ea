package io.github.dynamodbtoolkit.value;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.core.type.TypeReference;

/**
 * The values of a little shop.
 */
final class Products {

	private Products() {
	}

	static Product product(String name) {
		return new Product(UUID.nameUUIDFromBytes(name.getBytes()), name, new BigDecimal("9.90"));
	}

	static Type type(TypeReference<?> reference) {
		return reference.getType();
	}

	record Product(UUID id, String name, BigDecimal price) {

		public boolean isCheap() {
			return this.price.compareTo(BigDecimal.TEN) < 0;
		}

		public String getLabel() {
			return this.name + " " + this.price;
		}

	}

	record Page<T>(List<T> items, int number, Optional<String> next, OptionalInt total) {
	}

	record Counts(int a, boolean b) {
	}

	record Payload(String name, Object content) {
	}

	record Empty() {
	}

	enum Color {

		RED, GREEN {

			@Override
			int weight() {
				return 2;
			}

		};

		int weight() {
			return 1;
		}

		@Override
		public String toString() {
			return "the same";
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	sealed interface Shape permits Circle, Square, Point {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(double side) implements Shape {
	}

	record Point() implements Shape {
	}

	sealed interface Plain permits PlainOne, PlainTwo {

	}

	record PlainOne(int a) implements Plain {
	}

	record PlainTwo(int a) implements Plain {
	}

	static class Animal {

		private String name = "";

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		/** Only computed. */
		public String getGreeting() {
			return "I am " + this.name;
		}

		static <T extends Animal> T named(T animal, String name) {
			animal.setName(name);
			return animal;
		}

		@Override
		public boolean equals(Object other) {
			return other != null && other.getClass() == getClass() && ((Animal) other).name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

	}

	static class Dog extends Animal {

	}

	static class Cat extends Animal {

	}

	record Kennel(Animal first, List<? extends Animal> others) {
	}

	record Keyed(Map<Code, String> byCode) {
	}

	record Code(String value) {
	}

	/** Immutable, made by its constructor. */
	static final class Money {

		private final BigDecimal amount;

		private final String currency;

		public Money(BigDecimal amount, String currency) {
			this.amount = amount;
			this.currency = currency;
		}

		public BigDecimal getAmount() {
			return this.amount;
		}

		public String getCurrency() {
			return this.currency;
		}

		public boolean isZero() {
			return this.amount.signum() == 0;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Money that && that.amount.equals(this.amount)
					&& that.currency.equals(this.currency);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.amount, this.currency);
		}

	}

	/** A field that nothing can set. */
	static final class Lossy {

		private final UUID id = UUID.randomUUID();

		private String name = "";

		public UUID getId() {
			return this.id;
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	static final class Basket extends ArrayList<Product> {

	}

}
