/**
 * The floor of the house, and the only package that speaks to DynamoDB: keys, items,
 * requests with their time budgets, the schema and the errors. It belongs to the toolkit
 * itself; its types change without notice.
 */
@NullMarked
package io.github.dynamodbtoolkit.table;

import org.jspecify.annotations.NullMarked;
