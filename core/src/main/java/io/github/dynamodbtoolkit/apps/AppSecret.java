package io.github.dynamodbtoolkit.apps;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an app proves itself with. It never prints itself, and comparing it takes the same
 * time wherever the difference is. Immutable.
 */
public final class AppSecret {

	private static final SecureRandom random = new SecureRandom();

	private static final int RANDOM_BYTES = 32;

	private static final String HMAC_SHA256 = "HmacSHA256";

	private final String value;

	private AppSecret(String value) {
		this.value = value;
	}

	/**
	 * A secret that is known already.
	 * @param value the secret
	 * @return the secret
	 * @throws IllegalArgumentException if it is blank
	 */
	public static AppSecret of(String value) {
		if (value.isBlank()) {
			throw new IllegalArgumentException("App secret must not be blank. Use AppSecret.random().");
		}
		return new AppSecret(value);
	}

	/**
	 * Makes a secret that nobody can guess.
	 * @return 64 hexadecimal digits
	 */
	public static AppSecret random() {
		byte[] bytes = new byte[RANDOM_BYTES];
		random.nextBytes(bytes);
		return new AppSecret(HexFormat.of().formatHex(bytes));
	}

	/**
	 * Compares in constant time.
	 * @param candidate what a caller says that it is
	 * @return whether it is the secret
	 */
	public boolean matches(String candidate) {
		return MessageDigest.isEqual(utf8(this.value), utf8(candidate));
	}

	/**
	 * Signs a text, as Pusher's protocol does.
	 * @param text the text
	 * @return the HMAC-SHA256 under this secret, 64 lower-case hexadecimal digits
	 */
	public String sign(String text) {
		try {
			Mac mac = Mac.getInstance(HMAC_SHA256);
			mac.init(new SecretKeySpec(utf8(this.value), HMAC_SHA256));
			return HexFormat.of().formatHex(mac.doFinal(utf8(text)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + HMAC_SHA256, ex);
		}
	}

	/**
	 * Hands out the secret itself, to be given to the app's owner.
	 * @return the secret; not for logs
	 */
	public String reveal() {
		return this.value;
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof AppSecret that && matches(that.value));
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public String toString() {
		return "******";
	}

}
