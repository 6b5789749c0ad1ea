// The tables of DynamoDB Toolkit for Spring Boot, for the run() of sst.config.ts (SST 3).
// SST bills tables on demand and projects all attributes into indexes.

const pointInTimeRecovery = false;

// What it holds can be lost: values are loaded again, limits and jobs begin anew.
export const toolkit = new sst.aws.Dynamo("DynamoDbToolkit", {
  fields: { pk: "string", sk: "string", gsi1pk: "string", gsi1sk: "string" },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  // Costs nothing: nothing of the toolkit's is in it. http-client-toolkit reads it.
  globalIndexes: { gsi1: { hashKey: "gsi1pk", rangeKey: "gsi1sk" } },
  ttl: "ttl",
  transform: {
    table: { name: "dynamodb-toolkit", pointInTimeRecovery: { enabled: false } },
  },
});

export const flags = new sst.aws.Dynamo("DynamoDbToolkitFlags", {
  fields: { namespace: "string", key: "string" },
  primaryIndex: { hashKey: "namespace", rangeKey: "key" },
  transform: {
    table: { name: "dynamodb-toolkit-flags", pointInTimeRecovery: { enabled: pointInTimeRecovery } },
  },
});

export const apps = new sst.aws.Dynamo("DynamoDbToolkitApps", {
  fields: { AppId: "string", AppKey: "string" },
  primaryIndex: { hashKey: "AppId" },
  globalIndexes: { AppKeyIndex: { hashKey: "AppKey" } },
  transform: {
    table: { name: "apps", pointInTimeRecovery: { enabled: pointInTimeRecovery } },
  },
});
