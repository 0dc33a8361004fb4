package org.focalspark.training;

import java.util.Arrays;
import java.util.Optional;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.LabelSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.objective.Bounds;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.L1Penalty;
import org.focalspark.objective.L2Penalty;
import org.focalspark.objective.Predictor;
import org.focalspark.objective.RowSample;
import org.focalspark.objective.Scaling;
import org.focalspark.training.input.BlockedInput;
import org.focalspark.training.input.InputChecks;
import org.focalspark.training.input.InputStatistics;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.job.DriverMemory;
import org.focalspark.training.solver.Evaluation;
import org.focalspark.training.solver.LbfgsSolver;
import org.focalspark.training.solver.LbfgsbSolver;
import org.focalspark.training.solver.OwlqnSolver;
import org.focalspark.training.solver.Solution;
import org.focalspark.training.solver.Solver;
import org.focalspark.training.solver.StopReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fit of one model in two steps: create the objective from the statistics of the training set, then minimize it. The
 * steps are separate, so that several fits can compute their statistics one after the other and share their passes.
 */
final class Fit {
    private static final Logger LOG = LoggerFactory.getLogger(Fit.class);

    private final TrainingSpec spec;
    private final int heldOut;
    private final InputStatistics statistics;
    private final LabelSums sums;
    private final int numClasses;
    private final MarginLoss loss;
    private final double[] constants;
    private Optional<RowSample> sample = Optional.empty();

    private Fit(TrainingSpec spec, int heldOut, InputStatistics statistics, LabelSums labels, MarginLoss loss) {
        this.spec = spec;
        this.heldOut = heldOut;
        this.statistics = statistics;
        this.sums = labels.multilabel()
                ? labels
                : labels.withClasses(loss.calibration().numClasses());
        // A binary loss has two classes, even if all rows belong to one.
        this.numClasses = loss.numColumns() == 1 ? labels.size() : sums.size();
        this.loss = loss;
        this.constants = loss.constantMargins(sums);
    }

    /**
     * Computes the statistics, runs all checks and chooses the loss.
     *
     * @param spec settings of the fit
     * @param input input; the first fit scans it
     * @param heldOut held-out fold, or {@link BlockPasses#NONE}
     * @throws IllegalArgumentException if the rows cannot be trained on
     */
    static Fit of(TrainingSpec spec, BlockedInput input, int heldOut) {
        SampleSize.requireSupport(spec);
        InputStatistics statistics = input.statistics(spec.classWeights().orElse(ClassWeights.equal()))
                .without(heldOut);
        InputChecks checks = new InputChecks(statistics, spec.columns());
        checks.check();
        LabelSums sums = checks.labelSums(spec.declaredClasses());
        MarginLoss loss = spec.losses().of(sums);
        if (spec.classWeights().isEmpty()) {
            // Means and deviations are weighted by class too. This reads the cached blocks, not the input again.
            statistics = input.statistics(loss.classWeights()).without(heldOut);
            new InputChecks(statistics, spec.columns()).checkDeviations();
        }
        checks.requireWeight(sums, loss.classWeights());
        Fit fit = new Fit(spec, heldOut, statistics, sums, loss);
        fit.ranges().requireClassWeights(fit.lossWeightSum());
        fit.ranges().requirePenalty(spec.model().penalty());
        DriverMemory.require(spec.columns().features(), statistics.numFeatures(), fit.dimension());
        if (fit.isNeeded() && SampleSize.applies(loss, fit.layout(), spec)) {
            int numRows = SampleSize.numRows(loss, fit.layout(), input.statistics(loss.classWeights()));
            fit.sample = Optional.of(input.sample(numRows)).filter(fit::isRepresentative);
        }
        return fit;
    }

    /**
     * Whether every class or label has about the weight in a sample that it has in the training set. Few distinct rows
     * may all be in a sample, or none of a class.
     */
    private boolean isRepresentative(RowSample rows) {
        double[] weights = rows.labelWeights(heldOut, sums.size(), sums.multilabel());
        for (int k = 0; k < weights.length; k++) {
            double ratio = weights[k] / sums.positive(k);
            if (sums.positive(k) > 0.0 && !(ratio > 0.5 && ratio < 2.0)) {
                LOG.warn(
                        "{}: the sample does not represent all classes; solver lbfgs takes the place of newton.",
                        spec.uid());
                return false;
            }
        }
        return true;
    }

    /** Whether a solver is needed, because the best model is not known without one. */
    private boolean isNeeded() {
        TrainingSpec.LinearModel model = spec.model();
        boolean oneClass = loss.calibration().numClasses() == 1 && !model.fitIntercept();
        boolean known = Arrays.stream(constants).noneMatch(Double::isNaN);
        return !oneClass && !(known && model.fitIntercept() && model.bounds().isNone());
    }

    /** Statistics of the training set. */
    InputStatistics statistics() {
        return statistics;
    }

    private RangeChecks ranges() {
        return new RangeChecks(statistics, spec.columns());
    }

    /** Length of the optimizer's vector. */
    int dimension() {
        return layout().size();
    }

    /** Number of doubles in the metric on the driver; 0 without a metric. */
    long metricSize() {
        return sample.isEmpty() ? 0L : SampleSize.metricSize(loss, layout());
    }

    /**
     * Minimizes the objective.
     *
     * @param passes computes the sums over the rows
     * @param progress receives every iteration
     */
    TrainingResult minimize(DistributedObjective.Passes passes, Progress progress) {
        if (!isNeeded()) {
            if (loss.calibration().numClasses() == 1 && !spec.model().fitIntercept()) {
                Arrays.fill(constants, 0.0); // a softmax of one class is always 1
            }
            return constant();
        }
        if (!spec.model().fitIntercept() && Arrays.stream(constants).noneMatch(Double::isNaN)) {
            LOG.warn(
                    "{}: all labels that carry weight are equal and fitIntercept is false; this may not converge.",
                    spec.uid());
        }
        return solve(passes, progress);
    }

