package io.github.dynamodbtoolkit.spring.dedupe;

/**
 * Two beans that have inherited their idempotent method.
 */
class Senders {

	@Idempotent(key = "#id", keepResultFor = "1h")
	public String send(String id) {
		return getClass().getSimpleName();
	}

	static class Email extends Senders {

	}

	static class Sms extends Senders {

	}

}
