/**
 * Export of fitted models to ONNX and PMML, for scoring without Spark.
 *
 * <p>Knows {@code classification}, {@code model}, {@code param}, the losses and {@code storage}, and passes the numbers
 * and the loss of a model to {@code export.format}. Must not know training.
 */
@NullMarked
package org.focalspark.export;

import org.jspecify.annotations.NullMarked;
