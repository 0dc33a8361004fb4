/**
 * Params of losses, training and scoring with their rules, defaults and conflicts.
 *
 * <p>Knows Spark ML, {@code compat}, the losses and the selection of columns by exact name in {@code training}. Must
 * not know estimators or models.
 *
 * <p>Java has no traits, so a group of params has three files: {@code ...Params} has the accessors and getters that
 * users call; {@code ...Setters} has the fluent setters; {@code ...Setup} creates the params with their rules and
 * defaults. A model implements only the setters that make sense after the fit.
 *
 * <p>Users need only the {@code ...Params} and {@code ...Setters} interfaces. The classes are public only for other
 * packages of this library.
 */
@NullMarked
package org.focalspark.param;

import org.jspecify.annotations.NullMarked;
