/**
 * Writers of ONNX and PMML files. Their input is an {@code ExportedModel}, which contains the coefficients and the loss
 * of a model. Internal: users call {@code ModelExport}.
 *
 * <p>Knows the JDK and the losses. Only classes named {@code Onnx*} know Tribuo's ONNX messages, an optional
 * dependency. Must not know Spark or any other package of this library.
 */
@NullMarked
package org.focalspark.export.format;

import org.jspecify.annotations.NullMarked;
