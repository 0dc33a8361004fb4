/**
 * Values of table cells as numbers and as levels of categories, what a column is made of, and how a row becomes features.
 *
 * <p>Knows the JDK. Must not know Spark or anything else of ours.
 */
@NullMarked
package org.focalspark.table;

import org.jspecify.annotations.NullMarked;
