package org.focalspark.objective;

/**
 * Standardized features without standardized values: the optimizer works on (x - mean) / deviation, the blocks keep x,
 * and the factors are folded into the coefficients on the way in and into the gradient on the way out.
 *
 * <p>As in Spark, features are scaled whatever the penalty, constant features get the coefficient 0, and centering is
 * virtual: it changes the intercept the optimizer sees, never a value, so sparse rows stay sparse.
 */
public final class Scaling {
    private final CoefficientLayout layout;
    private final double[] deviations;
    private final double[] inverseDeviations;
    private final double[] means;
    private final boolean centered;

    /**
     * Makes the scaling of some features.
     *
     * @param layout layout of the optimizer's vector
     * @param means mean of each feature
     * @param deviations standard deviation of each feature; 0 takes the feature out of the model
     */
    public Scaling(CoefficientLayout layout, double[] means, double[] deviations) {
        this(layout, means, deviations, layout.fitIntercept());
    }

    /**
     * Makes the scaling of some features, with or without centering.
     *
     * @param layout layout of the optimizer's vector
     * @param means mean of each feature
     * @param deviations standard deviation of each feature; 0 takes the feature out of the model
     * @param centered whether intercepts are those of centered features; not possible without intercepts or with bounds
     *     on
     *     them
     */
    public Scaling(CoefficientLayout layout, double[] means, double[] deviations, boolean centered) {
        this.layout = layout;
        this.means = means;
        this.deviations = deviations;
        this.centered = centered;
        this.inverseDeviations = new double[deviations.length];
        for (int j = 0; j < deviations.length; j++) {
            inverseDeviations[j] = deviations[j] == 0.0 ? 0.0 : 1.0 / deviations[j];
        }
    }

    /**
     * The model on raw values that a point of the optimizer stands for.
     *
     * @param point optimizer's vector
     * @return coefficients and intercepts on the original scale
     */
    public Predictor toOriginal(double[] point) {
        int numFeatures = layout.numFeatures();
        double[] coefficients = new double[layout.numCoefficients()];
        double[] offsets = new double[layout.numColumns()];
        for (int c = 0; c < offsets.length; c++) {
            double intercept = layout.fitIntercept() ? point[layout.interceptIndex(c)] : 0.0;
            offsets[c] = intercept - scale(point, c * numFeatures, coefficients);
        }
        return new Predictor(coefficients, offsets);
    }

    /** Scales a column, and returns the margin of the means if features are centered, or 0. */
    private double scale(double[] point, int column, double[] coefficients) {
        return Ranges.sum(inverseDeviations.length, (from, to) -> {
            double margin = 0.0;
            for (int j = from; j < to; j++) {
                coefficients[column + j] = point[column + j] * inverseDeviations[j];
                margin += centered ? coefficients[column + j] * means[j] : 0.0;
            }
            return margin;
        });
    }

    /**
     * The point of the optimizer that stands for a model on raw values.
     *
     * @param original coefficients and intercepts on the original scale
     * @return optimizer's vector
     */
    public double[] toPoint(Predictor original) {
        int numFeatures = layout.numFeatures();
        double[] point = new double[layout.size()];
        for (int c = 0; c < layout.numColumns(); c++) {
            double intercept = original.offsets()[c];
            for (int j = 0; j < numFeatures; j++) {
                int i = c * numFeatures + j;
                point[i] = original.coefficients()[i] * deviations[j];
                intercept += centered && deviations[j] != 0.0 ? original.coefficients()[i] * means[j] : 0.0;
            }
            if (layout.fitIntercept()) {
                point[layout.interceptIndex(c)] = intercept;
            }
        }
        return point;
    }

    /**
     * The bounds of the optimizer's vector that stand for bounds on a model on raw values. A constant feature has none,
     * since it has no coefficient.
     *
     * @param lower least coefficients and intercepts on the original scale
     * @param upper largest coefficients and intercepts
     * @return bounds
     */
    public Bounds toBounds(Predictor lower, Predictor upper) {
        return new Bounds(bound(lower, Double.NEGATIVE_INFINITY), bound(upper, Double.POSITIVE_INFINITY));
    }

    private double[] bound(Predictor original, double none) {
        double[] bound = new double[layout.size()];
        for (int i = 0; i < layout.numCoefficients(); i++) {
            double deviation = deviations[i % layout.numFeatures()];
            bound[i] = deviation == 0.0 ? none : original.coefficients()[i] * deviation;
        }
        for (int c = 0; c < layout.numColumns() && layout.fitIntercept(); c++) {
            bound[layout.interceptIndex(c)] = original.offsets()[c];
        }
        return bound;
    }

    /**
     * The gradient in the optimizer's vector.
     *
     * @param rawGradient gradient in the coefficients of the raw values, column by column
     * @param offsetGradient gradient in the constant term of each column
     * @return gradient, laid out as the optimizer's vector
     */
    public double[] gradient(double[] rawGradient, double[] offsetGradient) {
        int numFeatures = layout.numFeatures();
        double[] gradient = new double[layout.size()];
        for (int c = 0; c < offsetGradient.length; c++) {
            int column = c * numFeatures;
            double offset = offsetGradient[c];
            Ranges.forEach(numFeatures, (from, to) -> {
                for (int j = from; j < to; j++) {
                    double shift = centered ? means[j] * offset : 0.0;
                    // The sum of a constant feature may be infinite, and 0 times infinity is NaN.
                    gradient[column + j] = inverseDeviations[j] == 0.0
                            ? 0.0
                            : (rawGradient[column + j] - shift) * inverseDeviations[j];
                }
            });
            if (layout.fitIntercept()) {
                gradient[layout.interceptIndex(c)] = offsetGradient[c];
            }
        }
        return gradient;
    }

    /**
     * Factor by which a coefficient on the original scale is smaller than the optimizer's.
     *
     * @param feature index of the feature
     * @return 1 / deviation, or 0 for a constant feature
     */
    double inverseDeviation(int feature) {
        return inverseDeviations[feature];
    }
}
