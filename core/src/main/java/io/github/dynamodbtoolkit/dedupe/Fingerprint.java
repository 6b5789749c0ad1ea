package io.github.dynamodbtoolkit.dedupe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payloads as fingerprints: the SHA-256 of their JSON with properties and map entries in
 * alphabetical order. Equal payloads have equal fingerprints as long as the order of
 * their other elements is the same, so no sets without order in them.
 */
final class Fingerprint {

	/** Matches every other. */
	static final String NONE = "";

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
		.build();

	private Fingerprint() {
	}

	static String of(@Nullable Object payload) {
		return (payload != null) ? sha256(canonical(payload)) : NONE;
	}

	private static byte[] canonical(Object payload) {
		try {
			return MAPPER.writeValueAsBytes(payload);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"A payload of type " + payload.getClass().getName()
							+ " cannot be compared, because it cannot be written as JSON. Give a part of it that can.",
					ex);
		}
	}

	private static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	static boolean differ(String one, String other) {
		return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
	}

}
