/**
 * The report page of a job: curves and tables of held-out scores, computed in one pass, and the HTML around them.
 *
 * <p>Knows the library's public API, Spark's public API and Typesafe Config. Must not know the job, its configuration
 * or its output paths: {@code org.focalspark.app} passes the data of the page.
 */
@NullMarked
package org.focalspark.app.report;

import org.jspecify.annotations.NullMarked;
