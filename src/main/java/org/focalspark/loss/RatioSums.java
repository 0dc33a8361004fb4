package org.focalspark.loss;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Numerators and denominators of ratios, each pair in units of exp(log scale). A scale never decreases. Not
 * thread-safe.
 */
public final class RatioSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private double[] numerators = {};
    private double[] denominators = {};
    private double[] logScales = {};

    /** Creates empty sums. */
    RatioSums() {}

    /**
     * Number of scales.
     *
     * @return 0 before the first row
     */
    public int size() {
        return logScales.length;
    }

    /**
     * Logarithm of the unit of a scale.
     *
     * @param scale index
     * @return log of the largest factor so far
     */
    public double logScale(int scale) {
        return logScales[scale];
    }

    /**
     * Logarithms of all units.
     *
     * @return copy
     */
    public double[] logScales() {
        return logScales.clone();
    }

    /**
     * Raises the units.
     *
     * @param logs minimum of the logarithm of each unit
     */
    public void raise(double[] logs) {
        if (logScales.length == 0) {
            numerators = new double[logs.length];
            denominators = new double[logs.length];
            logScales = logs.clone();
        }
        for (int i = 0; i < logs.length; i++) {
            if (logs[i] > logScales[i]) {
                numerators[i] *= Math.exp(logScales[i] - logs[i]);
                denominators[i] *= Math.exp(logScales[i] - logs[i]);
                logScales[i] = logs[i];
            }
        }
    }

    void add(int scale, double numerator, double denominator) {
        numerators[scale] += numerator;
        denominators[scale] += denominator;
    }

    void merge(RatioSums other) {
        raise(other.logScales);
        other.raise(logScales);
        for (int i = 0; i < other.numerators.length; i++) {
            add(i, other.numerators[i], other.denominators[i]);
        }
    }

    /** Largest log scale of the scales {@code from} to {@code to - 1}. */
    double largestLogScale(int from, int to) {
        return Arrays.stream(logScales, from, to).max().orElse(0.0);
    }

    /** Sum of the numerators of the scales {@code from} to {@code to - 1}, in units of exp(unit). */
    double numerator(int from, int to, double unit) {
        return sum(numerators, from, to, unit);
    }

    /** Sum of the denominators of the scales {@code from} to {@code to - 1}, in units of exp(unit). */
    double denominator(int from, int to, double unit) {
        return sum(denominators, from, to, unit);
    }

    private double sum(double[] values, int from, int to, double unit) {
        double sum = 0.0;
        for (int i = from; i < to; i++) {
            sum += values[i] == 0.0 ? 0.0 : values[i] * Math.exp(logScales[i] - unit);
        }
        return sum;
    }
}
