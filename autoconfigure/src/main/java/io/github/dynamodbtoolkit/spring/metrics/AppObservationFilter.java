package io.github.dynamodbtoolkit.spring.metrics;

import io.github.dynamodbtoolkit.spring.apps.AppFilter;
import io.github.dynamodbtoolkit.spring.apps.AppNames;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Adds the calling app to {@code http.server.requests} as the tag {@code app}, whose
 * values are {@linkplain AppNames bounded}.
 */
public final class AppObservationFilter implements ObservationFilter {

	private final AppNames names = new AppNames();

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext request && request.getCarrier() != null) {
			context.addLowCardinalityKeyValue(KeyValue.of("app", this.names.of(AppFilter.appOf(request.getCarrier()))));
		}
		return context;
	}

}
