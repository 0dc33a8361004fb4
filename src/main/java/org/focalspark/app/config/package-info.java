/**
 * The typed configuration of a job. It is loaded from a file and overrides, with limits on its size, and rejects
 * unknown keys.
 *
 * <p>Knows {@code app.text}, the estimator's params and Typesafe Config. Must not know data or results.
 */
@NullMarked
package org.focalspark.app.config;

import org.jspecify.annotations.NullMarked;
