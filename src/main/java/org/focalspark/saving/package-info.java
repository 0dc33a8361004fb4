/**
 * Saving and loading of stages: an existing folder is replaced as a whole, and a folder from an untrusted source
 * constructs no class that is not a loadable stage.
 *
 * <p>Knows Spark ML, Hadoop's file systems, {@code compat} and {@code storage}. Must not know which stages exist.
 * {@code ReplacingWriter} is for users; the other classes are public only for other packages of this library.
 */
@NullMarked
package org.focalspark.saving;

import org.jspecify.annotations.NullMarked;
