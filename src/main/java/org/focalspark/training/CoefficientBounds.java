package org.focalspark.training;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.Predictor;

/**
 * User-defined bounds of coefficients and intercepts on the original scale: one row of the matrix and one entry of the
 * vector per margin of the model.
 *
 * @param lowerCoefficients lower bounds of the coefficients
 * @param upperCoefficients upper bounds of the coefficients
 * @param lowerIntercepts lower bounds of the intercepts
 * @param upperIntercepts upper bounds of the intercepts
 */
public record CoefficientBounds(
        Optional<Matrix> lowerCoefficients,
        Optional<Matrix> upperCoefficients,
        Optional<Vector> lowerIntercepts,
        Optional<Vector> upperIntercepts) {

    /**
     * No bounds.
     *
     * @return bounds without any limit
     */
    public static CoefficientBounds none() {
        return new CoefficientBounds(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    boolean isNone() {
        return lowerCoefficients.isEmpty()
                && upperCoefficients.isEmpty()
                && lowerIntercepts.isEmpty()
                && upperIntercepts.isEmpty();
    }

    /** Whether an intercept has a finite bound, so that features cannot be centered. */
    boolean holdsIntercepts() {
        return lowerIntercepts
                        .map(bound -> Arrays.stream(bound.toArray()).anyMatch(v -> v != Double.NEGATIVE_INFINITY))
                        .orElse(false)
                || upperIntercepts
                        .map(bound -> Arrays.stream(bound.toArray()).anyMatch(v -> v != Double.POSITIVE_INFINITY))
                        .orElse(false);
    }

    /**
     * Moves coefficients onto their bounds if rounding in scaling moved them off. A coefficient farther away belongs to
     * a constant feature and is 0 regardless of its bounds, as in Spark.
     */
    void hold(Predictor predictor, CoefficientLayout layout) {
        hold(
                predictor.coefficients(),
                lower(layout).coefficients(),
                upper(layout).coefficients());
        hold(predictor.offsets(), lower(layout).offsets(), upper(layout).offsets());
    }

    private static void hold(double[] values, double[] lower, double[] upper) {
        for (int i = 0; i < values.length; i++) {
            double rounding = 4.0 * Math.ulp(values[i]);
            if (Math.abs(values[i] - lower[i]) <= rounding) {
                values[i] = lower[i];
            } else if (Math.abs(upper[i] - values[i]) <= rounding) {
                values[i] = upper[i];
            }
        }
    }

    /**
     * Throws an IllegalArgumentException, in Spark's words, if shapes do not fit the model or a lower bound is above
     * its upper one.
     */
    void check(CoefficientLayout layout) {
        requireShape("lowerBoundsOnCoefficients", lowerCoefficients, layout);
        requireShape("upperBoundsOnCoefficients", upperCoefficients, layout);
        requireSize("lowerBoundsOnIntercepts", lowerIntercepts, layout);
        requireSize("upperBoundsOnIntercepts", upperIntercepts, layout);
        requireOrder("Coefficients", lower(layout).coefficients(), upper(layout).coefficients());
        requireOrder("Intercepts", lower(layout).offsets(), upper(layout).offsets());
    }

    Predictor lower(CoefficientLayout layout) {
        return predictor(layout, lowerCoefficients, lowerIntercepts, Double.NEGATIVE_INFINITY);
    }

    Predictor upper(CoefficientLayout layout) {
        return predictor(layout, upperCoefficients, upperIntercepts, Double.POSITIVE_INFINITY);
    }

    private static Predictor predictor(
            CoefficientLayout layout, Optional<Matrix> coefficients, Optional<Vector> intercepts, double none) {
        double[] bound = new double[layout.numCoefficients()];
        Arrays.fill(bound, none);
        coefficients.ifPresent(matrix -> System.arraycopy(rowMajor(matrix), 0, bound, 0, bound.length));
        double[] offsets = new double[layout.numColumns()];
        Arrays.fill(offsets, none);
        intercepts.ifPresent(vector -> System.arraycopy(vector.toArray(), 0, offsets, 0, offsets.length));
        return new Predictor(bound, offsets);
    }

    /** Returns the values row by row; a row belongs to a margin. */
    static double[] rowMajor(Matrix matrix) {
        double[] values = new double[Math.multiplyExact(matrix.numRows(), matrix.numCols())];
        for (int i = 0; i < matrix.numRows(); i++) {
            for (int j = 0; j < matrix.numCols(); j++) {
                values[i * matrix.numCols() + j] = matrix.apply(i, j);
            }
        }
        return values;
    }

    private static void requireShape(String param, Optional<Matrix> bound, CoefficientLayout layout) {
        if (bound.isPresent()
                && (bound.get().numRows() != layout.numColumns() || bound.get().numCols() != layout.numFeatures())) {
            throw new IllegalArgumentException(String.format(
                    "The shape of %s must be compatible with (1, number of features) for binomial regression, or (number of"
                            + " classes, number of features) for multinomial and ovr regression, but found: (%d, %d) and not (%d,"
                            + " %d).",
                    param, bound.get().numRows(), bound.get().numCols(), layout.numColumns(), layout.numFeatures()));
        }
    }

    private static void requireSize(String param, Optional<Vector> bound, CoefficientLayout layout) {
        if (bound.isPresent() && bound.get().size() != layout.numColumns()) {
            throw new IllegalArgumentException(String.format(
                    "The size of %s must be equal to 1 for binomial regression, or the number of classes for multinomial and ovr"
                            + " regression, but found: %d and not %d.",
                    param, bound.get().size(), layout.numColumns()));
        }
    }

    private static void requireOrder(String what, double[] lower, double[] upper) {
        for (int i = 0; i < lower.length; i++) {
            if (!(lower[i] <= upper[i])) {
                throw new IllegalArgumentException(String.format(
                        "lowerBoundsOn%s must always be less than or equal to upperBoundsOn%s, but entry %d has %s and %s.",
                        what, what, i, lower[i], upper[i]));
            }
        }
    }
}
