package org.focalspark.param;

import java.util.Arrays;

/**
 * Spark's two params for the decision of a binary classifier: {@code threshold} t on the probability of class 1, and
 * {@code thresholds} (t_0, t_1), which is equivalent to t = 1 / (1 + t_0 / t_1).
 *
 * <p>Setting one clears the other. A ParamMap may set both if they agree.
 */
public final class Thresholds {
    private static final double AGREEMENT = 1e-5;

    private Thresholds() {}

    /**
     * Returns the threshold on the probability of class 1.
     *
     * @param params estimator or model
     * @return from thresholds if set, else from threshold
     * @throws IllegalArgumentException if both are set and differ, or if thresholds is set and does not have 2 values
     */
    public static double threshold(FocalParams params) {
        checkConsistent(params);
        return params.isSet(params.thresholds()) ? fromVector(params) : own(params);
    }

    /**
     * Returns the thresholds of all classes.
     *
     * @param params estimator or model
     * @return thresholds if set; (1 - threshold, threshold) if only threshold is set
     * @throws IllegalArgumentException if both are set and differ
     * @throws java.util.NoSuchElementException if neither is set, as in Spark; a default does not count
     */
    public static double[] thresholds(FocalParams params) {
        checkConsistent(params);
        if (!params.isSet(params.thresholds()) && params.isSet(params.threshold())) {
            return new double[] {1.0 - own(params), own(params)};
        }
        return params.getOrDefault(params.thresholds());
    }

    /**
     * Checks that threshold and thresholds agree if both are set.
     *
     * @param params estimator or model
     * @throws IllegalArgumentException if they differ, or if both are set and thresholds does not have 2 values
     */
    public static void checkConsistent(FocalParams params) {
        if (params.isSet(params.threshold()) && params.isSet(params.thresholds())) {
            double expected = fromVector(params);
            if (!(Math.abs(expected - own(params)) < AGREEMENT)) {
                throw new IllegalArgumentException(String.format(
                        "threshold (%s) and thresholds (%s, which amount to a threshold of %s) contradict each other."
                                + " Set one of them.",
                        own(params), Arrays.toString(vector(params)), expected));
            }
        }
    }

    private static double fromVector(FocalParams params) {
        double[] values = vector(params);
        if (values.length != 2) {
            throw new IllegalArgumentException(
                    "thresholds must hold 2 values for a binary model, but was " + Arrays.toString(values) + ".");
        }
        return 1.0 / (1.0 + values[0] / values[1]);
    }

    private static double[] vector(FocalParams params) {
        return params.getOrDefault(params.thresholds());
    }

    private static double own(FocalParams params) {
        return (Double) params.getOrDefault(params.threshold());
    }
}
