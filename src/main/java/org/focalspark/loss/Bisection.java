package org.focalspark.loss;

import java.util.function.DoubleUnaryOperator;

/** Where an increasing function, or one with a single change of sign, stops being negative. */
final class Bisection {
    private Bisection() {}

    /**
     * The smallest double, as far as bisection can tell, at which a function is not negative.
     *
     * @param low where it is negative
     * @param high where it is not
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
