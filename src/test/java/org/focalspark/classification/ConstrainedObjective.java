package org.focalspark.classification;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.focalspark.testkit.References;

/**
 * The problem of a line of reference/constrained_fits.csv, written down from the definitions in the header of
 * constrained_fits.py. A point is the coefficients, row-major, and the intercepts after them.
 */
final class ConstrainedObjective {
    /** Times the largest value of a feature this moves a margin by 1e-3. */
    private static final double STEP = 1e-3;

    private final VariantObjective loss;
    private final List<Row> rows;
    private final int numColumns;
    private final double[] lasso;
    private final double[] ridge;
    private final double[] lower;
    private final double[] upper;

    ConstrainedObjective(References problem, List<Row> rows) {
        this.loss = new VariantObjective(problem);
        this.rows = rows;
        this.numColumns = problem.numbers("intercepts").length;
        int size = problem.numbers("coefficients").length + numColumns;
        this.lasso = new double[size];
        this.ridge = new double[size];
        double[] deviations = problem.numbers("deviations");
        double strength = problem.number("regParam");
        double share = problem.number("elasticNetParam");
        for (int i = 0; i < size - numColumns; i++) {
            double deviation = deviations[i % deviations.length];
            lasso[i] = strength * share * deviation;
            ridge[i] = strength * (1.0 - share) * deviation * deviation;
        }
        this.lower = bounds(problem, "lower", Double.NEGATIVE_INFINITY);
        this.upper = bounds(problem, "upper", Double.POSITIVE_INFINITY);
    }

    private double[] bounds(References problem, String side, double none) {
        double[] bounds = new double[lasso.length];
        int numCoefficients = bounds.length - numColumns;
        double[] coefficients = numbers(problem, side + "Coefficients");
        double[] intercepts = numbers(problem, side + "Intercepts");
        for (int i = 0; i < numCoefficients; i++) {
            bounds[i] = coefficients.length == 0 ? none : coefficients[i];
        }
        for (int k = 0; k < numColumns; k++) {
            bounds[numCoefficients + k] = intercepts.length == 0 ? none : intercepts[k];
        }
        return bounds;
    }

    private static double[] numbers(References problem, String column) {
        return problem.text(column).isEmpty() ? new double[0] : problem.numbers(column);
    }

    /** Loss and penalties. */
    double at(double[] point) {
        double sum = smooth(point);
        for (int i = 0; i < point.length; i++) {
            sum += lasso[i] * Math.abs(point[i]);
        }
        return sum;
    }

    /** What has a derivative: loss and L2 penalty. */
    private double smooth(double[] point) {
        int numFeatures = point.length / numColumns - 1;
        double[] coefficients = new double[numFeatures * numColumns];
        double[] intercepts = new double[numColumns];
        System.arraycopy(point, 0, coefficients, 0, coefficients.length);
        System.arraycopy(point, coefficients.length, intercepts, 0, numColumns);
        double sum = loss.lossAt(
                new DenseMatrix(numColumns, numFeatures, coefficients, true), Vectors.dense(intercepts), rows);
        for (int i = 0; i < point.length; i++) {
            sum += ridge[i] * point[i] * point[i] / 2.0;
        }
        return sum;
    }

    /**
     * Largest entry of what has to vanish at an optimum: the gradient, less what the L1 penalty or a bound holds against
     * it. Infinite outside the bounds.
     */
    double residual(double[] point) {
        double largest = 0.0;
        for (int i = 0; i < point.length; i++) {
            if (point[i] < lower[i] || point[i] > upper[i]) {
                return Double.POSITIVE_INFINITY;
            }
            largest = Math.max(largest, residual(point[i], derivative(point, i), i));
        }
        return largest;
    }

    private double residual(double value, double derivative, int index) {
        if (lasso[index] > 0.0) {
            return value == 0.0
                    ? Math.max(Math.abs(derivative) - lasso[index], 0.0)
                    : Math.abs(derivative + Math.signum(value) * lasso[index]);
        }
        boolean held = derivative > 0.0 ? value == lower[index] : value == upper[index];
        return held ? 0.0 : Math.abs(derivative);
    }

    /** Five-point differences of the smooth part. */
    private double derivative(double[] point, int index) {
        double step = STEP / largest(index, point.length);
        DoubleUnaryOperator along = shift -> {
            double[] moved = point.clone();
            moved[index] += shift * step;
            return smooth(moved);
        };
        double near = along.applyAsDouble(1.0) - along.applyAsDouble(-1.0);
        double far = along.applyAsDouble(2.0) - along.applyAsDouble(-2.0);
        return (8.0 * near - far) / (12.0 * step);
    }

    /** Largest absolute value that an entry is multiplied by. */
    private double largest(int index, int size) {
        if (index >= size - numColumns) {
            return 1.0;
        }
        int feature = index % (size / numColumns - 1);
        return rows.stream()
                .mapToDouble(row -> Math.abs(row.<Vector>getAs(2).apply(feature)))
                .max()
                .orElse(1.0);
    }

    /** Whether an entry rests: at 0 under an L1 penalty, or at a bound. */
    boolean rests(double value, int index) {
        return lasso[index] > 0.0 ? value == 0.0 : value == lower[index] || value == upper[index];
    }
}
