package io.github.dynamodbtoolkit.spring.annotation;

import java.util.stream.Stream;

import io.github.dynamodbtoolkit.dedupe.PayloadMismatchException;
import io.github.dynamodbtoolkit.spring.dedupe.IdempotentProblems;
import io.github.dynamodbtoolkit.spring.flags.FeatureDisabledException;
import io.github.dynamodbtoolkit.spring.flags.FeatureFlagProblems;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitExceededException;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitProblems;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemOrderTests {

	@Test
	void comeBeforeAnAdviceThatAnswersEverything() {
		assertThat(orders()).containsOnly(0);
		assertThat(orders(Everything.class, Unrelated.class)).containsOnly(0);
	}

	@Test
	void comeAfterAnAdviceThatAnswersJustThem() {
		assertThat(orders(Everything.class, OwnOfAll.class)).containsOnly(Ordered.LOWEST_PRECEDENCE);
	}

	private static Stream<Integer> orders(Class<?>... advice) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		Stream.of(advice).forEach((type) -> beans.registerBeanDefinition(type.getName(), new RootBeanDefinition(type)));
		Stream.of(RateLimitProblems.class, IdempotentProblems.class, FeatureFlagProblems.class)
			.forEach((type) -> beans.registerBeanDefinition(type.getName(), new RootBeanDefinition(type)));
		return Stream.of(new RateLimitProblems(beans), new IdempotentProblems(beans), new FeatureFlagProblems(beans))
			.map(Ordered::getOrder);
	}

	@RestControllerAdvice
	static class Everything {

		@ExceptionHandler({ Exception.class, IllegalStateException.class })
		String any(Exception exception) {
			return "any";
		}

	}

	@RestControllerAdvice
	static class Unrelated {

		@ExceptionHandler
		String unrelated(IllegalStateException exception) {
			return "unrelated";
		}

	}

	@RestControllerAdvice
	static class OwnOfAll {

		@ExceptionHandler({ RateLimitExceededException.class, PayloadMismatchException.class,
				FeatureDisabledException.class })
		String own(RuntimeException exception) {
			return "own";
		}

	}

}
