package io.github.dynamodbtoolkit.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
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
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
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
import java.util.NavigableMap;
import java.util.NavigableSet;
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
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes that may be loaded because a stored name says so: those of the
 * application's packages and of the packages below them, and a fixed set of the JDK's.
 */
final class AllowedTypes {

	static final String HOW_TO_ALLOW = "add its package to toolkit.dynamodb.cache.allowed-packages";

	/**
	 * Values of the JDK that JSON brings back exactly, also as keys of maps.
	 */
	static final Set<Class<?>> SCALARS = Set.of(String.class, Boolean.class, Character.class, Byte.class, Short.class,
			Integer.class, Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class, UUID.class,
			URI.class, Locale.class, Currency.class, Instant.class, LocalDate.class, LocalTime.class,
			LocalDateTime.class, OffsetTime.class, OffsetDateTime.class, ZonedDateTime.class, ZoneId.class,
			ZoneOffset.class, Year.class, YearMonth.class, MonthDay.class, Month.class, DayOfWeek.class, Duration.class,
			Period.class);

	/**
	 * Abstract containers, which promise no more than JSON brings back, whatever the
	 * implementation.
	 */
	static final Set<Class<?>> ABSTRACT_CONTAINERS = Set.of(Collection.class, List.class, Set.class, SortedSet.class,
			NavigableSet.class, EnumSet.class, Map.class, SortedMap.class, NavigableMap.class, ConcurrentMap.class);

	/**
	 * Implementations of containers that are brought back as the same class.
	 */
	static final Set<Class<?>> CONTAINERS = Set.of(ArrayList.class, LinkedList.class, CopyOnWriteArrayList.class,
			ArrayDeque.class, HashSet.class, LinkedHashSet.class, TreeSet.class, HashMap.class, LinkedHashMap.class,
			TreeMap.class, EnumMap.class, ConcurrentHashMap.class);

	private static final Set<Class<?>> EXACT = Stream
		.of(SCALARS.stream(), CONTAINERS.stream(),
				Stream.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class, Date.class, URL.class,
						Class.class, StringBuilder.class, AtomicBoolean.class, AtomicInteger.class, AtomicLong.class))
		.flatMap((classes) -> classes)
		.collect(Collectors.toUnmodifiableSet());

	private static final Set<String> JDK_NAMES = Stream
		.of(SCALARS.stream(), ABSTRACT_CONTAINERS.stream(), CONTAINERS.stream(),
				Stream.of(Object.class, Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class))
		.flatMap((classes) -> classes)
		.map(Class::getName)
		.collect(Collectors.toUnmodifiableSet());

	private final List<String> prefixes;

	AllowedTypes(Collection<String> packages) {
		this.prefixes = packages.stream().map(AllowedTypes::requirePackage).map((name) -> name + ".").toList();
	}

	private static String requirePackage(String name) {
		boolean valid = Stream.of(name.split("\\.", -1))
			.allMatch((part) -> !part.isEmpty() && Character.isJavaIdentifierStart(part.charAt(0))
					&& part.chars().allMatch(Character::isJavaIdentifierPart));
		if (!valid) {
			throw new IllegalArgumentException("allowed-packages: '" + name
					+ "' is not a package name. Write it like com.acme.shop, without a class and without a wildcard.");
		}
		return name;
	}

	/**
	 * Whether JSON loses part of what an instance of the JDK's class holds, as the flags
	 * of a Pattern or the nanoseconds of a Timestamp.
	 */
	static boolean isInexact(Class<?> type) {
		return type.getName().startsWith("java.") && !EXACT.contains(type);
	}

	/** Whether a class of that name may be loaded. */
	boolean allows(String className) {
		return JDK_NAMES.contains(className) || this.prefixes.stream().anyMatch(className::startsWith);
	}

	/** Whether a type of that name, as the JVM or Jackson writes it, may be loaded. */
	boolean allowsType(String name) {
		try {
			return TypeName.parse(name).allMatch(this::allows);
		}
		catch (ValueCodecException ex) {
			return false;
		}
	}

}
