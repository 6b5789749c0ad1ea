package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.Method;
import java.lang.reflect.Type;

import io.github.dynamodbtoolkit.spring.annotation.AnswerTypes;
import io.github.dynamodbtoolkit.spring.annotation.AsyncAnswers;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * What is known of a method with cache annotations before it is called.
 *
 * @param type the type of its cached values, null if the declaration does not tell
 * @param async whether it answers by a future or a publisher
 * @param tags what {@link CacheTags} says
 * @param evictedTags what {@link EvictTags} says
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CachedMethod(@Nullable Type type, boolean async, String[] tags, String[] evictedTags) {

	private static final String[] NONE = {};

	static CachedMethod of(Method method, Class<?> beanClass) {
		CacheTags tags = AnnotatedElementUtils.findMergedAnnotation(method, CacheTags.class);
		EvictTags evicted = AnnotatedElementUtils.findMergedAnnotation(method, EvictTags.class);
		return new CachedMethod(AnswerTypes.of(method, beanClass), AsyncAnswers.areIn(method.getReturnType()),
				tags != null ? tags.value() : NONE, evicted != null ? evicted.value() : NONE);
	}

}
