package org.focalspark.objective;

/**
 * Ridge penalty: half of regParam times the sum of squared coefficients; intercepts are not penalized.
 *
 * <p>With standardization the coefficients of the standardized features are penalized, without it those on the
 * original scale, as in Spark.
 */
public final class L2Penalty {
    private final CoefficientLayout layout;
    private final double[] factors;

    /**
     * Creates the penalty of a fit.
     *
     * @param layout layout of the optimizer's vector
     * @param scaling scaling of the features
     * @param regParam strength, &gt;= 0
     * @param standardization whether the standardized coefficients are penalized
     */
    public L2Penalty(CoefficientLayout layout, Scaling scaling, double regParam, boolean standardization) {
        this.layout = layout;
        this.factors = new double[layout.numFeatures()];
        for (int j = 0; j < factors.length; j++) {
            double scale = standardization ? 1.0 : scaling.inverseDeviation(j);
            factors[j] = regParam * scale * scale;
        }
    }

    /**
     * Returns the second derivatives of the penalty.
     *
     * @return one per entry of the optimizer's vector
     */
    public double[] curvatures() {
        double[] curvatures = new double[layout.size()];
        for (int column = 0; column < layout.numCoefficients(); column += factors.length) {
            System.arraycopy(factors, 0, curvatures, column, factors.length);
        }
        return curvatures;
    }

    /**
     * Adds the penalty's gradient and returns its value.
     *
     * @param point optimizer's vector
     * @param gradient receives the gradient, laid out as the point
     * @return value of the penalty
     */
    public double addTo(double[] point, double[] gradient) {
        double sum = 0.0;
        for (int column = 0; column < layout.numCoefficients(); column += factors.length) {
            sum += addTo(point, gradient, column);
        }
        return 0.5 * sum;
    }

    private double addTo(double[] point, double[] gradient, int column) {
        return Ranges.sum(factors.length, (from, to) -> {
            double sum = 0.0;
            for (int j = from; j < to; j++) {
                double slope = factors[j] * point[column + j];
                gradient[column + j] += slope;
                sum += slope * point[column + j];
            }
            return sum;
        });
    }
}
