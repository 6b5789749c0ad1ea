package io.github.dynamodbtoolkit.value;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dynamodbtoolkit.value.Products.Animal;
import io.github.dynamodbtoolkit.value.Products.Basket;
import io.github.dynamodbtoolkit.value.Products.Cat;
import io.github.dynamodbtoolkit.value.Products.Circle;
import io.github.dynamodbtoolkit.value.Products.Code;
import io.github.dynamodbtoolkit.value.Products.Color;
import io.github.dynamodbtoolkit.value.Products.Counts;
import io.github.dynamodbtoolkit.value.Products.Dog;
import io.github.dynamodbtoolkit.value.Products.Empty;
import io.github.dynamodbtoolkit.value.Products.Kennel;
import io.github.dynamodbtoolkit.value.Products.Keyed;
import io.github.dynamodbtoolkit.value.Products.Lossy;
import io.github.dynamodbtoolkit.value.Products.Money;
import io.github.dynamodbtoolkit.value.Products.Page;
import io.github.dynamodbtoolkit.value.Products.Payload;
import io.github.dynamodbtoolkit.value.Products.Plain;
import io.github.dynamodbtoolkit.value.Products.PlainOne;
import io.github.dynamodbtoolkit.value.Products.PlainTwo;
import io.github.dynamodbtoolkit.value.Products.Point;
import io.github.dynamodbtoolkit.value.Products.Product;
import io.github.dynamodbtoolkit.value.Products.Shape;
import io.github.dynamodbtoolkit.value.Products.Square;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import static io.github.dynamodbtoolkit.value.Products.product;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonValueCodecTests {

	private static final String PACKAGE = "io.github.dynamodbtoolkit.value";

	private final JsonValueCodec codec = JsonValueCodec.allowing(List.of(PACKAGE));

	/** Knows what is declared, and the JDK. */
	private final JsonValueCodec strict = JsonValueCodec.allowing(List.of());

	@Test
	void valuesOfDeclaredTypesComeBack() {
		assertComesBack(product("a"), Product.class);
		assertComesBack(List.of(product("a"), product("b")), new TypeReference<List<Product>>() {
		});
		assertComesBack(Map.of("a", List.of(new BigDecimal("1.00"), new BigDecimal("1E+3"))),
				new TypeReference<Map<String, List<BigDecimal>>>() {
				});
		assertComesBack(new Page<>(List.of(product("a")), 1, Optional.of("x"), OptionalInt.of(3)),
				new TypeReference<Page<Product>>() {
				});
		assertComesBack(new Page<>(List.of(), 1, Optional.empty(), OptionalInt.empty()),
				new TypeReference<Page<Product>>() {
				});
		assertComesBack(Map.of(Color.RED, Set.of(1L)), new TypeReference<Map<Color, Set<Long>>>() {
		});
		assertComesBack(List.of(Map.of(1, List.of(Optional.of(product("a"))))),
				new TypeReference<List<Map<Integer, List<Optional<Product>>>>>() {
				});
		assertComesBack(new Money(new BigDecimal("0.00"), "EUR"), Money.class);
		assertComesBack(new Empty(), Empty.class);
		assertComesBack(5, int.class);
		assertComesBack(true, boolean.class);
		assertComesBack("", String.class);
		assertComesBack("\0\u0001\uffff😀\r\n\"\\", String.class);
	}

	@Test
	void genericTypesComeBackWhereverTheyStand() {
		Page<Product> page = new Page<>(List.of(product("a")), 1, Optional.empty(), OptionalInt.empty());
		assertComesBack(new Report(page, List.of(page), Map.of("a", page), Optional.of(page)), Report.class);
		assertComesBack(List.of(page), new TypeReference<List<Page<Product>>>() {
		});
		assertComesBack(Map.of("a", List.of(page)), new TypeReference<Map<String, List<Page<Product>>>>() {
		});
		assertComesBack(Optional.of(page), new TypeReference<Optional<Page<Product>>>() {
		});
		assertComesBack(new Page<?>[] { page }, new TypeReference<Page<Product>[]>() {
		});
		assertComesBack(new Page<>(List.of(page), 1, Optional.empty(), OptionalInt.empty()),
				new TypeReference<Page<Page<Product>>>() {
				});
		Page<Animal> dogs = new Page<>(List.of(new Dog()), 1, Optional.empty(), OptionalInt.empty());
		assertRefused(dogs, new TypeReference<Page<Animal>>() {
		});
		assertRefused(List.of(dogs), new TypeReference<List<Page<Animal>>>() {
		});
		assertRefused(Map.of("a", Optional.of(dogs)), new TypeReference<Map<String, Optional<Page<Animal>>>>() {
		});
	}

	@Test
	void arraysComeBack() {
		assertComesBack(new byte[] { 1, -1, 0 }, byte[].class);
		assertComesBack(new int[][] { { 1 }, {}, { -5, 6 } }, int[][].class);
		assertComesBack(new Product[] { product("a"), null }, Product[].class);
		assertComesBack(new char[] { 'a', '\0' }, char[].class);
		assertComesBack(new double[] { Double.NaN, -0.0, Double.NEGATIVE_INFINITY }, double[].class);
		assertComesBack(new List<?>[] { List.of("a") }, new TypeReference<List<String>[]>() {
		});
		assertComesBack(new Animal[] { Animal.named(new Animal(), "a") }, Animal[].class);
		assertComesBack(new Object[] { "a", 1, null, true, 1.5, List.of("x") }, Object[].class);
	}

	@Test
	void scalarsComeBackExactly() {
		for (Object value : scalars()) {
			Class<?> type = (value instanceof Enum<?> constant) ? constant.getDeclaringClass() : value.getClass();
			assertComesBack(value, (value instanceof ZoneId && !(value instanceof ZoneOffset)) ? ZoneId.class : type);
			assertComesBackUndeclared(value);
			assertComesBackUndeclared(List.of(value));
		}
		assertThat((Double) decodeStrict(this.strict.encode(-0.0, Double.class), Double.class)).isEqualTo(-0.0);
	}

	@Test
	void scalarsComeBackExactlyAsKeysOfMaps() {
		List<Object> keys = scalars();
		keys.remove(YearMonth.of(99_999, 12)); // the one that Jackson cannot read
		for (Object key : keys) {
			assertComesBackUndeclared(Map.of(key, "value"));
		}
	}

	@Test
	void optionalsComeBack() {
		for (Object value : List.of(Optional.empty(), Optional.of("a"), OptionalInt.empty(), OptionalInt.of(1),
				OptionalLong.of(1L << 40), OptionalDouble.of(Double.NaN))) {
			assertComesBackUndeclared(value);
		}
		assertComesBack(Optional.of(product("a")), new TypeReference<Optional<Product>>() {
		});
		assertRefused(Optional.of(Optional.empty()), new TypeReference<Optional<Optional<String>>>() {
		});
	}

	@Test
	void nullIsJsonNull() {
		for (Type type : new Type[] { null, Product.class, Object.class, Optional.class, Integer.class }) {
			EncodedValue encoded = this.strict.encode(null, type);
			assertThat(text(encoded)).isEqualTo("null");
			assertThat(this.strict.decode(encoded, type)).isNull();
		}
		EncodedValue encoded = this.strict.encode(null, null);
		assertThat(this.strict.decode(encoded, Product.class)).isNull();
		assertUnreadable(encoded, int.class);
		assertUnreadable(new EncodedValue(bytes("1"), encoded.type()), Integer.class);
		assertUnreadable(new EncodedValue(bytes("null"), "java.lang.Integer"), Integer.class);
	}

	@Test
	void valuesThatAreNullInJsonStayWhatTheyWere() {
		EncodedValue empty = this.strict.encode(Optional.empty(), new TypeReference<Optional<String>>() {
		}.getType());
		assertThat(text(empty)).isEqualTo("null");
		assertThat(this.strict.decode(empty, null)).isEqualTo(Optional.empty());
	}

	@Test
	void enumsAreStoredByName() {
		assertThat(text(this.strict.encode(Color.GREEN, Color.class))).isEqualTo("\"GREEN\"");
		for (Color color : Color.values()) {
			assertComesBack(color, Color.class);
			assertComesBackUndeclared(color);
			assertComesBackUndeclared(new EnumMap<>(Map.of(color, color)));
			assertComesBackUndeclared(EnumSet.of(color));
		}
		assertComesBack(EnumSet.allOf(Color.class), new TypeReference<EnumSet<Color>>() {
		});
		assertComesBack(EnumSet.noneOf(Color.class), new TypeReference<EnumSet<Color>>() {
		});
		assertComesBackUndeclared(EnumSet.noneOf(Color.class));
		assertComesBackUndeclared(new EnumMap<>(Color.class));
	}

	@Test
	void annotatedHierarchiesComeBack() {
		for (Shape shape : List.of(new Circle(1.5), new Square(2), new Point())) {
			assertComesBack(shape, Shape.class);
			assertComesBackUndeclared(shape);
		}
		assertComesBack(List.of(new Circle(1.5), new Square(2), new Point()), new TypeReference<List<Shape>>() {
		});
		assertComesBack(Map.of("a", new Shape[] { new Circle(1), new Point() }).get("a"), Shape[].class);
		assertComesBack(new Payload("a", "x"), Payload.class);
	}

	@Test
	void aSubclassIsStoredUnderItsOwnClassIfThatIsAllowed() {
		EncodedValue dog = this.codec.encode(Animal.named(new Dog(), "a"), Animal.class);
		assertThat(dog.type()).isEqualTo(Dog.class.getName());
		assertThat(this.codec.decode(dog, Animal.class)).isEqualTo(Animal.named(new Dog(), "a"));
		assertThat(this.codec.encode(new Animal(), Animal.class).type()).isEqualTo(Animal.class.getName());
		assertThat(this.codec.encode(new PlainOne(1), Plain.class).type()).isEqualTo(PlainOne.class.getName());
		assertThat(this.codec.encode(new PlainOne(1), Object.class).type()).isEqualTo(PlainOne.class.getName());
		List<Animal> dogs = List.of(new Dog(), new Dog());
		EncodedValue encoded = this.codec.encode(dogs, new TypeReference<List<Animal>>() {
		}.getType());
		assertThat(encoded.type()).isEqualTo("java.util.List<" + Dog.class.getName() + ">");
		assertThat(this.codec.decode(encoded, new TypeReference<List<Animal>>() {
		}.getType())).isEqualTo(dogs);
		assertThat(this.codec.decode(encoded, new TypeReference<Collection<? extends Animal>>() {
		}.getType())).isEqualTo(dogs);
	}

	@Test
	void aSubclassThatIsNotAllowedIsRefusedAndTheMessageSaysWhatToDo() {
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.strict.encode(new Dog(), Animal.class))
			.withMessageContaining(
					"holds a " + Dog.class.getName() + " where " + Animal.class.getName() + " is declared")
			.withMessageContaining("@JsonTypeInfo")
			.withMessageContaining("toolkit.dynamodb.cache.allowed-packages");
	}

	@Test
	void subclassesThatJsonWouldNotTellApartAreRefused() {
		assertRefused(List.of(new Dog(), new Cat()), new TypeReference<List<Animal>>() {
		});
		assertRefused(List.of(new PlainOne(1), new PlainTwo(1)), new TypeReference<List<Plain>>() {
		});
		assertRefused(new Animal[] { new Dog() }, new TypeReference<Animal[]>() {
		});
		assertRefused(Map.of("a", new Dog(), "b", new Animal()), new TypeReference<Map<String, Animal>>() {
		});
		assertComesBack(new Kennel(new Animal(), List.of(new Animal())), Kennel.class);
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.codec.encode(new Kennel(new Dog(), List.of()), Kennel.class))
			.withMessageContaining("its property first holds a " + Dog.class.getName());
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.codec.encode(new Kennel(null, List.of(new Animal(), new Cat())), Kennel.class))
			.withMessageContaining("its property others holds a " + Cat.class.getName());
	}

	@Test
	void untypedContentIsStoredOnlyIfJsonBringsItBack() {
		for (Object content : new Object[] { "a", 1, true, 1.5, 1L << 40, new BigInteger("9".repeat(30)), null,
				List.of(1, "a"), Map.of("a", List.of(Map.of("b", 1))) }) {
			assertComesBack(new Payload("a", content), Payload.class);
			assertComesBack(Arrays.asList(content, 1), new TypeReference<List<Object>>() {
			});
			assertComesBackUndeclared(new ArrayList<>(Arrays.asList(content, "x", 7)));
		}
		for (Object content : List.of(1L, 1.5f, BigInteger.ONE, BigDecimal.ONE, Double.NaN, 'a', (short) 1,
				LocalDate.MIN, Set.of("a"), Map.of(1, "a"), Color.RED, new Circle(1), new int[0], Optional.of(1))) {
			assertThatExceptionOfType(ValueCodecException.class)
				.isThrownBy(() -> this.codec.encode(new Payload("a", content), Payload.class))
				.withMessageContaining("its property content holds");
			assertRefused(Arrays.asList(content, "a", 1), new TypeReference<List<Object>>() {
			});
			assertRefused(Arrays.asList(content, "a", 1));
		}
	}

	@Test
	void mapsWhoseKeysWouldComeBackAsOthersAreRefused() {
		assertRefused(Map.of(new Code("a"), "b"), new TypeReference<Map<Code, String>>() {
		});
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.codec.encode(new Keyed(Map.of(new Code("a"), "b")), Keyed.class))
			.withMessageContaining("map keys of type " + Code.class.getName());
		assertRefused(Map.of(1, "a", "1", "b"));
	}

	@Test
	void containersWithoutADeclaredTypeAreStoredWithTheTypeOfTheirElements() {
		for (Object value : List.of(List.of(product("a")), new ArrayList<>(List.of(1, 2)),
				new LinkedList<>(List.of("a")), Arrays.asList(1L, null, 2L), Collections.emptyList(),
				Collections.unmodifiableList(new ArrayList<>(List.of(LocalDate.MIN))), Set.of(1.5f),
				new HashSet<>(Set.of("a")), new LinkedHashSet<>(List.of("z", "a")), new TreeSet<>(List.of(3, 1, 2)),
				Map.of(1L, new BigDecimal("1.00")), new TreeMap<>(Map.of("a", 1)),
				new ConcurrentHashMap<>(Map.of("a", 1)), Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(1, 1))),
				Map.of("a", List.of(Set.of(new Circle(1)))), List.of(List.of(), List.of()),
				new Product[] { product("a") }, List.of(new int[] { 1 }.length), List.of("a", 1, List.of(true)))) {
			assertComesBackUndeclared(value);
		}
		assertThat(this.codec.encode(new ArrayList<>(List.of(product("a"))), null).type())
			.isEqualTo("java.util.ArrayList<" + Product.class.getName() + ">");
		assertThat(((Collection<?>) decode(this.codec.encode(new ArrayDeque<>(List.of(1, 2)), null), null)))
			.isInstanceOf(ArrayDeque.class)
			.map(Object.class::cast)
			.containsExactly(1, 2);
		Basket basket = new Basket();
		basket.add(product("a"));
		assertComesBackUndeclared(basket);
	}

	@Test
	void theClassOfAContainerComesBackWhereItMatters() {
		for (Object value : List.of(new ArrayList<>(), new LinkedList<>(), new HashSet<>(), new LinkedHashSet<>(),
				new TreeSet<>(), new HashMap<>(), new LinkedHashMap<>(), new TreeMap<>(), new ConcurrentHashMap<>())) {
			assertThat(decode(this.codec.encode(value, null), null)).hasSameClassAs(value);
		}
	}

	@Test
	void theOrderOfASetComesBack() {
		Set<String> set = new LinkedHashSet<>(List.of("z", "a", "m", "b", "y"));
		Type type = new TypeReference<Set<String>>() {
		}.getType();
		assertThat(((Set<?>) this.strict.decode(this.strict.encode(set, type), type))).map(Object.class::cast)
			.containsExactly("z", "a", "m", "b", "y");
	}

	@Test
	void containersWithAComparatorAreRefusedWhereItWouldBeLost() {
		SortedMap<String, Integer> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		map.put("a", 1);
		SortedSet<Integer> set = new TreeSet<>(Comparator.reverseOrder());
		set.add(1);
		assertRefused(map);
		assertRefused(set);
		assertRefused(map, new TypeReference<SortedMap<String, Integer>>() {
		});
		assertRefused(set, new TypeReference<SortedSet<Integer>>() {
		});
		assertRefused(set, new TypeReference<TreeSet<Integer>>() {
		});
		assertComesBack(map, new TypeReference<Map<String, Integer>>() {
		});
		SortedSet<Integer> natural = new TreeSet<>(Comparator.naturalOrder());
		natural.add(1);
		assertComesBack(natural, new TypeReference<SortedSet<Integer>>() {
		});
	}

	@Test
	void valuesWithoutAClassOfTheirOwnAreRefused() {
		Supplier<String> lambda = () -> "a";
		Object anonymous = new Object() {
		};
		for (Object value : List.of(lambda, anonymous, new Object(),
				new Page<>(List.of(), 1, Optional.empty(), OptionalInt.empty()), Thread.currentThread(), new Inner())) {
			assertRefused(value);
		}
	}

	@Test
	void theMessageForAnUndeclaredTypeSaysWhatToDo() {
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.strict.encode(List.of(product("a")), null))
			.withMessage("The type java.util.List<" + Product.class.getName() + "> is not allowed where it is not "
					+ "declared. Declare the method's return type, or add its package to "
					+ "toolkit.dynamodb.cache.allowed-packages.");
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> this.strict.encode(new Page<>(List.of(), 1, Optional.empty(), OptionalInt.empty()), null))
			.withMessageContaining(
					"which has type parameters. Declare the method's return type with all its parameters.");
	}

	@Test
	void whatAClassOnlyComputesIsNotStored() {
		assertThat(text(this.strict.encode(product("a"), Product.class))).doesNotContain("cheap", "label");
		assertThat(text(this.strict.encode(new Money(BigDecimal.ONE, "EUR"), Money.class))).doesNotContain("zero");
		assertThat(text(this.strict.encode(new Animal(), Animal.class))).isEqualTo("{\"name\":\"\"}");
	}

	@Test
	void stateThatNothingCanSetIsNotLostSilently() {
		EncodedValue encoded = this.strict.encode(new Lossy(), Lossy.class);
		assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> this.strict.decode(encoded, Lossy.class))
			.withMessageContaining("UnrecognizedPropertyException")
			.withMessageContaining("Lossy[id]");
	}

	@Test
	void aValueThatDoesNotFitItsTypeIsUnreadable() {
		String type = Counts.class.getName();
		assertThat(decode(json("{\"a\":1,\"b\":true}", type), Counts.class)).isEqualTo(new Counts(1, true));
		for (String json : List.of("{}", "{\"a\":1}", "{\"a\":1,\"b\":null}", "{\"a\":1.5,\"b\":true}",
				"{\"a\":\"1\",\"b\":true}", "{\"a\":1,\"b\":1}", "{\"a\":1,\"b\":true,\"c\":1}",
				"{\"a\":99999999999,\"b\":true}", "{\"a\":1,\"b\":true} x", "{\"a\":1,\"b\":true}{}",
				"{\"a\":1,\"b\":true", "[]", "[1,true]", "\"\"", "null", "", " ", "x", "\0", "{a:1}", "{'a':1}",
				"//\n{}", "NaN")) {
			assertUnreadable(json(json, type), Counts.class);
			assertUnreadable(json(json, type), null);
		}
		assertUnreadable(json("\"PINK\"", Color.class.getName()), Color.class);
		assertUnreadable(json("0", Color.class.getName()), Color.class);
		assertUnreadable(json("{\"@type\":\"Hexagon\"}", Shape.class.getName()), Shape.class);
		assertUnreadable(json("{\"radius\":1.0}", Shape.class.getName()), Shape.class);
	}

	@Test
	void unpairedSurrogatesComeBack() {
		for (String text : List.of("a\ud800", "\udc00a", "\ud800", "\udc00\ud800", "\ud800\ud800\udc00",
				"a".repeat(10_000) + "\ud800")) {
			assertComesBackUndeclared(text);
			assertComesBackUndeclared(List.of(text));
			assertUnreadable(this.codec.encode(Map.of(text, "a"), null), null); // Jackson
																				// reads
																				// no such
																				// names
		}
		for (int c = 0; c <= Character.MAX_VALUE; c += 13) {
			assertComesBackUndeclared((char) c);
		}
	}

	@Test
	void hostileJsonIsRefusedQuickly() {
		this.codec.decode(json("[[]]", "java.util.List<java.lang.Object>"), null);
		for (String type : List.of("java.util.List<java.lang.Object>", Payload.class.getName(), "java.math.BigDecimal",
				"java.math.BigInteger", "java.lang.Integer", "java.lang.Double", "java.lang.String")) {
			for (String json : List.of("[".repeat(10_000) + "]".repeat(10_000), "[".repeat(1_000_000),
					"{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000), "9".repeat(1_000_000), "1e999999999",
					"[1e-" + "9".repeat(1_000_000) + "]", "-0." + "1".repeat(1_000_000))) {
				if (json.equals("1e999999999") && type.matches(".*(BigDecimal|Double)")) {
					continue; // is one
				}
				EncodedValue value = json(json, type);
				long start = System.nanoTime();
				assertUnreadable(value, null);
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			}
		}
	}

	@Test
	void aGraphWithoutAnEndIsRefused() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertRefused(list);
		assertRefused(list, new TypeReference<List<Object>>() {
		});
		assertRefused(new Payload("a", list), Payload.class);
		Node node = new Node();
		node.setNext(node);
		assertRefused(node, Node.class);
		Node long_ = new Node();
		for (int i = 0; i < 100_000; i++) {
			Node next = new Node();
			next.setNext(long_);
			long_ = next;
		}
		assertRefused(long_, Node.class);
	}

	@Test
	void whatCanBeWrittenCanBeReadAtAnyDepth() {
		Node node = new Node();
		for (int depth = 1; depth < 520; depth++) {
			Node next = new Node();
			next.setNext(node);
			node = next;
			EncodedValue encoded;
			try {
				encoded = this.strict.encode(node, Node.class);
			}
			catch (ValueCodecException ex) {
				assertThat(depth).isGreaterThan(480);
				continue;
			}
			assertThat(this.strict.decode(encoded, Node.class)).isNotNull();
		}
	}

	@Test
	void messagesHoldNoData() {
		EncodedValue bad = json("{\"a\":\"secret\",\"b\":true,\"secret\":1}", Counts.class.getName());
		assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> this.strict.decode(bad, Counts.class))
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("Counts[a]"))
			.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain("secret"));
		EncodedValue map = json("{\"secret\":\"secret\"}", "java.util.Map<java.lang.String,java.lang.Integer>");
		assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> this.strict.decode(map, null))
			.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain("secret"));
		assertThat(json("secret", "java.lang.String").toString()).doesNotContain("secret");
	}

	@Test
	void aMapperContributesItsModulesAndNamingButNotItsLeniency() {
		JsonMapper mapper = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
			.changeDefaultPropertyInclusion((value) -> JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, null))
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.NON_FINAL)
			.enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
			.enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.build();
		JsonValueCodec codec = JsonValueCodec.of(mapper, List.of(PACKAGE));
		assertThat(text(codec.encode(new Counts(1, true), Counts.class))).isEqualTo("{\"A\":1,\"B\":true}");
		assertThat(text(codec.encode(List.of(), List.class))).isEqualTo("[]");
		assertThat(text(codec.encode(new Payload("", List.of()), Payload.class)))
			.isEqualTo("{\"Name\":\"\",\"Content\":[]}");
		for (Object value : scalars()) {
			assertThat(codec.decode(codec.encode(value, null), null)).isEqualTo(value);
		}
		assertThatExceptionOfType(ValueCodecException.class)
			.isThrownBy(() -> codec.decode(json("{\"A\":1,\"B\":true,\"C\":1}", Counts.class.getName()), null));
		assertThatExceptionOfType(ValueCodecException.class).isThrownBy(
				() -> codec.decode(json("[".repeat(600) + "]".repeat(600), "java.util.List<java.lang.Object>"), null));
		assertThat(mapper.writeValueAsString(new Payload("a", List.of(1)))).contains("java.util.");
	}

	private static List<Object> scalars() {
		List<Object> values = new ArrayList<>(List.of("a", "", "NaN", true, false, 'a', '\0', 'é', '\uffff',
				(byte) -128, (short) 1, 1, Integer.MIN_VALUE, 1L, Long.MIN_VALUE, Long.MAX_VALUE, 0.1f, Float.NaN,
				Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE,
				Double.MAX_VALUE, BigInteger.ONE, new BigInteger("-" + "9".repeat(900)), BigDecimal.ONE,
				new BigDecimal("1.00"), new BigDecimal("1E+3"), new BigDecimal("-0.00"), new BigDecimal("1E-2000000"),
				UUID.fromString("00000000-0000-0001-0000-000000000001"), URI.create(""),
				URI.create("http://a/b?c=%20#d"), Currency.getInstance("EUR"), Instant.EPOCH, Instant.MIN, Instant.MAX,
				Instant.EPOCH.plusNanos(1), LocalDate.MIN, LocalDate.MAX, LocalTime.MIN, LocalTime.MAX,
				LocalTime.of(1, 2, 3), LocalDateTime.MIN, LocalDateTime.MAX, LocalDateTime.of(2020, 1, 1, 0, 0),
				OffsetTime.MIN, OffsetTime.MAX, OffsetDateTime.MIN, OffsetDateTime.MAX, Year.of(-5), Year.of(2020),
				Year.of(99_999), YearMonth.of(2020, 1), YearMonth.of(-20, 1), YearMonth.of(99_999, 12),
				MonthDay.of(2, 29), DayOfWeek.SUNDAY, Duration.ZERO, Duration.ofSeconds(-1, 1),
				Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), Period.ZERO, Period.of(1, -13, 40), Color.RED,
				Color.GREEN));
		values.addAll(List.of(Month.values()));
		LocalDateTime overlap = LocalDateTime.of(2020, 10, 25, 2, 30);
		for (String id : List.of("UTC", "Z", "GMT", "UT", "GMT+02:00", "UTC+01:00", "Europe/Paris", "Etc/GMT+10",
				"+01:00", "-18:00", "America/Argentina/Buenos_Aires", "UT+01:30:15")) {
			ZoneId zone = ZoneId.of(id);
			values.addAll(List.of(zone, overlap.atZone(zone), overlap.atZone(zone).withLaterOffsetAtOverlap(),
					overlap.atZone(zone).toOffsetDateTime()));
		}
		values.addAll(List.of(Locale.ROOT, Locale.GERMAN, Locale.GERMANY, new Locale("no", "NO", "NY"),
				new Locale("es", "ES", "Traditional_WIN"), Locale.forLanguageTag("zh-Hant-TW"),
				Locale.forLanguageTag("th-TH-u-nu-thai"), new Locale("", "DE"), new Locale("de", "", "POSIX"),
				new Locale("ja", "JP", "JP"), Locale.forLanguageTag("sr-Latn")));
		return values;
	}

	private void assertComesBack(Object value, TypeReference<?> declared) {
		assertComesBack(value, declared.getType());
	}

	/** With what is declared alone, nothing has to be allowed. */
	private void assertComesBack(Object value, Type declared) {
		EncodedValue encoded = this.strict.encode(value, declared);
		assertSame(this.strict.decode(encoded, declared), value);
		assertSame(this.codec.decode(encoded, null), value);
		assertSame(this.codec.decode(encoded, Object.class), value);
	}

	private void assertComesBackUndeclared(Object value) {
		EncodedValue encoded = this.codec.encode(value, null);
		assertSame(this.codec.decode(encoded, null), value);
	}

	private static void assertSame(Object actual, Object expected) {
		assertThat(Arrays.deepEquals(new Object[] { actual }, new Object[] { expected }))
			.as("%s equals %s", actual, expected)
			.isTrue();
	}

	private void assertRefused(Object value) {
		assertRefused(value, (Type) null);
	}

	private void assertRefused(Object value, TypeReference<?> declared) {
		assertRefused(value, declared.getType());
	}

	private void assertRefused(Object value, Type declared) {
		assertThatExceptionOfType(ValueCodecException.class).as("encoding a %s", value.getClass())
			.isThrownBy(() -> this.codec.encode(value, declared));
	}

	private void assertUnreadable(EncodedValue value, Type declared) {
		assertThatExceptionOfType(ValueCodecException.class).as("decoding a %s", value.type())
			.isThrownBy(() -> this.codec.decode(value, declared));
	}

	private Object decode(EncodedValue value, Type declared) {
		return this.codec.decode(value, declared);
	}

	private Object decodeStrict(EncodedValue value, Type declared) {
		return this.strict.decode(value, declared);
	}

	private static EncodedValue json(String json, String type) {
		return new EncodedValue(bytes(json), type);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(EncodedValue value) {
		return new String(value.bytes(), StandardCharsets.UTF_8);
	}

	private static String stackTrace(Throwable throwable) {
		java.io.StringWriter trace = new java.io.StringWriter();
		throwable.printStackTrace(new java.io.PrintWriter(trace));
		return trace.toString();
	}

	private final class Inner {

		public int getA() {
			return 1;
		}

	}

	record Report(Page<Product> page, List<Page<Product>> list, Map<String, Page<Product>> map,
			Optional<Page<Product>> optional) {
	}

	static final class Node {

		private Node next;

		public Node getNext() {
			return this.next;
		}

		public void setNext(Node next) {
			this.next = next;
		}

	}

}
