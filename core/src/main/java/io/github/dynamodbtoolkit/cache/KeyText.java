package io.github.dynamodbtoolkit.cache;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The text of one key. Each value is a tag, a colon and its own text; what is made of
 * several has each of them with its length before it. The tag {@code h} is not used:
 * {@link io.github.dynamodbtoolkit.table.Keys} marks hashes with it.
 */
final class KeyText {

	static final String STRING = "s:";

	private static final String NULL = "n:";

	private static final int MAX_DEPTH = 32;

	/** Values whose {@code toString()} no other value of their class has. */
	private static final Map<Class<?>, String> TAGS = Map.ofEntries(Map.entry(Integer.class, "i:"),
			Map.entry(Long.class, "l:"), Map.entry(Short.class, "sh:"), Map.entry(Byte.class, "b:"),
			Map.entry(Boolean.class, "z:"), Map.entry(BigInteger.class, "bi:"), Map.entry(BigDecimal.class, "bd:"),
			Map.entry(UUID.class, "u:"), Map.entry(URI.class, "uri:"), Map.entry(Instant.class, "instant:"),
			Map.entry(LocalDate.class, "date:"), Map.entry(LocalTime.class, "time:"),
			Map.entry(LocalDateTime.class, "datetime:"), Map.entry(OffsetTime.class, "otime:"),
			Map.entry(OffsetDateTime.class, "odatetime:"), Map.entry(ZonedDateTime.class, "zdatetime:"),
			Map.entry(ZoneOffset.class, "offset:"), Map.entry(Year.class, "year:"),
			Map.entry(YearMonth.class, "yearmonth:"), Map.entry(MonthDay.class, "monthday:"),
			Map.entry(Duration.class, "duration:"), Map.entry(Period.class, "period:"));

	private final String cache;

	private final List<CacheKeyEncoder> encoders;

	private final RecordParts records;

	KeyText(String cache, List<CacheKeyEncoder> encoders, RecordParts records) {
		this.cache = cache;
		this.encoders = encoders;
		this.records = records;
	}

	String of(Object key) {
		return of(key, 0);
	}

	private String of(@Nullable Object key, int depth) {
		if (depth > MAX_DEPTH) {
			throw new IllegalArgumentException(CacheKeys.what(this.cache) + " is nested deeper than " + MAX_DEPTH
					+ " levels. Use a flatter key, such as a record of strings.");
		}
		if (key == null) {
			return NULL;
		}
		if (key instanceof String text) {
			return STRING + unicode(text);
		}
		String own = ownText(key);
		if (own != null) {
			return own;
		}
		String tag = TAGS.get(key.getClass());
		return (tag != null) ? tag + unicode(key.toString()) : special(key, depth);
	}

	private @Nullable String ownText(Object key) {
		for (CacheKeyEncoder encoder : this.encoders) {
			String text = encoder.encode(key);
			if (text != null) {
				return "x:" + counted(unicode(key.getClass().getName())) + unicode(text);
			}
		}
		return null;
	}

	private String special(Object key, int depth) {
		if (key instanceof Double number) {
			return "d:" + Double.toHexString(number); // decimal digits differ between
														// JDKs
		}
		if (key instanceof Float number) {
			return "f:" + Float.toHexString(number);
		}
		if (key instanceof Character character) {
			return "c:" + (int) character; // it may be half of a surrogate pair
		}
		if (key instanceof Enum<?> constant) {
			return "e:" + counted(constant.getDeclaringClass().getName()) + constant.name();
		}
		if (key instanceof ZoneId zone) {
			return "zone:" + zone.getId();
		}
		return (key instanceof Locale locale) ? "locale:" + locale(locale) : composite(key, depth);
	}

	/** Locale's own texts are not all different. */
	private String locale(Locale locale) {
		StringBuilder text = new StringBuilder();
		Stream.of(locale.getLanguage(), locale.getScript(), locale.getCountry(), locale.getVariant())
			.forEach((part) -> text.append(counted(unicode(part))));
		locale.getExtensionKeys()
			.stream()
			.sorted()
			.forEach((key) -> text.append(key.charValue()).append(counted(locale.getExtension(key))));
		return text.toString();
	}

	private String composite(Object key, int depth) {
		Function<@Nullable Object, String> part = (value) -> counted(of(value, depth + 1));
		if (key instanceof Record parts) {
			return "r:" + counted(unicode(key.getClass().getName())) + inOrder(this.records.of(parts), part);
		}
		if (key instanceof List<?> list) {
			return "li:" + inOrder(list, part);
		}
		if (key instanceof Set<?> set) {
			return "se:" + inAnyOrder(set.stream().map(part));
		}
		if (key instanceof Map<?, ?> map) {
			return "m:" + inAnyOrder(
					map.entrySet().stream().map((entry) -> part.apply(entry.getKey()) + part.apply(entry.getValue())));
		}
		return optional(key, part);
	}

	private String optional(Object key, Function<@Nullable Object, String> part) {
		if (key instanceof Optional<?> optional) {
			return "o:" + optional.map(part).orElse("");
		}
		if (key instanceof OptionalInt optional) {
			return "oi:" + (optional.isPresent() ? optional.getAsInt() : "");
		}
		if (key instanceof OptionalLong optional) {
			return "ol:" + (optional.isPresent() ? optional.getAsLong() : "");
		}
		if (key instanceof OptionalDouble optional) {
			return "od:" + (optional.isPresent() ? Double.toHexString(optional.getAsDouble()) : "");
		}
		throw new IllegalArgumentException("Cache '" + this.cache + "': keys of type " + typeName(key)
				+ " have no stable form across JVMs. " + "Use a String, a record, or register a CacheKeyEncoder.");
	}

	private String inOrder(Collection<?> values, Function<@Nullable Object, String> part) {
		StringBuilder text = new StringBuilder();
		for (Object value : values) {
			append(text, part.apply(value));
		}
		return text.toString();
	}

	private String inAnyOrder(Stream<String> parts) {
		StringBuilder text = new StringBuilder();
		parts.sorted().forEach((part) -> append(text, part));
		return text.toString();
	}

	/** Stops early: a large collection must not take the memory before it is refused. */
	private void append(StringBuilder text, String part) {
		text.append(part);
		if (text.length() > CacheKeys.MAX_BYTES) {
			throw CacheKeys.tooLarge(this.cache, "more than " + CacheKeys.MAX_BYTES + " bytes in UTF-8");
		}
	}

	private static String counted(String part) {
		return part.length() + ":" + part;
	}

	private String unicode(String text) {
		return CacheKeys.requireUnicode(this.cache, text);
	}

	private static String typeName(Object key) {
		String name = key.getClass().getCanonicalName();
		return (name != null) ? name : key.getClass().getName();
	}

}
