/**
 * A fitted model in formats of others: ONNX and PMML.
 *
 * <p>Knows the JDK, the losses, and Tribuo's ONNX messages, which are optional. Must not know Spark or anything else of
 * ours.
 */
@NullMarked
package org.focalspark.export;

import org.jspecify.annotations.NullMarked;