    private CoefficientLayout layout() {
        return new CoefficientLayout(
                statistics.numFeatures(), loss.numColumns(), spec.model().fitIntercept());
    }

    private double lossWeightSum() {
        return sums.multilabel()
                ? sums.total()
                : Arrays.stream(loss.classWeights().applyTo(sums.positive())).sum();
    }

    private TrainingResult solve(DistributedObjective.Passes passes, Progress progress) {
        TrainingSpec.LinearModel model = spec.model();
        double lossWeightSum = lossWeightSum();
        CoefficientLayout layout = layout();
        model.bounds().check(layout);
        StartPoint start = StartPoint.of(loss, sums, lossWeightSum, model.fitIntercept());
        requireLoss(start);
        // Bounds apply to the original intercept, and centering would change it.
        boolean centered = model.fitIntercept() && !model.bounds().holdsIntercepts();
        Scaling scaling = new Scaling(layout, statistics.means(), statistics.standardDeviations(), centered);
        TrainingSpec.Penalty penalty = model.penalty();
        DistributedObjective.Problem problem = new DistributedObjective.Problem(
                loss,
                scaling,
                new L2Penalty(layout, scaling, penalty.l2(), penalty.standardization()),
                lossWeightSum,
                heldOut);
        // For log loss the scale is Spark's, so that the same tol stops at the same point.
        double scale = loss.isLogLoss() ? 1.0 : 1.0 / start.objective();
        Optional<TrainingSpec.InitialModel> initial = model.initial().filter(given -> fits(given, layout));
        double[] point = start(start, initial, layout, scaling);
        ranges().requireStart(scaling.toOriginal(point), statistics.weightSum());
        DistributedObjective objective = new DistributedObjective(passes, problem);
        Solution solution = sample.isPresent()
                ? new SampleFit(problem, layout, sample.get())
                        .minimize(
                                objective,
                                new SampleFit.Start(point, start.objective(), scale, initial.isPresent()),
                                spec.solving(),
                                progress)
                : solver(layout, scaling).minimize(objective, scale, point, progress);
        Predictor predictor = scaling.toOriginal(solution.point());
        if (!model.bounds().isNone()) {
            model.bounds().hold(predictor, layout);
        }
        if (loss.isRedundant() && model.bounds().isNone()) {
            center(layout, predictor);
        }
        if (layout.fitIntercept() && model.bounds().isNone()) {
            putConstants(predictor.offsets());
        }
        return result(predictor, solution);
    }

    /** Creates the solver. For log loss with bounds it stops as Spark's does, so that the same tol stops there. */
    private Solver solver(CoefficientLayout layout, Scaling scaling) {
        TrainingSpec.LinearModel model = spec.model();
        int maxIter = spec.solving().maxIter();
        double tol = spec.solving().tol();
        if (!model.bounds().isNone()) {
            return new LbfgsbSolver(maxIter, tol, bounds(layout, scaling), loss.isLogLoss());
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

    /** Returns the initial model if it has the right shape, else the best constant model; within the bounds. */
    private double[] start(
            StartPoint start, Optional<TrainingSpec.InitialModel> initial, CoefficientLayout layout, Scaling scaling) {
        double[] point = initial.map(given -> scaling.toPoint(new Predictor(
                        CoefficientBounds.rowMajor(given.coefficients()),
                        given.intercepts().toArray())))
                .orElseGet(() -> start.point(layout));
        return spec.model().bounds().isNone() ? point : bounds(layout, scaling).project(point);
    }

    /** As in Spark, an initial model of the wrong shape is ignored with a warning. */
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

    /**
     * Sets the intercepts of columns with only one label, which were not fitted. As in Spark, they are infinite, so
     * that the label has probability 1.
     */
    private void putConstants(double[] offsets) {
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

    /**
     * Returns the model for only one class. As in Spark, it has zero coefficients and an infinite intercept, so that
     * the class has probability 1.
     */
    private TrainingResult constant() {
        Predictor predictor = new Predictor(new double[statistics.numFeatures() * constants.length], constants.clone());
        Evaluation evaluation = new Evaluation(0.0, new double[0], 0.0);
        Solution solution = new Solution(
                new double[0], evaluation, 0.0, new double[] {0.0}, new double[] {0.0}, StopReason.NOT_NEEDED);
        LOG.warn("{}: {}.", spec.uid(), StopReason.NOT_NEEDED.text());
        return result(predictor, solution);
    }

    /**
     * Chooses among equivalent models the one whose columns sum to 0, as Spark and glmnet do. Penalized coefficients
     * already sum to 0.
     */
    private void center(CoefficientLayout layout, Predictor predictor) {
        if (spec.model().penalty().regParam() == 0.0) {
            center(predictor.coefficients(), layout.numFeatures());
        }
        if (layout.fitIntercept()) {
            center(predictor.offsets(), 1);
        }
    }

    private static void center(double[] columns, int length) {
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

    private TrainingResult result(Predictor predictor, Solution solution) {
        return new TrainingResult(
                loss,
                predictor.coefficients(),
                predictor.offsets(),
                statistics.numFeatures(),
                statistics.numRows(),
                Arrays.copyOf(sums.priors(), numClasses),
                solution.objectiveHistory(),
                solution.gradientNormHistory(),
                solution.reason().converged(),
                solution.reason().text(),
                solution.evaluation().gradientNorm(),
                solution.evaluation().nonConvexShare(),
                solution.estimatedGap());
    }
}
