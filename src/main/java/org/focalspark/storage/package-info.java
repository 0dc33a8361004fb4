/**
 * Writing a result so that its place has the old content or the new one, never half of it.
 *
 * <p>Knows Hadoop's file systems. Must not know Spark or anything else of ours.
 */
@NullMarked
package org.focalspark.storage;

import org.jspecify.annotations.NullMarked;
