/**
 * Access to classes of Spark that are private in Scala but public in bytecode, for Estimators, Models and Evaluators
 * written in Java.
 *
 * <p>The only package that may use such classes, and the first one to check for a new Spark version. Must not know any
 * other package of focalspark.
 */
@NullMarked
package org.focalspark.compat;

import org.jspecify.annotations.NullMarked;
