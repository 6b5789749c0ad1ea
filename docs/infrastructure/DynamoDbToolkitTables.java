import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/**
 * The tables of DynamoDB Toolkit for Spring Boot, for the AWS CDK in Java:
 * {@code software.amazon.awscdk:aws-cdk-lib} 2.220.0 or newer.
 */
public class DynamoDbToolkitTables extends Construct {

	private final boolean pointInTimeRecovery;

	/**
	 * Makes all three; delete the line of one that is not used.
	 * @param scope where they belong to
	 * @param id the name of this construct
	 * @param pointInTimeRecovery whether flags and apps can be restored to any second of
	 * the last 35 days
	 */
	public DynamoDbToolkitTables(Construct scope, String id, boolean pointInTimeRecovery) {
		super(scope, id);
		this.pointInTimeRecovery = pointInTimeRecovery;
		toolkit();
		flags();
		apps();
	}

	/** What it holds can be lost: values are loaded again, limits and jobs begin anew. */
	private Table toolkit() {
		Table table = Table.Builder.create(this, "Toolkit")
			.tableName("dynamodb-toolkit")
			.billingMode(BillingMode.PAY_PER_REQUEST)
			.partitionKey(string("pk"))
			.sortKey(string("sk"))
			.timeToLiveAttribute("ttl")
			.removalPolicy(RemovalPolicy.DESTROY)
			.build();
		// Costs nothing: nothing of the toolkit's is in it. http-client-toolkit reads it.
		table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
			.indexName("gsi1")
			.partitionKey(string("gsi1pk"))
			.sortKey(string("gsi1sk"))
			.projectionType(ProjectionType.ALL)
			.build());
		return table;
	}

	private Table flags() {
		return Table.Builder.create(this, "Flags")
			.tableName("dynamodb-toolkit-flags")
			.billingMode(BillingMode.PAY_PER_REQUEST)
			.partitionKey(string("namespace"))
			.sortKey(string("key"))
			.pointInTimeRecoverySpecification(recovery())
			.deletionProtection(true)
			.build();
	}

	private Table apps() {
		Table table = Table.Builder.create(this, "Apps")
			.tableName("apps")
			.billingMode(BillingMode.PAY_PER_REQUEST)
			.partitionKey(string("AppId"))
			.pointInTimeRecoverySpecification(recovery())
			.deletionProtection(true)
			.build();
		table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
			.indexName("AppKeyIndex")
			.partitionKey(string("AppKey"))
			.projectionType(ProjectionType.ALL)
			.build());
		return table;
	}

	private static Attribute string(String name) {
		return Attribute.builder().name(name).type(AttributeType.STRING).build();
	}

	private PointInTimeRecoverySpecification recovery() {
		return PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(this.pointInTimeRecovery).build();
	}

}
