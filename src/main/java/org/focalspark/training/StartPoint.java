package org.focalspark.training;

import java.util.Arrays;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.LossSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.OneVsRestLoss;
import org.focalspark.objective.CoefficientLayout;

/**
 * Where the solver starts: zero coefficients and the intercepts that minimise the objective among constant models.
 *
 * <p>For log loss that is Spark's start, the log-odds of the classes. For a focusing loss the log-odds would put every
 * row of a rare class into the zone where the loss is not convex, and cost a third more passes.
 *
 * @param intercepts margin of all rows at the start, one per column
 * @param objective objective there, nats per unit of weight
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record StartPoint(double[] intercepts, double objective) {
    private static final LbfgsSolver SOLVER = new LbfgsSolver(200, 1e-12);

    /** With more classes the search, quadratic in their number, costs more than the passes that it spares. */
    private static final int MAX_SOLVED = 256;

    static StartPoint of(MarginLoss loss, double[] classWeightSums, boolean fitIntercept) {
        double[] intercepts = new double[loss.numColumns()];
        if (fitIntercept && loss instanceof BinaryLoss binary) {
            intercepts[0] = bestConstant(binary, classWeightSums[0], classWeightSums[1]);
        } else if (fitIntercept && loss instanceof OneVsRestLoss oneVsRest) {
            double all = Arrays.stream(classWeightSums).sum();
            for (int c = 0; c < intercepts.length; c++) {
                // A class without rows would start at minus infinity; one row's worth keeps it finite.
                double positive = classWeightSums[c] > 0.0 ? classWeightSums[c] : all / (all + 1.0);
                intercepts[c] = bestConstant(oneVsRest.lossOf(c), all - classWeightSums[c], positive);
            }
        } else if (fitIntercept) {
            intercepts = logOdds(loss.classWeights().applyTo(classWeightSums));
            if (!loss.isLogLoss() && intercepts.length <= MAX_SOLVED) {
                intercepts = SOLVER.minimize(
                                point -> constant(loss, classWeightSums, point), 1.0, intercepts, Progress.silent())
                        .point();
            }
        }
        return new StartPoint(
                intercepts, constant(loss, classWeightSums, intercepts).value());
    }

    private static double bestConstant(BinaryLoss loss, double negativeWeightSum, double positiveWeightSum) {
        double[] weighted = loss.classWeights().applyTo(new double[] {negativeWeightSum, positiveWeightSum});
        return loss.calibration().marginOf(Math.log(weighted[1] / weighted[0]));
    }

    double[] point(CoefficientLayout layout) {
        double[] point = new double[layout.size()];
        if (layout.fitIntercept()) {
            System.arraycopy(intercepts, 0, point, layout.interceptIndex(0), intercepts.length);
        }
        return point;
    }

    /** As in Spark: smoothed by one row per class, and centred. */
    private static double[] logOdds(double[] weightSums) {
        double[] logs = Arrays.stream(weightSums).map(Math::log1p).toArray();
        double mean = Arrays.stream(logs).average().orElse(0.0);
        return Arrays.stream(logs).map(log -> log - mean).toArray();
    }

    /** The objective of a constant model: one row per class stands for all of them. */
    private static Evaluation constant(MarginLoss loss, double[] classWeightSums, double[] intercepts) {
        LossSums sums = new LossSums();
        double divisor =
                Arrays.stream(loss.classWeights().applyTo(classWeightSums)).sum();
        double[] gradient = new double[intercepts.length];
        for (int k = 0; k < classWeightSums.length; k++) {
            if (classWeightSums[k] > 0.0) {
                double[] margins = intercepts.clone();
                loss.evaluate(margins, new double[] {k}, new double[] {classWeightSums[k]}, 0, 1, sums);
                for (int c = 0; c < gradient.length; c++) {
                    gradient[c] += margins[c] / divisor;
                }
            }
        }
        return new Evaluation(sums.loss() / divisor, gradient, 0.0);
    }
}
