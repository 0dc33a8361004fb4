package org.focalspark.training;

import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.LabelSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.L2Penalty;
import org.focalspark.objective.Predictor;
import org.focalspark.objective.Scaling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recipe of a fit: scan, check, start, minimise, back to the original scale. */
public final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private final TrainingSpec spec;
    private final Progress progress;

    private Training(TrainingSpec spec) {
        this.spec = spec;
        this.progress = new Progress(spec.uid());
    }

    /**
     * Fits a model.
     *
     * @param dataset input
     * @param spec what to fit and how
     * @return coefficients and how they were found
     * @throws IllegalArgumentException if the data cannot be trained on
     * @throws IllegalStateException if the data change between passes or the objective is not finite
     */
    public static TrainingResult fit(Dataset<?> dataset, TrainingSpec spec) {
        String name = spec.uid() + ": training blocks";
        // Around the input too: with adaptive execution, planning it may run its shuffles.
        return JobScope.call(dataset.sparkSession().sparkContext(), spec.uid(), () -> {
            try (BlockedInput input =
                    BlockedInput.of(dataset, spec.columns(), spec.execution().maxBlockBytes(), name)) {
                return new Training(spec).run(input);
            }
        });
    }

    private TrainingResult run(BlockedInput input) {
        int depth = spec.execution().scanDepth();
        InputStatistics statistics = input.scan(spec.classWeights().orElse(ClassWeights.equal()), depth);
        InputChecks checks = new InputChecks(statistics, spec.columns());
        checks.check();
        LabelSums sums = checks.labelSums(spec.declaredClasses());
        progress.scanned(statistics, input.blocks().getNumPartitions());
        MarginLoss loss = spec.losses().of(sums);
        if (spec.classWeights().isEmpty()) {
            // Means and deviations are weighted by class too. This reads the cached blocks, not the input again.
            long numRows = statistics.numRows();
            statistics = input.scan(loss.classWeights(), depth);
            DistributedObjective.requireSameRows(numRows, statistics.numRows());
        }
        if (lossWeightSum(loss, sums) == 0.0) {
            throw checks.noWeight(sums);
        }
        double[] constants = loss.constantMargins(sums);
        boolean needed = Arrays.stream(constants).anyMatch(Double::isNaN);
        if (!needed && spec.model().fitIntercept()) {
            return constant(loss, statistics, sums, constants);
        }
        if (!needed) {
            LOG.warn(
                    "{}: all labels that carry weight are equal and fitIntercept is false; this may not converge.",
                    spec.uid());
        }
        return minimize(input, statistics, loss, sums);
    }

    private static double lossWeightSum(MarginLoss loss, LabelSums sums) {
        return sums.multilabel()
                ? sums.total()
                : Arrays.stream(loss.classWeights().applyTo(sums.positive())).sum();
    }

    private TrainingResult minimize(BlockedInput input, InputStatistics statistics, MarginLoss loss, LabelSums sums) {
        TrainingSpec.LinearModel model = spec.model();
        double lossWeightSum = lossWeightSum(loss, sums);
        StartPoint start = StartPoint.of(loss, sums, lossWeightSum, model.fitIntercept());
        requireLoss(start);
        CoefficientLayout layout =
                new CoefficientLayout(statistics.numFeatures(), loss.numColumns(), model.fitIntercept());
        Scaling scaling = new Scaling(layout, statistics.means(), statistics.standardDeviations());
        DistributedObjective objective = new DistributedObjective(
                input.blocks(),
                loss,
                scaling,
                new L2Penalty(layout, scaling, model.regParam(), model.standardization()),
                new DistributedObjective.Totals(statistics.numRows(), statistics.weightSum(), lossWeightSum),
                spec.execution().depth(input.blocks().getNumPartitions(), layout.size()));
        // For log loss the scale is Spark's, so that the same tol stops at the same place.
        double scale = loss.isLogLoss() ? 1.0 : 1.0 / start.objective();
        Solution solution = new LbfgsSolver(
                        spec.stopping().maxIter(), spec.stopping().tol())
                .minimize(objective, scale, start.point(layout), progress);
        Predictor predictor = scaling.toOriginal(solution.point());
        if (loss.isRedundant()) {
            centre(layout, predictor);
        }
        if (layout.fitIntercept()) {
            putConstants(loss.constantMargins(sums), predictor.offsets());
        }
        return result(loss, statistics, sums, predictor, solution);
    }

    /** Columns with one label only took no part in the fit: as in Spark, an infinite intercept gives it probability 1. */
    private static void putConstants(double[] constants, double[] offsets) {
        for (int c = 0; c < offsets.length; c++) {
            offsets[c] = Double.isNaN(constants[c]) ? offsets[c] : constants[c];
        }
    }

    private static void requireLoss(StartPoint start) {
        if (!(start.objective() >= Double.MIN_NORMAL && start.objective() < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(String.format(
                    "gamma is so large that the losses leave the range of double (mean loss %s at the start). Choose a gamma"
                            + " below 100.",
                    start.objective()));
        }
    }

    /** As in Spark: zero coefficients, and an infinite intercept that gives the only class probability 1. */
    private TrainingResult constant(MarginLoss loss, InputStatistics statistics, LabelSums sums, double[] constants) {
        Predictor predictor = new Predictor(new double[statistics.numFeatures() * constants.length], constants);
        Evaluation evaluation = new Evaluation(0.0, new double[0], 0.0);
        Solution solution = new Solution(new double[0], evaluation, new double[] {0.0}, StopReason.NOT_NEEDED);
        LOG.warn("{}: {}.", spec.uid(), StopReason.NOT_NEEDED.text());
        return result(loss, statistics, sums, predictor, solution);
    }

    /** As in Spark and glmnet: of all equivalent models the one whose columns sum to 0; a penalty has seen to it already. */
    private void centre(CoefficientLayout layout, Predictor predictor) {
        if (spec.model().regParam() == 0.0) {
            centre(predictor.coefficients(), layout.numFeatures());
        }
        if (layout.fitIntercept()) {
            centre(predictor.offsets(), 1);
        }
    }

    private static void centre(double[] columns, int length) {
        int numColumns = columns.length / length;
        for (int j = 0; j < length; j++) {
            double mean = 0.0;
            for (int c = 0; c < numColumns; c++) {
                mean += columns[c * length + j] / numColumns;
            }
            for (int c = 0; c < numColumns; c++) {
                columns[c * length + j] -= mean;
            }
        }
    }

    private static TrainingResult result(
            MarginLoss loss, InputStatistics statistics, LabelSums sums, Predictor predictor, Solution solution) {
        return new TrainingResult(
                loss,
                predictor.coefficients(),
                predictor.offsets(),
                statistics.numFeatures(),
                sums.priors(),
                solution.objectiveHistory(),
                solution.reason().converged(),
                solution.reason().text(),
                solution.evaluation().gradientNorm(),
                solution.evaluation().nonConvexShare());
    }
}
