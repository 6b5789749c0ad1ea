package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Hooks declared types and tags into Spring's caching: it stands in for the advice of
 * Spring's cache advisor and passes on to it. A user's {@code CachingConfigurer} is not
 * touched. Without Spring's advisor (in AspectJ mode) values are stored by their class,
 * and {@link CacheTags} has no effect.
 */
public final class CacheTagsSupport implements BeanPostProcessor, PriorityOrdered {

	/** Around transactions, so that tags are invalidated after the commit. */
	private static final int EVICT_TAGS_ORDER = Ordered.LOWEST_PRECEDENCE - 1;

	private final CachedMethods methods = new CachedMethods();

	private final TagExpressions expressions;

	private final TagEviction eviction;

	/**
	 * Creates the support.
	 * @param store gives the store whose tags are invalidated; asked as late as possible
	 * @param executor gives what invalidates tags for methods that answer by a future or
	 * a publisher; asked as late as possible
	 * @param beanFactory has the beans to which expressions refer
	 */
	public CacheTagsSupport(Supplier<CacheStore> store, Supplier<Executor> executor, BeanFactory beanFactory) {
		this.expressions = new TagExpressions(new AnnotationExpressions(beanFactory));
		this.eviction = new TagEviction(this.methods, this.expressions, store, executor);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof BeanFactoryCacheOperationSourceAdvisor advisor
				&& advisor.getAdvice() instanceof MethodInterceptor cacheInterceptor
				&& !(cacheInterceptor instanceof CacheInvocationInterceptor)) {
			advisor.setAdvice(
					new CacheInvocationInterceptor(cacheInterceptor, this.methods, this.expressions, this.eviction));
		}
		return bean;
	}

	/**
	 * Makes the advisor for {@link EvictTags} on methods without cache annotations.
	 * @param cacheOperations tells which methods have cache annotations
	 * @return the advisor, to be registered as infrastructure
	 */
	public Advisor evictTagsAdvisor(Supplier<@Nullable CacheOperationSource> cacheOperations) {
		StaticMethodMatcherPointcut pointcut = new StaticMethodMatcherPointcut() {

			@Override
			public boolean matches(Method method, Class<?> targetClass) {
				Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
				return AnnotatedElementUtils.hasAnnotation(specific, EvictTags.class)
						&& !hasCacheOperations(cacheOperations.get(), method, targetClass);
			}

		};
		DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(pointcut, new EvictTagsInterceptor(this.eviction));
		advisor.setOrder(EVICT_TAGS_ORDER);
		return advisor;
	}

	private static boolean hasCacheOperations(@Nullable CacheOperationSource source, Method method,
			Class<?> targetClass) {
		return source != null && source.hasCacheOperations(method, targetClass);
	}

}
