package io.github.dynamodbtoolkit.sample.partners;

import java.util.List;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppLimit;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.apps.AppSecret;
import io.github.dynamodbtoolkit.table.TableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Registers some apps at start, for demonstration, unless they are there.
 */
@Component
class PartnerApps implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(PartnerApps.class);

	private final AppRegistry registry;

	PartnerApps(AppRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		try {
			apps().stream().filter((app) -> this.registry.findById(app.id()) == null).forEach(this.registry::save);
		}
		catch (TableException ex) {
			logger.warn("The partners' apps were not registered; start the shop again: {}", ex.getMessage());
		}
	}

	private static List<App> apps() {
		return List.of(
				App.of("partner", "partner-key", AppSecret.random())
					.withLimit(AppLimit.MAX_READ_REQUESTS_PER_SECOND, 10),
				App.of("disabled", "disabled-key", AppSecret.random()).withEnabled(false),
				App.of("unlimited", "unlimited-key", AppSecret.random())
					.withLimit(AppLimit.MAX_READ_REQUESTS_PER_SECOND, -1));
	}

}
