/**
 * Text output of the job: tables, numbers and failure messages, and the masking of secrets in them.
 *
 * <p>Knows Typesafe Config, Log4j and Spark's exceptions, and no other package of the application.
 */
@NullMarked
package org.focalspark.app.text;

import org.jspecify.annotations.NullMarked;
