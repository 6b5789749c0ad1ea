package io.github.dynamodbtoolkit.apps;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AppSecretTests {

	private static final String CANARY = "canary-4711";

	/** RFC 4231, test case 2. */
	@Test
	void signsAsTheStandardSays() {
		assertThat(AppSecret.of("Jefe").sign("what do ya want for nothing?"))
			.isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	}

	@ParameterizedTest
	@CsvSource({ "abc, abc, true", "abc, abd, false", "abc, ab, false", "abc, '', false", "é, é, true", "é, e, false" })
	void matchesItselfOnly(String secret, String candidate, boolean expected) {
		assertThat(AppSecret.of(secret).matches(candidate)).isEqualTo(expected);
		assertThat(AppSecret.of(secret).equals(AppSecret.of(candidate + (candidate.isEmpty() ? "x" : ""))))
			.isEqualTo(expected);
	}

	@Test
	void randomOnesDiffer() {
		assertThat(AppSecret.random().reveal()).matches("[0-9a-f]{64}").isNotEqualTo(AppSecret.random().reveal());
	}

	@Test
	void isNeverPrinted() {
		App app = App.of("a", "k", AppSecret.of(CANARY))
			.withWebhooks(new AppWebhook(List.of("x"), "https://user:" + CANARY + "@h/" + CANARY,
					Map.of("Authorization", CANARY), null, null, null));
		assertThat(app.toString()).contains("secret=******").doesNotContain(CANARY);
		assertThat(List.of(app.secret(), app.webhooks(), new AppPage(List.of(app), null)).toString())
			.doesNotContain(CANARY);
	}

}
