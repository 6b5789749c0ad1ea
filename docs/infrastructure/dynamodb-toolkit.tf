# The tables of DynamoDB Toolkit for Spring Boot.

terraform {
  required_version = ">= 1.3"
  required_providers {
    # Late versions of 6 warn that hash_key and range_key of an index are deprecated. Those that replace them are
    # not in 5, and both versions make the same table.
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 7.0"
    }
  }
}

variable "toolkit_table" {
  description = "Cache, dedupe, rate limits (toolkit.dynamodb.table-name)."
  type        = string
  default     = "dynamodb-toolkit"
}

variable "flags_table" {
  description = "Feature flags (toolkit.dynamodb.flags.table-name). Empty for none."
  type        = string
  default     = "dynamodb-toolkit-flags"
}

variable "apps_table" {
  description = "App registry (toolkit.dynamodb.apps.table-name). Empty for none."
  type        = string
  default     = "apps"
}

variable "point_in_time_recovery" {
  description = "Whether flags and apps can be restored to any second of the last 35 days."
  type        = bool
  default     = false
}

# What it holds can be lost: values are loaded again, limits and jobs begin anew.
resource "aws_dynamodb_table" "toolkit" {
  name         = var.toolkit_table
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "pk"
  range_key    = "sk"

  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "sk"
    type = "S"
  }
  attribute {
    name = "gsi1pk"
    type = "S"
  }
  attribute {
    name = "gsi1sk"
    type = "S"
  }

  # Costs nothing: nothing of the toolkit's is in it. http-client-toolkit reads it.
  global_secondary_index {
    name            = "gsi1"
    hash_key        = "gsi1pk"
    range_key       = "gsi1sk"
    projection_type = "ALL"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }
}

resource "aws_dynamodb_table" "flags" {
  count        = var.flags_table == "" ? 0 : 1
  name         = var.flags_table
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "namespace"
  range_key    = "key"

  attribute {
    name = "namespace"
    type = "S"
  }
  attribute {
    name = "key"
    type = "S"
  }

  point_in_time_recovery {
    enabled = var.point_in_time_recovery
  }

  deletion_protection_enabled = true
}

resource "aws_dynamodb_table" "apps" {
  count        = var.apps_table == "" ? 0 : 1
  name         = var.apps_table
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "AppId"

  attribute {
    name = "AppId"
    type = "S"
  }
  attribute {
    name = "AppKey"
    type = "S"
  }

  global_secondary_index {
    name            = "AppKeyIndex"
    hash_key        = "AppKey"
    projection_type = "ALL"
  }

  point_in_time_recovery {
    enabled = var.point_in_time_recovery
  }

  deletion_protection_enabled = true
}

output "toolkit_table_arn" {
  value = aws_dynamodb_table.toolkit.arn
}

output "flags_table_arn" {
  value = one(aws_dynamodb_table.flags[*].arn)
}

output "apps_table_arn" {
  value = one(aws_dynamodb_table.apps[*].arn)
}
