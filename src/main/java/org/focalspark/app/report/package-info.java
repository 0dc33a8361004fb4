/**
 * The page that shows what a job found: curves and tables of held-out scores from one pass, and the HTML around them.
 *
 * <p>Knows the library's public API, Spark's public API and Typesafe Config. Must not know the job, its configuration or
 * where results go: {@code org.focalspark.app} hands over what is to be shown.
 */
@NullMarked
package org.focalspark.app.report;

import org.jspecify.annotations.NullMarked;
