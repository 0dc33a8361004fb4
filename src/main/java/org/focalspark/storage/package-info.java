/**
 * Writing a result so that its place has the old content or the new one, never half of it.
 *
 * <p>Knows Hadoop's file systems, and of Spark the settings that a session has for them. Must not know any other
 * package of focalspark.
 */
@NullMarked
package org.focalspark.storage;

import org.jspecify.annotations.NullMarked;
