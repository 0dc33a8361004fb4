/**
 * The spark-submit application: one configuration in, a trained and evaluated focal model out. This package is the command
 * and the steps of the job: candidates, pipeline, report, exports and publication.
 *
 * <p>Knows its own subpackages, the library's public API, Spark's and Hadoop's public API, picocli and Typesafe Config. Must
 * not know how the library trains, nor anything of Spark that is private in Scala. It is not part of the library jar.
 */
@NullMarked
package org.focalspark.app;

import org.jspecify.annotations.NullMarked;
