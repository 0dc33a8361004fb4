/**
 * Saves results so that the destination has either all of the old content or all of the new content.
 *
 * <p>Knows Hadoop's file systems and the settings that a Spark session has for them. Must not know any other package of
 * focalspark.
 */
@NullMarked
package org.focalspark.storage;

import org.jspecify.annotations.NullMarked;
