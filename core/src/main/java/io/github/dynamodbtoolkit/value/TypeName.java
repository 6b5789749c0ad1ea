package io.github.dynamodbtoolkit.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import tools.jackson.databind.JavaType;

/**
 * A generic type by name, as it is stored beside a value: a class name, with arguments in
 * angle brackets, or an array in the JVM's notation ({@code [I},
 * {@code [Lcom.acme.Product;}). Reading one loads no class.
 *
 * @param className the class, or a primitive type if there are dimensions
 * @param dimensions of the array, 0 if it is none
 * @param arguments the type arguments
 */
record TypeName(String className, int dimensions, List<TypeName> arguments) {

	private static final int MAX_LENGTH = 4096;

	private static final int MAX_DEPTH = 16;

	private static final Map<Character, String> PRIMITIVES = Map.of('Z', "boolean", 'B', "byte", 'C', "char", 'S',
			"short", 'I', "int", 'J', "long", 'F', "float", 'D', "double");

	/**
	 * The name of a type.
	 * @throws ValueCodecException if it is nested too deep to be stored
	 */
	static TypeName of(JavaType type) {
		return of(type, 0);
	}

	private static TypeName of(JavaType type, int depth) {
		requireDepth(depth);
		int dimensions = 0;
		JavaType element = type;
		while (element.isArrayType()) {
			element = element.getContentType();
			dimensions++;
		}
		Class<?> raw = element.getRawClass();
		List<TypeName> arguments = new ArrayList<>();
		for (int i = 0; i < raw.getTypeParameters().length; i++) {
			arguments.add(of(element.containedTypeOrUnknown(i), depth + 1));
		}
		return new TypeName(raw.getName(), dimensions, List.copyOf(arguments));
	}

	/**
	 * Reads a stored name.
	 * @throws ValueCodecException if it is not one
	 */
	static TypeName parse(String text) {
		return new Parser(text).parse();
	}

	private static void requireDepth(int depth) {
		if (depth > MAX_DEPTH) {
			throw new ValueCodecException("A type nested deeper than " + MAX_DEPTH + " levels cannot be stored.");
		}
	}

	/** Whether it is an array, of whatever dimensions, of a primitive type. */
	boolean isPrimitiveArray() {
		return this.dimensions > 0 && PRIMITIVES.containsValue(this.className);
	}

	/** Whether all classes of it, but for primitive types, are as asked for. */
	boolean allMatch(Predicate<String> classNames) {
		return (isPrimitiveArray() || classNames.test(this.className))
				&& this.arguments.stream().allMatch((argument) -> argument.allMatch(classNames));
	}

	@Override
	public String toString() {
		String name = this.className + (this.arguments.isEmpty() ? ""
				: this.arguments.stream().map(TypeName::toString).collect(Collectors.joining(",", "<", ">")));
		if (this.dimensions == 0) {
			return name;
		}
		return "[".repeat(this.dimensions) + (isPrimitiveArray() ? primitiveCode() : "L" + name + ";");
	}

	private String primitiveCode() {
		return PRIMITIVES.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(this.className))
			.findFirst()
			.orElseThrow()
			.getKey()
			.toString();
	}

	/**
	 * Goes through the text once, and knows where it is.
	 */
	private static final class Parser {

		private final String text;

		private int position;

		private Parser(String text) {
			this.text = text;
		}

		private TypeName parse() {
			if (this.text.length() > MAX_LENGTH) {
				throw malformed();
			}
			TypeName name = type(0);
			if (this.position < this.text.length()) {
				throw malformed();
			}
			return name;
		}

		private TypeName type(int depth) {
			requireDepth(depth);
			int dimensions = 0;
			while (accept('[')) {
				dimensions++;
			}
			requireDepth(dimensions);
			if (dimensions == 0) {
				return classType(0, depth);
			}
			if (!accept('L')) {
				return primitiveArray(dimensions);
			}
			TypeName element = classType(dimensions, depth);
			require(';');
			return element;
		}

		private TypeName primitiveArray(int dimensions) {
			String primitive = PRIMITIVES.get(peek());
			if (primitive == null) {
				throw malformed();
			}
			this.position++;
			return new TypeName(primitive, dimensions, List.of());
		}

		private TypeName classType(int dimensions, int depth) {
			String className = className();
			List<TypeName> arguments = new ArrayList<>();
			if (accept('<')) {
				do {
					arguments.add(type(depth + 1));
				}
				while (accept(','));
				require('>');
			}
			return new TypeName(className, dimensions, List.copyOf(arguments));
		}

		private String className() {
			int start = this.position;
			do {
				identifier();
			}
			while (accept('.'));
			return this.text.substring(start, this.position);
		}

		private void identifier() {
			if (!Character.isJavaIdentifierStart(peek())) {
				throw malformed();
			}
			while (Character.isJavaIdentifierPart(peek()) && !Character.isIdentifierIgnorable(peek())) {
				this.position++;
			}
		}

		/** The next character; at the end one that stands nowhere in a name. */
		private char peek() {
			return (this.position < this.text.length()) ? this.text.charAt(this.position) : ' ';
		}

		private boolean accept(char expected) {
			boolean accepted = peek() == expected;
			if (accepted) {
				this.position++;
			}
			return accepted;
		}

		private void require(char expected) {
			if (!accept(expected)) {
				throw malformed();
			}
		}

		/** Does not repeat the text, which may be anything. */
		private static ValueCodecException malformed() {
			return new ValueCodecException("The stored type is not a name of ours.");
		}

	}

}
