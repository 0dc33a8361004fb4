/**
 * Saving of results so that the destination has the old or the new content, never a part of it.
 *
 * <p>Knows Hadoop's file systems and the settings that a Spark session has for them. Must not know any other package of
 * focalspark.
 */
@NullMarked
package org.focalspark.storage;

import org.jspecify.annotations.NullMarked;
