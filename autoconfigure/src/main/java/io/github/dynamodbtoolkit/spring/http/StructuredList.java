package io.github.dynamodbtoolkit.spring.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads a list, or a dictionary, of structured fields (RFC 9651), in one pass. Of all
 * values only integers are of interest; the others are skipped. Inner lists are not
 * expected. As the RFC says, a field with one mistake is no field.
 */
final class StructuredList {

	private static final int MOST_DIGITS = 15;

	private final String field;

	private int position;

	private StructuredList(String field) {
		this.field = field;
	}

	/**
	 * A member of the list.
	 *
	 * @param name the text, or of a dictionary the key
	 * @param value of a dictionary, or if the member is a number: its value if it is an
	 * integer, else null
	 * @param parameters those that are integers
	 */
	record Member(String name, @Nullable Long value, Map<String, Long> parameters) {
	}

	/**
	 * Reads a field.
	 * @return its members, none if it is malformed
	 */
	static List<Member> parse(String field) {
		try {
			return new StructuredList(field).members();
		}
		catch (MalformedException ex) {
			return List.of();
		}
	}

	private List<Member> members() {
		List<Member> members = new ArrayList<>();
		skip(" ");
		while (!atEnd()) {
			members.add(member());
			skip(" \t");
			if (atEnd()) {
				return members;
			}
			expect(',');
			skip(" \t");
			require(!atEnd());
		}
		return members;
	}

	private Member member() {
		Object item = bareItem();
		String name = item instanceof String text ? text : "";
		Long value = item instanceof Long number ? number : null;
		if (item instanceof String && accept('=')) {
			value = bareItem() instanceof Long number ? number : null;
		}
		return new Member(name, value, parameters());
	}

	private Map<String, Long> parameters() {
		Map<String, Long> parameters = new HashMap<>();
		while (accept(';')) {
			skip(" ");
			String key = key();
			parameters.remove(key);
			if (accept('=') && bareItem() instanceof Long number) {
				parameters.put(key, number);
			}
		}
		return parameters;
	}

	private String key() {
		require(!atEnd() && (isIn(peek(), 'a', 'z') || peek() == '*'));
		int start = this.position;
		while (!atEnd() && (isIn(peek(), 'a', 'z') || isIn(peek(), '0', '9') || "_-.*".indexOf(peek()) >= 0)) {
			this.position++;
		}
		return this.field.substring(start, this.position);
	}

	/** A String, a Long, or something else that is not looked at. */
	private Object bareItem() {
		require(!atEnd());
		char first = peek();
		if (first == '"') {
			return string();
		}
		if (first == '-' || isIn(first, '0', '9')) {
			return number();
		}
		if (first == '*' || isIn(first, 'a', 'z') || isIn(first, 'A', 'Z')) {
			return token();
		}
		return other();
	}

	private String string() {
		StringBuilder text = new StringBuilder();
		expect('"');
		while (!accept('"')) {
			boolean escaped = accept('\\');
			char c = next();
			require(escaped ? c == '"' || c == '\\' : isIn(c, ' ', '~'));
			text.append(c);
		}
		return text.toString();
	}

	private String token() {
		int start = this.position;
		while (!atEnd() && (isIn(peek(), 'a', 'z') || isIn(peek(), 'A', 'Z') || isIn(peek(), '0', '9')
				|| "!#$%&'*+-.^_`|~:/".indexOf(peek()) >= 0)) {
			this.position++;
		}
		return this.field.substring(start, this.position);
	}

	private Object number() {
		boolean negative = accept('-');
		String digits = digits();
		require(!digits.isEmpty() && digits.length() <= MOST_DIGITS);
		if (accept('.')) {
			require(!digits().isEmpty());
			return Double.NaN;
		}
		long number = Long.parseLong(digits);
		return negative ? -number : number;
	}

	private String digits() {
		int start = this.position;
		while (!atEnd() && isIn(peek(), '0', '9')) {
			this.position++;
		}
		return this.field.substring(start, this.position);
	}

	/** A byte sequence, a boolean, a date or a display string. */
	private Object other() {
		char first = next();
		switch (first) {
			case ':' -> this.position = endOf(':');
			case '?' -> require(accept('0') || accept('1'));
			case '@' -> require(number() instanceof Long);
			case '%' -> {
				expect('"');
				this.position = endOf('"');
			}
			default -> throw new MalformedException();
		}
		return first;
	}

	private int endOf(char delimiter) {
		int end = this.field.indexOf(delimiter, this.position);
		require(end >= 0);
		return end + 1;
	}

	private boolean atEnd() {
		return this.position >= this.field.length();
	}

	private char peek() {
		return this.field.charAt(this.position);
	}

	private char next() {
		require(!atEnd());
		return this.field.charAt(this.position++);
	}

	private boolean accept(char expected) {
		boolean there = !atEnd() && peek() == expected;
		this.position += there ? 1 : 0;
		return there;
	}

	private void expect(char expected) {
		require(accept(expected));
	}

	private void skip(String characters) {
		while (!atEnd() && characters.indexOf(peek()) >= 0) {
			this.position++;
		}
	}

	private static void require(boolean wellFormed) {
		if (!wellFormed) {
			throw new MalformedException();
		}
	}

	private static boolean isIn(char c, char first, char last) {
		return c >= first && c <= last;
	}

	/** Never leaves this class, so it needs no trace. */
	private static final class MalformedException extends RuntimeException {

		MalformedException() {
			super(null, null, false, false);
		}

	}

}
