package org.focalspark.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.focalspark.loss.ColumnLoss;
import org.focalspark.loss.LabelSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.NormalizedLoss;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.DenseBlock;
import org.focalspark.objective.LossAggregator;
import org.focalspark.objective.Metric;
import org.focalspark.objective.RowSample;
import org.focalspark.objective.SampleHessian;
import org.focalspark.objective.SampleRates;
import org.focalspark.objective.SymmetricMatrix;
import org.focalspark.training.input.InputStatistics;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.solver.Metrics;
import org.focalspark.training.solver.SampleNewton;
import org.focalspark.training.solver.SolverKind;

/**
 * Objective of a sample on the driver: its minimum is a start point for the fit, and its second derivatives measure the
 * steps of the fit.
 */
final class SampleFit implements Metrics {
    /** Largest number of rows and columns of a matrix. */
    private static final int MAX_SIZE = 1000;

    private static final int MIN_ROWS = 2500;
    private static final int ROWS_PER_FEATURE = 50;

    /** Largest number of values of the sample: 32 MiB. */
    private static final double MAX_VALUES = 1 << 22;

    private static final double MAX_ROWS = 100_000;

    /** Number of products for one matrix that take no longer than a short pass. More rows than needed are taken for them. */
    private static final double CHEAP_PRODUCTS = 2e8;

    /** Largest number of products for one matrix: about a second of one core. */
    private static final double MAX_PRODUCTS = 2e9;

    /** Newton decrement at which a sample of all rows is fitted, as a share of the objective. */
    private static final double COMPLETE = 1e-10;

    /** Ridge, as a share of the mean curvature. */
    private static final double RIDGE = 1e-9;

    /** Number of rows of the sample with a value other than 0 that a feature needs to be known. */
    private static final int KNOWN = 20;

    private final DistributedObjective.Problem problem;
    private final CoefficientLayout layout;
    private final List<DenseBlock> rows;
    private final boolean complete;
    private final double lossWeightSum;
    private final int numRows;
    private final SampleHessian hessian;
    private double[] diagonal = {};
    private double[] curvatures = {};

    SampleFit(DistributedObjective.Problem problem, CoefficientLayout layout, RowSample sample) {
        this.problem = problem;
        this.layout = layout;
        this.rows = sample.without(problem.heldOut());
        this.complete = sample.complete();
        this.numRows = rows.stream().mapToInt(DenseBlock::numRows).sum();
        this.lossWeightSum = rows.stream().mapToDouble(this::lossWeight).sum();
        this.hessian = new SampleHessian(problem.loss(), layout, problem.scaling(), isSeparable(problem.loss()));
    }

    /** Whether no two columns have mixed derivatives. */
    private static boolean isSeparable(MarginLoss loss) {
        return loss.numColumns() == 1 || loss instanceof ColumnLoss;
    }

    /** Length of the part of the optimizer's vector for which there is one matrix. */
    private static int size(MarginLoss loss, CoefficientLayout layout) {
        return isSeparable(loss) ? layout.size() / layout.numColumns() : layout.size();
    }

    /**
     * Whether a fit has a sample.
     *
     * @throws IllegalArgumentException if solver is newton and does not apply
     */
    static boolean applies(MarginLoss loss, CoefficientLayout layout, TrainingSpec spec) {
        SolverKind solver = spec.solving().solver();
        Optional<String> obstacle = obstacle(loss, layout, spec.model());
        if (solver == SolverKind.NEWTON && obstacle.isPresent()) {
            throw new IllegalArgumentException(
                    "solver newton does not support " + obstacle.get() + ". Set solver to auto or lbfgs.");
        }
        return solver != SolverKind.LBFGS && obstacle.isEmpty();
    }

