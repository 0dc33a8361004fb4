/**
 * Spark's parts that are private to it in Scala but public in bytecode: what a Java Estimator, Model and Evaluator
 * need of them.
 *
 * <p>The only package that may name such a part, and the first place to look at for a new Spark version. Must not know
 * anything of ours.
 */
@NullMarked
package org.focalspark.compat;

import org.jspecify.annotations.NullMarked;
