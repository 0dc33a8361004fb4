/**
 * Spark jobs over cached blocks: passes that evaluate models, results merged in an order that does not depend on which
 * task ends first, tags, limits of the driver's memory, and failures.
 *
 * <p>Knows Spark's core, the objective and the losses. Must not know the input, the solvers or the procedure of a fit.
 */
@NullMarked
package org.focalspark.training.job;

import org.jspecify.annotations.NullMarked;