    private static Optional<String> obstacle(
            MarginLoss loss, CoefficientLayout layout, TrainingSpec.LinearModel model) {
        if (model.penalty().l1() > 0.0) {
            return Optional.of(
                    "an L1 penalty (elasticNetParam " + model.penalty().elasticNetParam() + ")");
        }
        if (!model.bounds().isNone()) {
            return Optional.of("bounds on coefficients");
        }
        if (loss instanceof NormalizedLoss) {
            return Optional.of("the normalized loss, which is not a sum over rows");
        }
        int size = size(loss, layout);
        return size <= MAX_SIZE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "%,d coefficients that depend on each other; the limit is %,d", size, MAX_SIZE));
    }

    /** Numbers of the matrices of a fit: second derivatives, and a factor with room for the next one. */
    static long metricSize(MarginLoss loss, CoefficientLayout layout) {
        return 3L * size(loss, layout) * layout.size();
    }

    /** Share of the rows of each class in the sample. */
    static SampleRates rates(MarginLoss loss, CoefficientLayout layout, InputStatistics statistics, LabelSums sums) {
        double ofRow = (double) size(loss, layout) * layout.size(); // products
        double wanted = Math.max(ROWS_PER_FEATURE * (double) layout.numFeatures(), CHEAP_PRODUCTS / ofRow);
        double most = Math.min(
                Math.min(MAX_PRODUCTS / ofRow, MAX_ROWS),
                MAX_VALUES / (layout.numFeatures() + layout.numColumns() + 1));
        double numRows = statistics.numRows() <= most ? most : Math.max(MIN_ROWS, Math.min(wanted, most));
        double perWeight = statistics.numRows() / Math.max(statistics.weightSum(), Double.MIN_NORMAL);
        double[] positive =
                Arrays.stream(sums.positive()).map(weight -> weight * perWeight).toArray();
        return sums.multilabel()
                ? SampleRates.ofLabels(positive, (double) statistics.numRows(), numRows)
                : SampleRates.ofClasses(positive, numRows);
    }

    private double lossWeight(DenseBlock block) {
        double sum = 0.0;
        for (int r = 0; r < block.numRows(); r++) {
            double classWeight =
                    block.numLabels() == 1 ? problem.loss().classWeights().of((int) block.labels()[r]) : 1.0;
            sum += block.weight(r) * classWeight;
        }
        return sum;
    }

    /** Minimizes the objective of the sample, with a prior of the weight of one row if it lacks rows. */
    double[] minimize(double[] start) {
        prepare(start);
        double[] prior = new double[layout.size()];
        double[] sum = diagonal.clone();
        for (int i = 0; i < layout.numCoefficients(); i++) {
            prior[i] = complete ? 0.0 : curvatures[i / layout.numFeatures()] / numRows;
            sum[i] += prior[i];
        }
        DistributedObjective.Problem ofSample = new DistributedObjective.Problem(
                problem.loss(), problem.scaling(), problem.penalty(), lossWeightSum, BlockPasses.NONE);
        // The minimum of a sample is not that of all rows, so it need not be exact.
        double precision = complete ? COMPLETE : 0.01 * Math.min(1.0, (double) layout.size() / numRows);
        return new SampleNewton(
                        new DistributedObjective(this::sums, ofSample),
                        point -> Metric.of(layout, second(point), sum),
                        prior)
                .minimize(start, precision);
    }

    private BlockPasses.Sums sums(BlockPasses.Request request) {
        LossAggregator sums = new LossAggregator();
        rows.forEach(block -> sums.add(block, request.predictor(), request.loss()));
        return new BlockPasses.Sums(sums, 0);
    }

    private List<SymmetricMatrix> second(double[] point) {
        return hessian.at(rows, point, lossWeightSum);
    }

    @Override
    public Metric at(double[] point) {
        prepare(point);
        return Metric.of(layout, second(point), diagonal);
    }

    @Override
    public boolean isExact() {
        return complete;
    }

    /** Computes what is added to the second derivatives of the loss: those of the penalty, and a ridge. */
    private void prepare(double[] point) {
        if (diagonal.length > 0) {
            return;
        }
        curvatures = meanCurvatures(second(point));
        int[] known = known();
        diagonal = problem.penalty().curvatures();
        for (int c = 0; c < layout.numColumns(); c++) {
            for (int j = 0; j < layout.numFeatures(); j++) {
                boolean isKnown = complete || known[j] >= KNOWN;
                diagonal[layout.index(c, j)] += (isKnown ? RIDGE : 1.0) * curvatures[c];
            }
            if (layout.fitIntercept()) {
                diagonal[layout.interceptIndex(c)] += RIDGE * curvatures[c];
            }
        }
    }

    /** Mean curvature of the loss in the margins of each column: that of the intercept, or of a feature on average. */
    private double[] meanCurvatures(List<SymmetricMatrix> matrices) {
        int together = layout.numColumns() / matrices.size();
        CoefficientLayout group = new CoefficientLayout(layout.numFeatures(), together, layout.fitIntercept());
        double[] means = new double[layout.numColumns()];
        for (int c = 0; c < means.length; c++) {
            SymmetricMatrix matrix = matrices.get(c / together);
            double mean = 0.0;
            for (int j = 0; j < layout.numFeatures(); j++) {
                int i = group.index(c % together, j);
                mean += Math.abs(matrix.get(i, i)) / layout.numFeatures();
            }
            int i = layout.fitIntercept() ? group.interceptIndex(c % together) : -1;
            double ofIntercept = i < 0 ? mean : matrix.get(i, i);
            means[c] = Math.max(Math.max(ofIntercept, 1e-6 * mean), Double.MIN_NORMAL);
        }
        return means;
    }

    private int[] known() {
        int[] known = new int[layout.numFeatures()];
        double[] values = new double[layout.numFeatures()];
        for (DenseBlock block : rows) {
            for (int r = 0; r < block.numRows(); r++) {
                block.copyRow(r, values, 0);
                for (int j = 0; j < known.length; j++) {
                    known[j] += values[j] != 0.0 ? 1 : 0;
                }
            }
        }
        return known;
    }
}
