package org.focalspark.loss;

import java.util.function.DoubleUnaryOperator;

/** Bisection for the root of a function that is increasing or has a single change of sign. */
final class Bisection {
    private Bisection() {}

    /**
     * Returns the smallest double, up to rounding errors of the function, at which the function is not negative.
     *
     * @param low point at which the function is negative
     * @param high point at which the function is not negative
     */
    static double root(DoubleUnaryOperator function, double low, double high) {
        double below = low;
        double above = high;
        for (double middle = 0.5 * (below + above); below < middle && middle < above; middle = 0.5 * (below + above)) {
            if (function.applyAsDouble(middle) < 0.0) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return above;
    }
}
