package org.focalspark.objective;

/**
 * Standardization of features without standardized values. The optimizer works on (x - mean) / deviation, and the
 * blocks store x. The scaling is applied to the coefficients before a pass and to the gradient after it.
 *
 * <p>As in Spark, features are scaled with every penalty, and constant features get the coefficient 0. Centering is
 * virtual: it changes the intercept of the optimizer but no value, so sparse rows stay sparse.
 */
public final class Scaling {
    private final CoefficientLayout layout;
    private final double[] deviations;
    private final double[] inverseDeviations;
    private final double[] means;
    private final boolean centered;

    /**
     * Creates the scaling of some features.
     *
     * @param layout layout of the optimizer's vector
     * @param means mean of each feature
     * @param deviations standard deviation of each feature; 0 excludes the feature from the model
     */
    public Scaling(CoefficientLayout layout, double[] means, double[] deviations) {
        this(layout, means, deviations, layout.fitIntercept());
    }

    /**
     * Creates the scaling of some features, with or without centering.
     *
     * @param layout layout of the optimizer's vector
     * @param means mean of each feature
     * @param deviations standard deviation of each feature; 0 excludes the feature from the model
     * @param centered whether intercepts are those of centered features; not possible without intercepts or with bounds
     *     on them
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
     * Converts a point of the optimizer to the model on raw values.
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

    /** Scales a column and returns the margin of the means if features are centered, else 0. */
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
     * Converts a model on raw values to a point of the optimizer.
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
     * Converts bounds of a model on raw values to bounds of the optimizer's vector. A constant feature has no bounds,
     * since its coefficient is always 0.
     *
     * @param lower lower bounds of coefficients and intercepts on the original scale
     * @param upper upper bounds of coefficients and intercepts on the original scale
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
     * Converts the gradient on raw values to the gradient in the optimizer's vector.
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
     * Writes the standardized values of a row to an array, as the optimizer sees them.
     *
     * @param block rows
     * @param row index of the row
     * @param target receives the values, 0 for a constant feature
     * @param from index of the first value in the target
     */
    void standardize(DenseBlock block, int row, double[] target, int from) {
        block.copyRow(row, target, from);
        for (int j = 0; j < deviations.length; j++) {
            double value = centered ? target[from + j] - means[j] : target[from + j];
            target[from + j] = inverseDeviations[j] == 0.0 ? 0.0 : value * inverseDeviations[j];
        }
    }

    /**
     * Factor from a coefficient of the optimizer to the coefficient on the original scale.
     *
     * @param feature index of the feature
     * @return 1 / deviation, or 0 for a constant feature
     */
    double inverseDeviation(int feature) {
        return inverseDeviations[feature];
    }
}
