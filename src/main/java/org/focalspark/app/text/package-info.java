/**
 * Text that leaves the job: tables, numbers, messages of failures, and everything that hides secrets in them.
 *
 * <p>Knows Typesafe Config, Log4j and Spark's exceptions, and no other package of the application.
 */
@NullMarked
package org.focalspark.app.text;

import org.jspecify.annotations.NullMarked;
