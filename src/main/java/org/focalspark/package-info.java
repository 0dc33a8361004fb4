/**
 * Focal-loss logistic regression for Spark ML. The root holds only the Kryo registrator.
 *
 * <p>Users need {@code classification} (estimators, models, summaries), {@code evaluation}, {@code tuning}, {@code
 * feature} and {@code export}; {@code param} documents all params, and {@code saving} has {@code ReplacingWriter} for
 * pipelines. All other packages are internal and may change in any release.
 */
@NullMarked
package org.focalspark;

import org.jspecify.annotations.NullMarked;
