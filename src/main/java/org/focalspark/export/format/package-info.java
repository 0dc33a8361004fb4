/**
 * Writers of ONNX and PMML files from an {@code ExportedModel}, the numbers and the loss of a model. Internal: users
 * call {@code ModelExport}.
 *
 * <p>Knows the JDK and the losses; only classes named {@code Onnx*} know Tribuo's ONNX messages, which are an optional
 * dependency. Must not know Spark or any other package of this library.
 */
@NullMarked
package org.focalspark.export.format;

import org.jspecify.annotations.NullMarked;
