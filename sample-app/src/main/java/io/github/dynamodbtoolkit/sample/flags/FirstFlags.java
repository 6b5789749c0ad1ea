package io.github.dynamodbtoolkit.sample.flags;

import java.util.List;

import io.github.dynamodbtoolkit.flags.FlagConflictException;
import io.github.dynamodbtoolkit.flags.FlagDefinition;
import io.github.dynamodbtoolkit.flags.FlagOperator;
import io.github.dynamodbtoolkit.flags.FlagRule;
import io.github.dynamodbtoolkit.flags.FlagServing;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.table.TableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Writes the shop's flags where they do not exist yet. Once they do, they are changed by
 * requests; with {@code toolkit.dynamodb.flags.import-from} a file would say what they
 * are.
 */
@Component
class FirstFlags implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(FirstFlags.class);

	/** On for Ada and for visitors from New Zealand. */
	private static final FlagDefinition NEW_CHECKOUT = FlagDefinition.of("new-checkout")
		.turnedOn()
		.withTarget(0, "ada")
		.withRule(FlagRule.when("country", FlagOperator.IN, "nz").serve(FlagServing.variation(0)))
		.servingOtherwise(FlagServing.variation(1));

	/** One visitor in five has it dark. */
	private static final FlagDefinition THEME = FlagDefinition.of("theme")
		.withVariations("light", "dark")
		.servingWhenOff(0)
		.turnedOn()
		.servingOtherwise(FlagServing.rollout(80, 20));

	private final FlagWriter writer;

	FirstFlags(FlagWriter writer) {
		this.writer = writer;
	}

	@Override
	public void run(ApplicationArguments args) {
		try {
			List.of(NEW_CHECKOUT, THEME).forEach(this::writeUnlessThere);
		}
		catch (TableException ex) {
			logger.warn("Without flags until an instance has started with DynamoDB: {}", ex.getMessage());
		}
	}

	private void writeUnlessThere(FlagDefinition flag) {
		if (this.writer.find(flag.key()) != null) {
			return;
		}
		try {
			this.writer.save(flag);
		}
		catch (FlagConflictException ex) {
			logger.debug("Another instance was faster", ex);
		}
	}

}
