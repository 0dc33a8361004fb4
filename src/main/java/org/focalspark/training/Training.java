package org.focalspark.training;

import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.LabelSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.Bounds;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.Fingerprint;
import org.focalspark.objective.KernelChoice;
import org.focalspark.objective.L1Penalty;
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
    private final KernelChoice kernel = KernelChoice.ofThisJvm();

    private Training(TrainingSpec spec) {
        this.spec = spec;
        this.progress = new Progress(spec.uid());
    }

    /**
     * Fits a model. A SparkException says so if the data change between passes or the objective is not finite.
     *
     * @param dataset input
     * @param spec what to fit and how
     * @return coefficients and how they were found
     * @throws IllegalArgumentException if the data cannot be trained on
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
        progress.scanned(statistics, input.blocks().getNumPartitions(), kernel);
        MarginLoss loss = spec.losses().of(sums);
        if (spec.classWeights().isEmpty()) {
            // Means and deviations are weighted by class too. This reads the cached blocks, not the input again.
            Fingerprint rows = statistics.rows();
            statistics = input.scan(loss.classWeights(), depth);
            DistributedObjective.requireSameRows(rows, statistics.rows());
        }
        if (lossWeightSum(loss, sums) == 0.0) {
            throw checks.noWeight(sums);
        }
        double[] constants = loss.constantMargins(sums);
        boolean needed = Arrays.stream(constants).anyMatch(Double::isNaN);
        if (!needed && spec.model().fitIntercept() && spec.model().bounds().isNone()) {
            return constant(loss, statistics, sums, constants);
        }
        if (!needed && !spec.model().fitIntercept()) {
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
        CoefficientLayout layout =
                new CoefficientLayout(statistics.numFeatures(), loss.numColumns(), model.fitIntercept());
        model.bounds().check(layout);
        StartPoint start = StartPoint.of(loss, sums, lossWeightSum, model.fitIntercept());
        requireLoss(start);
        // Bounds on an intercept would mean another one if features were centred.
        boolean centred = model.fitIntercept() && !model.bounds().holdsIntercepts();
        Scaling scaling = new Scaling(layout, statistics.means(), statistics.standardDeviations(), centred);
        TrainingSpec.Penalty penalty = model.penalty();
        DistributedObjective objective = new DistributedObjective(
                input.blocks(),
                loss,
                scaling,
                new L2Penalty(layout, scaling, penalty.l2(), penalty.standardization()),
                new DistributedObjective.Totals(statistics.rows(), lossWeightSum),
                spec.execution().depth(input.blocks().getNumPartitions(), layout.size()),
                kernel.kernel());
        // For log loss the scale is Spark's, so that the same tol stops at the same place.
        double scale = loss.isLogLoss() ? 1.0 : 1.0 / start.objective();
        Solution solution = solver(layout, scaling, loss.isLogLoss())
                .minimize(objective, scale, start(start, layout, scaling), progress);
        Predictor predictor = scaling.toOriginal(solution.point());
        if (!model.bounds().isNone()) {
            model.bounds().hold(predictor, layout);
        }
        if (loss.isRedundant() && model.bounds().isNone()) {
            centre(layout, predictor);
        }
        if (layout.fitIntercept() && model.bounds().isNone()) {
            putConstants(loss.constantMargins(sums), predictor.offsets());
        }
        return result(loss, statistics, sums, predictor, solution);
    }

    /** As Spark's where the fit is Spark's: the same tol then stops at the same place. */
    private Solver solver(CoefficientLayout layout, Scaling scaling, boolean asSpark) {
        TrainingSpec.LinearModel model = spec.model();
        int maxIter = spec.stopping().maxIter();
        double tol = spec.stopping().tol();
        if (!model.bounds().isNone()) {
            return new LbfgsbSolver(maxIter, tol, bounds(layout, scaling), asSpark);
        }
        TrainingSpec.Penalty penalty = model.penalty();
        return penalty.l1() > 0.0
                ? new OwlqnSolver(maxIter, tol, new L1Penalty(layout, scaling, penalty.l1(), penalty.standardization()))
                : new LbfgsSolver(maxIter, tol);
    }

    private Bounds bounds(CoefficientLayout layout, Scaling scaling) {
        CoefficientBounds bounds = spec.model().bounds();
        return scaling.toBounds(bounds.lower(layout), bounds.upper(layout));
    }

    /** The model to start from, if there is one of the right shape, or the best constant; within the bounds. */
    private double[] start(StartPoint start, CoefficientLayout layout, Scaling scaling) {
        double[] point = spec.model()
                .initial()
                .filter(initial -> fits(initial, layout))
                .map(initial -> scaling.toPoint(new Predictor(
                        CoefficientBounds.rowMajor(initial.coefficients()),
                        initial.intercepts().toArray())))
                .orElseGet(() -> start.point(layout));
        return spec.model().bounds().isNone() ? point : bounds(layout, scaling).project(point);
    }

    /** As in Spark, a model that does not fit is passed over with a warning. */
    private boolean fits(TrainingSpec.InitialModel initial, CoefficientLayout layout) {
        boolean fits = initial.coefficients().numRows() == layout.numColumns()
                && initial.coefficients().numCols() == layout.numFeatures()
                && initial.intercepts().size() == layout.numColumns()
                && initial.fitIntercept() == layout.fitIntercept()
                && Arrays.stream(initial.intercepts().toArray()).allMatch(Double::isFinite);
        if (!fits) {
            LOG.warn(
                    "{}: the initial model is passed over: it has {} x {} coefficients, fitIntercept = {} and intercepts {},"
                            + " but {} x {} coefficients, fitIntercept = {} and finite intercepts are needed.",
                    spec.uid(),
                    initial.coefficients().numRows(),
                    initial.coefficients().numCols(),
                    initial.fitIntercept(),
                    initial.intercepts(),
                    layout.numColumns(),
                    layout.numFeatures(),
                    layout.fitIntercept());
        }
        return fits;
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
                    "gamma is so large, or the weights so far apart, that the losses leave the range of double (mean loss %s at the"
                            + " start). Choose a gamma below 100 and weights of a similar size.",
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
        if (spec.model().penalty().regParam() == 0.0) {
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
                statistics.numRows(),
                sums.priors(),
                solution.objectiveHistory(),
                solution.reason().converged(),
                solution.reason().text(),
                solution.evaluation().gradientNorm(),
                solution.evaluation().nonConvexShare());
    }
}
