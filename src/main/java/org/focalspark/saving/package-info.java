/**
 * Saving and loading of stages. Saving replaces an existing folder as a whole. Loading constructs only classes of
 * loadable stages, even if the folder comes from an untrusted source.
 *
 * <p>Knows Spark ML, Hadoop's file systems, {@code compat} and {@code storage}. Must not know which stages exist.
 * {@code ReplacingWriter} is for users; the other classes are public only for other packages of this library.
 */
@NullMarked
package org.focalspark.saving;

import org.jspecify.annotations.NullMarked;
