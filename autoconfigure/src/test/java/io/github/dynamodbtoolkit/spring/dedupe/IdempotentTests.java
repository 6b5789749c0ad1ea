package io.github.dynamodbtoolkit.spring.dedupe;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.dynamodbtoolkit.autoconfigure.DynamoDbDedupeAutoConfiguration;
import io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitAutoConfiguration;
import io.github.dynamodbtoolkit.dedupe.PayloadMismatchException;
import io.github.dynamodbtoolkit.spring.TwoApplications;
import io.github.dynamodbtoolkit.spring.dedupe.Orders.Order;
import io.github.dynamodbtoolkit.spring.dedupe.Orders.Receipt;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Idempotent methods on two instances of an application that share a table and nothing
 * else.
 */
@Timeout(60)
class IdempotentTests {

	private static final AtomicInteger IDS = new AtomicInteger();

	/** Calls that have come as far as the advice within. */
	private static final AtomicInteger INNER = new AtomicInteger();

	@RegisterExtension
	static final TwoApplications applications = new TwoApplications(Application.class,
			"toolkit.dynamodb.dedupe.lease=45s", "orders.keep=2h");

	private static final MutableTimeSource time = new MutableTimeSource();

	private final Orders here = applications.one().getBean(Orders.class);

	private final Orders there = applications.other().getBean(Orders.class);

	private final String id = "order-" + IDS.incrementAndGet();

	@BeforeEach
	void letTimePass() {
		time.advance(Duration.ofSeconds(1));
	}

	@Test
	void laterCallsReplayTheResultUntilItsTimeIsOver() throws Exception {
		Receipt first = this.here.place(new Order(this.id, 5));
		assertThat(this.here.place(new Order(this.id, 5))).isEqualTo(first);
		time.advance(Duration.ofHours(1).minusMillis(1));
		assertThat(this.there.place(new Order(this.id, 5))).isEqualTo(first);
		time.advance(Duration.ofMillis(1));
		int before = calls(this.there);
		this.there.place(new Order(this.id, 5));
		assertThat(calls(this.there)).isEqualTo(before + 1);
	}

	@Test
	void concurrentCallsWaitAndGetTheSameResult() throws Exception {
		Orders target = target(this.here);
		target.mayEnd = new CountDownLatch(1);
		target.begun = new CountDownLatch(1);
		CompletableFuture<Receipt> first = async(this.here);
		target.begun.await();
		CompletableFuture<Receipt> joiner = async(this.there);
		CompletableFuture<Receipt> local = async(this.here);
		target.mayEnd.countDown();
		assertThat(joiner.get()).isEqualTo(first.get()).isEqualTo(local.get());
	}

	private CompletableFuture<Receipt> async(Orders orders) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return orders.place(new Order(this.id, 5));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	/** The caller is not kept, and who joins gets what the owner's future brings. */
	@Test
	void futuresAreAwaitedElsewhere() throws Exception {
		Orders target = target(this.here);
		target.mayEnd = new CountDownLatch(1);
		target.begun = new CountDownLatch(1);
		int before = calls(this.here) + calls(this.there);
		CompletableFuture<Receipt> first = this.here.later(this.id);
		CompletableFuture<Receipt> local = this.here.later(this.id);
		target.begun.await();
		CompletableFuture<Receipt> joiner = this.there.later(this.id);
		assertThat(first).isNotDone();
		target.mayEnd.countDown();
		assertThat(joiner.get()).isEqualTo(first.get())
			.isEqualTo(local.get())
			.isEqualTo(this.there.later(this.id).get());
		assertThat(calls(this.here) + calls(this.there)).isEqualTo(before + 1);
	}

	@Test
	void failedFuturesFreeTheKeyForPublishers() {
		assertThat(this.here.refuseLater(this.id)).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessageStartingWith("refused");
		Mono<Receipt> mono = this.there.mono(this.id);
		int before = calls(this.there);
		Receipt receipt = mono.contextWrite(Context.of("who", "ann")).block();
		assertThat(receipt.order()).isEqualTo("ann");
		assertThat(mono.block()).isEqualTo(receipt).isEqualTo(this.here.mono(this.id).block());
		assertThat(calls(this.there)).isEqualTo(before + 1);
	}

	/** Advice that is further inside, such as a transaction's, is around each of them. */
	@Test
	void eachSubscriberCallsThroughAllAdvice() {
		int before = INNER.get();
		Mono<Receipt> failing = this.here.failing(this.id);
		for (int i = 1; i <= 3; i++) {
			assertThatIllegalArgumentException().isThrownBy(failing::block);
			assertThat(INNER.get()).isEqualTo(before + i);
		}
	}

