/**
 * Export of fitted models to formats that are scored without Spark: ONNX and PMML.
 *
 * <p>Knows {@code classification}, {@code model}, {@code param}, the losses and {@code storage}, and passes the
 * numbers and the loss of a model to {@code export.format}. Must not know training.
 */
@NullMarked
package org.focalspark.export;

import org.jspecify.annotations.NullMarked;
