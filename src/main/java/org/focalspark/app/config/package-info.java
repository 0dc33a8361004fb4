/**
 * The configuration of a job: loaded from a file and overrides within bounds, read strictly, and typed.
 *
 * <p>Knows {@code app.text}, the estimator's params and Typesafe Config. Must not know data or results.
 */
@NullMarked
package org.focalspark.app.config;

import org.jspecify.annotations.NullMarked;
