package org.focalspark.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Approximation H of the Hessian of an objective, factorized. It preconditions the optimizer's steps and estimates
 * the gap to the minimum.
 *
 * <p>H has one matrix for all columns, or one for each column if the loss is a sum over columns. The entries of a matrix
 * are the coefficients of its columns, one column after the other, and then their intercepts. Immutable and thread-safe.
 */
public final class Metric {
    /** First share of the mean diagonal entry that is added to a matrix that is not positive definite. */
    private static final double SHIFT = 1e-10;

    private final CoefficientLayout layout;
    private final List<CholeskyFactor> factors;
    private final int together;
    private final boolean definite;

    private Metric(CoefficientLayout layout, List<CholeskyFactor> factors, boolean definite) {
        this.layout = layout;
        this.factors = factors;
        this.definite = definite;
        this.together = layout.numColumns() / factors.size();
    }

    /**
     * Factorizes second derivatives plus a diagonal matrix. If the sum is not positive definite, a multiple of the
     * identity is added to it.
     *
     * @param layout layout of the optimizer's vector
     * @param matrices one matrix for all columns, or one per column
     * @param diagonal entries of the diagonal matrix, laid out as the optimizer's vector
     * @return the metric
     * @throws ArithmeticException if an entry is not finite
     */
    public static Metric of(CoefficientLayout layout, List<SymmetricMatrix> matrices, double[] diagonal) {
        List<CholeskyFactor> factors = new ArrayList<>();
        boolean definite = true;
        int together = layout.numColumns() / matrices.size();
        for (int m = 0; m < matrices.size(); m++) {
            double[] part = group(layout, diagonal, m * together, together);
            Optional<CholeskyFactor> factor = matrices.get(m).factorWith(part);
            definite &= factor.isPresent();
            int matrix = m;
            factors.add(factor.orElseGet(() -> shifted(matrices.get(matrix), part)));
        }
        return new Metric(layout, factors, definite);
    }

    private static CholeskyFactor shifted(SymmetricMatrix matrix, double[] diagonal) {
        double mean = 0.0;
        for (int i = 0; i < diagonal.length; i++) {
            mean += (Math.abs(matrix.get(i, i)) + diagonal[i]) / diagonal.length;
        }
        double shift = 0.0;
        Optional<CholeskyFactor> factor = Optional.empty();
        while (factor.isEmpty()) {
            shift = Math.max(Math.max(10.0 * shift, SHIFT * mean), Double.MIN_NORMAL);
            if (!(shift < Double.POSITIVE_INFINITY)) {
                throw new ArithmeticException("The second derivatives are not finite.");
            }
            double[] more = diagonal.clone();
            for (int i = 0; i < more.length; i++) {
                more[i] += shift;
            }
            factor = matrix.factorWith(more);
        }
        return factor.get();
    }

    /**
     * Whether nothing was added to make H positive definite. Otherwise {@link #gap} may be much too small.
     *
     * @return whether the gap can be relied on
     */
    public boolean isDefinite() {
        return definite;
    }

    /**
     * Solves H x = g.
     *
     * @param gradient g, laid out as the optimizer's vector
     * @return x
     */
    public double[] solve(double[] gradient) {
        double[] solution = new double[gradient.length];
        for (int m = 0; m < factors.size(); m++) {
            double[] part = factors.get(m).solve(group(layout, gradient, m * together, together));
            for (int c = 0; c < together; c++) {
                copy(part, c * layout.numFeatures(), solution, layout.index(m * together + c, 0), layout.numFeatures());
                if (layout.fitIntercept()) {
                    solution[layout.interceptIndex(m * together + c)] = part[together * layout.numFeatures() + c];
                }
            }
        }
        return solution;
    }

    /**
     * Estimates how far an objective is above its minimum: half of g' H^-1 g, the Newton decrement.
     *
     * @param gradient gradient g of the objective
     * @return estimate, in the objective's unit
     */
    public double gap(double[] gradient) {
        double sum = 0.0;
        for (int m = 0; m < factors.size(); m++) {
            sum += factors.get(m).inverseSquare(group(layout, gradient, m * together, together));
        }
        return 0.5 * sum;
    }

    /** Entries of some columns of a vector, in the order of a matrix. */
    private static double[] group(CoefficientLayout layout, double[] vector, int first, int together) {
        if (together == layout.numColumns()) {
            return vector;
        }
        double[] part = new double[new CoefficientLayout(layout.numFeatures(), together, layout.fitIntercept()).size()];
        copy(vector, layout.index(first, 0), part, 0, together * layout.numFeatures());
        for (int c = 0; c < together && layout.fitIntercept(); c++) {
            part[together * layout.numFeatures() + c] = vector[layout.interceptIndex(first + c)];
        }
        return part;
    }

    private static void copy(double[] source, int from, double[] target, int to, int length) {
        System.arraycopy(source, from, target, to, length);
    }
}
