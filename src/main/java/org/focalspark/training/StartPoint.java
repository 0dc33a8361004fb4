package org.focalspark.training;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ColumnLoss;
import org.focalspark.loss.LabelSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.NormalizedLoss;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.DenseBlock;
import org.focalspark.objective.LinearGradient;
import org.focalspark.objective.LossAggregator;
import org.focalspark.objective.Predictor;
import org.focalspark.training.solver.Evaluation;
import org.focalspark.training.solver.IterationListener;
import org.focalspark.training.solver.LbfgsSolver;
import org.focalspark.training.solver.Objective;

/**
 * Start point of the solver: zero coefficients and the intercepts that minimize the objective among constant models.
 *
 * <p>For log loss this is Spark's start, the log-odds of the classes. For a focusing loss, the log-odds would put every
 * row of a rare class into the zone where the loss is not convex, and cost a third more passes. For binary losses, one
 * per column, the intercepts are computed by the inverse of the map from margin to posterior. For softmax and for
 * losses without such a map, the solver computes them, unless there are too many columns.
 *
 * @param intercepts margin of all rows at the start, one per column
 * @param objective objective there, nats per unit of weight
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record StartPoint(double[] intercepts, double objective) {
    private static final LbfgsSolver SOLVER = new LbfgsSolver(200, 1e-12);

    /**
     * Maximum columns to solve for. The cost is quadratic in the number of columns, and with more columns it would
     * exceed that of the passes saved.
     */
    private static final int MAX_SOLVED = 256;

    /**
     * Computes the start point of a fit.
     *
     * @param lossWeightSum sum of w a
     */
    static StartPoint of(MarginLoss loss, LabelSums sums, double lossWeightSum, boolean fitIntercept) {
        Objective constants = constants(loss, sums, lossWeightSum);
        double[] intercepts = new double[loss.numColumns()];
        if (fitIntercept) {
            intercepts = closedForm(loss instanceof NormalizedLoss ratio ? ratio.unnormalized() : loss, sums);
            boolean exact = loss.isLogLoss() || (loss.hasPosteriorMap() && !loss.isRedundant());
            if (!exact && intercepts.length <= MAX_SOLVED) {
                intercepts = SOLVER.minimize(constants, 1.0, intercepts, IterationListener.NONE)
                        .point();
            }
        }
        return new StartPoint(intercepts, constants.evaluate(intercepts).value());
    }

    double[] point(CoefficientLayout layout) {
        double[] point = new double[layout.size()];
        if (layout.fitIntercept()) {
            System.arraycopy(intercepts, 0, point, layout.interceptIndex(0), intercepts.length);
        }
        return point;
    }

    /** Returns the best constants, or a nearby point if they have no closed form. */
    private static double[] closedForm(MarginLoss loss, LabelSums sums) {
        if (loss instanceof BinaryLoss binary) {
            return new double[] {bestConstant(binary, sums, 1)};
        }
        if (loss instanceof ColumnLoss columns) {
            double[] intercepts = new double[loss.numColumns()];
            double[] constants = loss.constantMargins(sums);
            for (int c = 0; c < intercepts.length; c++) {
                // A column that needs no fit stays at 0; its infinite margin is set after the fit.
                intercepts[c] = Double.isNaN(constants[c]) ? bestConstant(columns.lossOf(c), sums, c) : 0.0;
            }
            return intercepts;
        }
        return logOdds(loss.classWeights().applyTo(sums.positive()));
    }

    private static double bestConstant(BinaryLoss loss, LabelSums sums, int k) {
        double logOdds = loss.logOdds(sums.negative(k), sums.positive(k));
        if (Double.isInfinite(logOdds)) {
            // Only one label, fitted because of bounds: one row of the other label keeps the start finite.
            logOdds = Math.signum(logOdds) * Math.log1p(sums.total());
        }
        return loss.hasPosteriorMap() ? loss.calibration().marginOf(logOdds) : logOdds;
    }

    /** Log-odds as in Spark: smoothed by one row per class, and centered. */
    private static double[] logOdds(double[] weightSums) {
        double[] logs = Arrays.stream(weightSums).map(Math::log1p).toArray();
        double mean = Arrays.stream(logs).average().orElse(0.0);
        return Arrays.stream(logs).map(log -> log - mean).toArray();
    }

    /** Returns the objective of constant models: one row per label represents all rows with that label. */
    private static Objective constants(MarginLoss loss, LabelSums sums, double lossWeightSum) {
        return point -> {
            LossAggregator aggregator = new LossAggregator();
            Predictor constant = new Predictor(new double[0], point);
            Stream<DenseBlock> rows = sums.multilabel() ? labels(sums) : Stream.of(classes(sums));
            rows.forEach(block -> aggregator.add(block, constant, loss));
            LinearGradient reduced = aggregator.reduce(0, loss, lossWeightSum);
            return new Evaluation(reduced.value(), reduced.offsets(), 0.0);
        };
    }

    private static DenseBlock classes(LabelSums sums) {
        double[] labels = new double[sums.size()];
        for (int k = 0; k < labels.length; k++) {
            labels[k] = k;
        }
        return new DenseBlock(0, labels.length, labels, sums.positive(), new double[0]);
    }

    /**
     * For each label, a row with the label and a row without it; all other labels are unknown. The blocks are created
     * one after the other, since those of thousands of labels would fill the memory.
     */
    private static Stream<DenseBlock> labels(LabelSums sums) {
        return IntStream.range(0, sums.size()).mapToObj(k -> {
            double[] labels = new double[2 * sums.size()];
            Arrays.fill(labels, Double.NaN);
            labels[k] = 0.0;
            labels[sums.size() + k] = 1.0;
            return new DenseBlock(0, 2, labels, new double[] {sums.negative(k), sums.positive(k)}, new double[0]);
        });
    }
}
