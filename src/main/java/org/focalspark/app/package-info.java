/**
 * The spark-submit application, which trains and evaluates a focal model from one configuration. This package contains
 * the command and the steps of the job: candidates, pipeline, report, exports and publication.
 *
 * <p>Knows its own subpackages, the library's public API, Spark's and Hadoop's public API, picocli and Typesafe Config.
 * Must not know {@code training} or classes of Spark that are private in Scala. It is not part of the library jar.
 */
@NullMarked
package org.focalspark.app;

import org.jspecify.annotations.NullMarked;