	@Test
	void publishersOfManyAndOfNothingAreReplayed() {
		int before = calls(this.here) + calls(this.there);
		assertThat(this.there.flux(this.id).collectList().block()).hasSize(3)
			.isEqualTo(this.here.flux(this.id).collectList().block());
		assertThat(this.here.nothing(this.id).block()).isNull();
		assertThat(this.there.nothing(this.id).block()).isNull();
		assertThat(calls(this.here) + calls(this.there)).isEqualTo(before + 4);
	}

	@Test
	void anotherPayloadIsRefused() throws Exception {
		this.here.place(new Order(this.id, 5));
		assertThatExceptionOfType(PayloadMismatchException.class)
			.isThrownBy(() -> this.there.place(new Order(this.id, 6)));
	}

	@Test
	void equalKeysOfTwoMethodsAreTwoKeys() throws Exception {
		this.here.place(new Order(this.id, 5));
		int before = calls(this.here);
		this.here.refund(new Order(this.id, 5));
		assertThat(calls(this.here)).isEqualTo(before + 1);
	}

	/** Whatever they have inherited the method from. */
	@Test
	void equalKeysOfTwoBeansAreTwoKeys() {
		Senders.Email email = applications.one().getBean(Senders.Email.class);
		Senders.Sms sms = applications.other().getBean(Senders.Sms.class);
		assertThat(email.send(this.id)).isEqualTo("Email");
		assertThat(sms.send(this.id)).isEqualTo("Sms");
		assertThat(applications.other().getBean(Senders.Email.class).send(this.id)).isEqualTo("Email");
	}

	@Test
	void failureFreesTheKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.refuse(this.id))
			.withMessageStartingWith("refused");
		assertThat(this.there.accept(this.id)).singleElement().isInstanceOf(Receipt.class);
		assertThat(this.here.accept(this.id)).isEqualTo(this.there.accept(this.id));
	}

	@Test
	void emptyResultsAreResults() {
		Optional<Receipt> empty = this.here.find(IDS.incrementAndGet() * 1000L);
		long id = IDS.incrementAndGet() * 1000L;
		Optional<Receipt> full = this.here.find(id);
		assertThat(empty.isPresent()).isNotEqualTo(full.isPresent());
		assertThat(this.there.find(id)).isEqualTo(full);
		assertThat(this.there.find(id - 1000)).isEqualTo(empty);
	}

	@Test
	void methodsWithoutResultRunOnce() {
		int before = calls(this.here) + calls(this.there);
		this.here.send(this.id);
		this.there.send(this.id);
		assertThat(calls(this.here) + calls(this.there)).isEqualTo(before + 1);
	}

	@Test
	void mistakesAreExplained() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.wrongKey(new Order(this.id, 1)))
			.withMessage("The key expression '#order' of @Idempotent on " + Orders.class.getName() + ".wrongKey gave a "
					+ Order.class.getName() + "; it must give a string, a number, a boolean, an enum or a UUID.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.send(null)).withMessageContaining("gave null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.later(null)).withMessageContaining("gave null");
	}

	@Test
	void argumentsAreNeverExpressions() {
		String evil = "#{T(java.lang.Runtime).getRuntime().exit(1)} ${user.home}";
		this.here.send(evil + this.id);
		int before = calls(this.there);
		this.there.send(evil + this.id);
		assertThat(calls(this.there)).isEqualTo(before);
	}

	private static int calls(Orders orders) {
		return target(orders).calls.get();
	}

	private static Orders target(Orders proxy) {
		return (Orders) AopProxyUtils.getSingletonTarget(proxy);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DynamoDbToolkitAutoConfiguration.class, DynamoDbDedupeAutoConfiguration.class })
	static class Application {

		@Bean(destroyMethod = "")
		DynamoDbClient dynamoDbClient() {
			return DynamoDbLocal.client();
		}

		@Bean
		TimeSource timeSource() {
			return time;
		}

		@Bean
		Senders.Email emailSender() {
			return new Senders.Email();
		}

		@Bean
		Senders.Sms smsSender() {
			return new Senders.Sms();
		}

		@Bean
		Orders orders() {
			ProxyFactory proxy = new ProxyFactory(new Orders());
			proxy.setProxyTargetClass(true);
			proxy.addAdvice((MethodInterceptor) (invocation) -> {
				INNER.incrementAndGet();
				return invocation.proceed();
			});
			return (Orders) proxy.getProxy();
		}

	}

}
