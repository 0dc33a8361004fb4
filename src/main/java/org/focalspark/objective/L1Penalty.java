package org.focalspark.objective;

/**
 * The lasso penalty: a strength times the sum of absolute coefficients; intercepts are free.
 *
 * <p>With standardization the coefficients of the standardised features are penalised, without it those on the original
 * scale, as in Spark. It has no derivative at 0, so a solver adds it and not the objective.
 */
public final class L1Penalty {
    private final CoefficientLayout layout;
    private final double[] factors;

    /**
     * Makes the penalty of a fit.
     *
     * @param layout layout of the optimiser's vector
     * @param scaling scaling of the features
     * @param strength regParam * elasticNetParam, &gt;= 0
     * @param standardization whether the standardised coefficients are penalised
     */
    public L1Penalty(CoefficientLayout layout, Scaling scaling, double strength, boolean standardization) {
        this.layout = layout;
        this.factors = new double[layout.numFeatures()];
        for (int j = 0; j < factors.length; j++) {
            factors[j] = strength * (standardization ? 1.0 : scaling.inverseDeviation(j));
        }
    }

    /**
     * Weight of an entry of the optimiser's vector.
     *
     * @param index index in the vector
     * @return what its absolute value is multiplied by; 0 for intercepts
     */
    public double weight(int index) {
        return index < layout.numCoefficients() ? factors[index % factors.length] : 0.0;
    }

    /**
     * Value of the penalty.
     *
     * @param point optimiser's vector
     * @return sum of weight times absolute value
     */
    public double value(double[] point) {
        double sum = 0.0;
        for (int i = 0; i < layout.numCoefficients(); i++) {
            sum += weight(i) * Math.abs(point[i]);
        }
        return sum;
    }

    /**
     * The element of smallest norm of the subdifferential, which is 0 exactly at a solution.
     *
     * @param point optimiser's vector
     * @param gradient gradient of the smooth part
     * @return steepest ascent, laid out as the point
     */
    public double[] subgradient(double[] point, double[] gradient) {
        double[] subgradient = gradient.clone();
        for (int i = 0; i < layout.numCoefficients(); i++) {
            double weight = weight(i);
            subgradient[i] = point[i] != 0.0
                    ? gradient[i] + Math.signum(point[i]) * weight
                    : Math.signum(gradient[i]) * Math.max(Math.abs(gradient[i]) - weight, 0.0);
        }
        return subgradient;
    }
}
