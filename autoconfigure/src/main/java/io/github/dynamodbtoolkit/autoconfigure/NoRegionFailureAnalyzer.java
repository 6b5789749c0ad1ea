package io.github.dynamodbtoolkit.autoconfigure;

import java.util.Arrays;
import java.util.Locale;

import io.github.dynamodbtoolkit.table.Clients;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how to give a DynamoDB client a region. The toolkit's own property is no way: it
 * moves tables away from a client that has to be there first.
 */
final class NoRegionFailureAnalyzer extends AbstractFailureAnalyzer<SdkClientException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SdkClientException cause) {
		if (!Clients.saysNoRegion(cause) || !isOfDynamoDb(cause)) {
			return null;
		}
		return new FailureAnalysis(
				"No AWS region: the DynamoDB client found none in its settings, the environment, the profile or the "
						+ "instance's metadata.",
				"Set spring.cloud.aws.region.static or AWS_REGION, or give your own DynamoDbClient bean a region. "
						+ "toolkit.dynamodb.region does not do it: it only moves the toolkit's tables to another region "
						+ "than that of the client. For development without AWS put dynamodb-toolkit-local on the class path.",
				cause);
	}

	/** The clients of other services say the same. */
	private static boolean isOfDynamoDb(SdkClientException exception) {
		return Arrays.stream(exception.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().toLowerCase(Locale.ROOT).contains(".dynamodb."));
	}

}
