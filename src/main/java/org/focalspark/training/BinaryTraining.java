package org.focalspark.training;

import org.apache.spark.sql.Dataset;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.L2Penalty;
import org.focalspark.objective.Predictor;
import org.focalspark.objective.Scaling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recipe of a binary fit: scan, check, start, minimise, back to the original scale. */
public final class BinaryTraining {
    private static final Logger LOG = LoggerFactory.getLogger(BinaryTraining.class);

    private static final int NUM_CLASSES = 2;
    private static final int NUM_COLUMNS = 1;

    private final TrainingSpec spec;
    private final Progress progress;

    private BinaryTraining(TrainingSpec spec) {
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
        try (BlockedInput input =
                BlockedInput.of(dataset, spec.columns(), spec.execution().maxBlockBytes(), name)) {
            return JobScope.call(
                    dataset.sparkSession().sparkContext(), spec.uid(), () -> new BinaryTraining(spec).run(input));
        }
    }

    private TrainingResult run(BlockedInput input) {
        InputStatistics statistics = input.scan(spec.loss(), NUM_CLASSES);
        new InputChecks(statistics, spec.columns()).check(NUM_CLASSES);
        progress.scanned(statistics, input.blocks().getNumPartitions());
        double[] classWeightSums = statistics.classWeightSums();
        double negative = spec.loss().classWeight(0) * classWeightSums[0];
        double positive = spec.loss().classWeight(1) * classWeightSums[1];
        if (negative == 0.0 && positive == 0.0) {
            throw new IllegalArgumentException(String.format(
                    "alpha gives no weight to any row: all rows of positive weight in column '%s' have label %s, whose"
                            + " class weight is 0. Choose alpha strictly between 0 and 1.",
                    spec.columns().label(), classWeightSums[0] > 0.0 ? "0.0" : "1.0"));
        }
        boolean oneClass = negative == 0.0 || positive == 0.0;
        if (oneClass && spec.model().fitIntercept()) {
            return constant(statistics, positive > 0.0);
        }
        if (oneClass) {
            LOG.warn(
                    "{}: all labels that carry weight are equal and fitIntercept is false; this may not converge.",
                    spec.uid());
        }
        return minimize(
                input,
                statistics,
                StartPoint.of(spec.loss(), classWeightSums, spec.model().fitIntercept()));
    }

    private TrainingResult minimize(BlockedInput input, InputStatistics statistics, StartPoint start) {
        if (start.objective() < Double.MIN_NORMAL) {
            throw new IllegalArgumentException(String.format(
                    "gamma is so large that the loss of every row underflows (mean loss %s at the start). Choose a gamma"
                            + " below 100.",
                    start.objective()));
        }
        TrainingSpec.LinearModel model = spec.model();
        CoefficientLayout layout = new CoefficientLayout(statistics.numFeatures(), NUM_COLUMNS, model.fitIntercept());
        Scaling scaling = new Scaling(layout, statistics.means(), statistics.standardDeviations());
        DistributedObjective objective = new DistributedObjective(
                input.blocks(),
                spec.loss(),
                scaling,
                new L2Penalty(layout, scaling, model.regParam(), model.standardization()),
                new DistributedObjective.Totals(
                        statistics.numRows(), statistics.weightSum(), statistics.lossWeightSum()),
                spec.execution().depth(input.blocks().getNumPartitions(), layout.size()));
        // At gamma = 0 the scale is Spark's, so that the same tol stops at the same place.
        double scale = spec.loss().isLogLoss() ? 1.0 : 1.0 / start.objective();
        Solution solution = new LbfgsSolver(
                        spec.stopping().maxIter(), spec.stopping().tol())
                .minimize(objective, scale, start.point(layout), progress);
        Predictor predictor = scaling.toOriginal(solution.point());
        return result(statistics, predictor, solution);
    }

    /** As in Spark: zero coefficients, and an infinite intercept that gives the only class probability 1. */
    private TrainingResult constant(InputStatistics statistics, boolean positive) {
        Predictor predictor = new Predictor(
                new double[statistics.numFeatures()],
                new double[] {positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY});
        Evaluation evaluation = new Evaluation(0.0, new double[0], 0.0);
        Solution solution = new Solution(new double[0], evaluation, new double[] {0.0}, StopReason.NOT_NEEDED);
        LOG.warn("{}: {}.", spec.uid(), StopReason.NOT_NEEDED.text());
        return result(statistics, predictor, solution);
    }

    private static TrainingResult result(InputStatistics statistics, Predictor predictor, Solution solution) {
        return new TrainingResult(
                predictor.coefficients(),
                predictor.offsets(),
                statistics.numFeatures(),
                solution.objectiveHistory(),
                solution.reason().converged(),
                solution.reason().text(),
                solution.evaluation().gradientNorm(),
                solution.evaluation().nonConvexShare());
    }
}
