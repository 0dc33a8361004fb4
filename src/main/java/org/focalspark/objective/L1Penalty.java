package org.focalspark.objective;

import java.util.Arrays;

/**
 * Lasso penalty: a strength times the sum of absolute coefficients; intercepts are not penalized.
 *
 * <p>With standardization the coefficients of the standardized features are penalized, without it those on the original
 * scale, as in Spark. The penalty has no derivative at 0, so the solver adds it instead of the objective.
 */
public final class L1Penalty {
    private final CoefficientLayout layout;
    private final double[] factors;

    /**
     * Creates the penalty of a fit.
     *
     * @param layout layout of the optimizer's vector
     * @param scaling scaling of the features
     * @param strength regParam * elasticNetParam, &gt;= 0
     * @param standardization whether the standardized coefficients are penalized
     */
    public L1Penalty(CoefficientLayout layout, Scaling scaling, double strength, boolean standardization) {
        this.layout = layout;
        this.factors = new double[layout.numFeatures()];
        for (int j = 0; j < factors.length; j++) {
            factors[j] = strength * (standardization ? 1.0 : scaling.inverseDeviation(j));
        }
    }

    private L1Penalty(CoefficientLayout layout, double[] factors) {
        this.layout = layout;
        this.factors = factors;
    }

    /**
     * Returns the penalty of an objective that is multiplied by a scale.
     *
     * @param scale factor, &gt; 0
     * @return this penalty times the factor
     */
    public L1Penalty times(double scale) {
        return new L1Penalty(
                layout, Arrays.stream(factors).map(factor -> scale * factor).toArray());
    }

    /**
     * Value of the penalty.
     *
     * @param point optimizer's vector
     * @return sum of strength times absolute value
     */
    public double value(double[] point) {
        double sum = 0.0;
        for (int column = 0; column < layout.numCoefficients(); column += factors.length) {
            sum += value(point, column);
        }
        return sum;
    }

    private double value(double[] point, int column) {
        return Ranges.sum(factors.length, (from, to) -> {
            double sum = 0.0;
            for (int j = from; j < to; j++) {
                sum += factors[j] * Math.abs(point[column + j]);
            }
            return sum;
        });
    }

    /**
     * Returns the subgradient of minimum norm, which is 0 exactly at a solution.
     *
     * @param point optimizer's vector
     * @param gradient gradient of the smooth part
     * @return steepest ascent, laid out as the point
     */
    public double[] subgradient(double[] point, double[] gradient) {
        double[] subgradient = gradient.clone();
        for (int column = 0; column < layout.numCoefficients(); column += factors.length) {
            addTo(subgradient, point, column);
        }
        return subgradient;
    }

    private void addTo(double[] gradient, double[] point, int column) {
        Ranges.forEach(factors.length, (from, to) -> {
            for (int j = from; j < to; j++) {
                int i = column + j;
                gradient[i] = point[i] != 0.0
                        ? gradient[i] + Math.signum(point[i]) * factors[j]
                        : Math.signum(gradient[i]) * Math.max(Math.abs(gradient[i]) - factors[j], 0.0);
            }
        });
    }
}
