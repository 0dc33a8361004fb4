/**
 * The input of a job: rows and columns as they are read, checked, labeled and split, and the role of every column.
 *
 * <p>Knows {@code app.config}, {@code app.text}, {@code org.focalspark.table}, the stage that makes features, and Spark
 * SQL. Must not know models and their scores.
 */
@NullMarked
package org.focalspark.app.data;

import org.jspecify.annotations.NullMarked;
