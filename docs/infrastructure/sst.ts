// The tables of DynamoDB Toolkit for Spring Boot, for SST 3: save this as infra/dynamodb-toolkit.ts, and import it in
// the run() of sst.config.ts: await import("./infra/dynamodb-toolkit");
// SST bills tables on demand and projects all attributes into indexes.

const pointInTimeRecovery = false;

// Stages share an account, but no tables. Give the application of a stage the names with the stage.
const production = $app.stage === "production";
const named = (table: string) => (production ? table : `${table}-${$app.stage}`);

// What it holds can be lost: values are loaded again, limits and jobs begin anew.
export const toolkit = new sst.aws.Dynamo("DynamoDbToolkit", {
  fields: { pk: "string", sk: "string", gsi1pk: "string", gsi1sk: "string" },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  // Costs nothing: nothing of the toolkit's is in it. http-client-toolkit reads it.
  globalIndexes: { gsi1: { hashKey: "gsi1pk", rangeKey: "gsi1sk" } },
  ttl: "ttl",
  transform: {
    table: { name: named("dynamodb-toolkit"), pointInTimeRecovery: { enabled: false } },
  },
});

export const flags = new sst.aws.Dynamo("DynamoDbToolkitFlags", {
  fields: { namespace: "string", key: "string" },
  primaryIndex: { hashKey: "namespace", rangeKey: "key" },
  transform: {
    table: {
      name: named("dynamodb-toolkit-flags"),
      pointInTimeRecovery: { enabled: pointInTimeRecovery },
      deletionProtectionEnabled: production,
    },
  },
});

export const apps = new sst.aws.Dynamo("DynamoDbToolkitApps", {
  fields: { AppId: "string", AppKey: "string" },
  primaryIndex: { hashKey: "AppId" },
  globalIndexes: { AppKeyIndex: { hashKey: "AppKey" } },
  transform: {
    table: {
      name: named("apps"),
      pointInTimeRecovery: { enabled: pointInTimeRecovery },
      deletionProtectionEnabled: production,
    },
  },
});
