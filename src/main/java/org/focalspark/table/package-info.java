/**
 * Conversion of table cells to numbers and levels, profiles of columns, and encoding of rows as features.
 *
 * <p>Knows the JDK. Must not know Spark or any other package of focalspark.
 */
@NullMarked
package org.focalspark.table;

import org.jspecify.annotations.NullMarked;
