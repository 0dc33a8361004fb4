/**
 * The input of a job: reads, checks, labels and splits its rows, and chooses the role of every column.
 *
 * <p>Knows {@code app.config}, {@code app.text}, {@code org.focalspark.table}, the stage that encodes features, and
 * Spark SQL. Must not know models and their scores.
 */
@NullMarked
package org.focalspark.app.data;

import org.jspecify.annotations.NullMarked;
