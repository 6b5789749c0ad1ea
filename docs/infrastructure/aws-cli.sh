#!/bin/sh
# The tables of DynamoDB Toolkit for Spring Boot, by the AWS command line. Stops at what fails, such as a table
# that exists; leave out what you do not use.
set -e
: "${AWS_REGION:?must be set}"

# Cache, dedupe, rate limits. The index costs nothing: nothing of the toolkit's is in it.
aws dynamodb create-table --table-name dynamodb-toolkit --region "$AWS_REGION" --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=pk,AttributeType=S AttributeName=sk,AttributeType=S AttributeName=gsi1pk,AttributeType=S AttributeName=gsi1sk,AttributeType=S \
  --key-schema AttributeName=pk,KeyType=HASH AttributeName=sk,KeyType=RANGE \
  --global-secondary-indexes '[{"IndexName":"gsi1","KeySchema":[{"AttributeName":"gsi1pk","KeyType":"HASH"},{"AttributeName":"gsi1sk","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}]'
aws dynamodb wait table-exists --table-name dynamodb-toolkit --region "$AWS_REGION"
aws dynamodb update-time-to-live --table-name dynamodb-toolkit --region "$AWS_REGION" --time-to-live-specification Enabled=true,AttributeName=ttl

# Feature flags.
aws dynamodb create-table --table-name dynamodb-toolkit-flags --region "$AWS_REGION" --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=namespace,AttributeType=S AttributeName=key,AttributeType=S \
  --key-schema AttributeName=namespace,KeyType=HASH AttributeName=key,KeyType=RANGE

# App registry.
aws dynamodb create-table --table-name apps --region "$AWS_REGION" --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=AppId,AttributeType=S AttributeName=AppKey,AttributeType=S \
  --key-schema AttributeName=AppId,KeyType=HASH \
  --global-secondary-indexes '[{"IndexName":"AppKeyIndex","KeySchema":[{"AttributeName":"AppKey","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]'

# People write flags and apps, and nothing can make them anew: they cannot be deleted by mistake and, if you say
# POINT_IN_TIME_RECOVERY=true, be restored to any second of the last 35 days.
for table in dynamodb-toolkit-flags apps; do
  aws dynamodb wait table-exists --table-name "$table" --region "$AWS_REGION"
  if [ "$POINT_IN_TIME_RECOVERY" = true ]; then
    aws dynamodb update-continuous-backups --table-name "$table" --region "$AWS_REGION" \
      --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true
  fi
  aws dynamodb update-table --table-name "$table" --region "$AWS_REGION" --deletion-protection-enabled
done
