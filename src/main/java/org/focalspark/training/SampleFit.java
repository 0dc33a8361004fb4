package org.focalspark.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.focalspark.loss.ColumnLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.NormalizedLoss;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.DenseBlock;
import org.focalspark.objective.LossAggregator;
import org.focalspark.objective.Metric;
import org.focalspark.objective.RowSample;
import org.focalspark.objective.SampleHessian;
import org.focalspark.objective.SymmetricMatrix;
import org.focalspark.training.input.FoldStatistics;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.solver.Evaluation;
import org.focalspark.training.solver.IterationListener;
import org.focalspark.training.solver.LbfgsSolver;
import org.focalspark.training.solver.Metrics;
import org.focalspark.training.solver.Objective;
import org.focalspark.training.solver.SampleNewton;
import org.focalspark.training.solver.Solution;
import org.focalspark.training.solver.SolverKind;
import org.focalspark.training.solver.StopReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objective of a sample on the driver: its minimum is a start point for the fit, and its second derivatives measure the
 * steps of the fit.
 */
final class SampleFit implements Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(SampleFit.class);

    /** Largest number of rows and columns of a matrix. */
    private static final int MAX_SIZE = 1000;

    private static final int MIN_ROWS = 2500;
    private static final int ROWS_PER_FEATURE = 50;

    /** Largest number of values of the sample: 32 MiB. */
    private static final double MAX_VALUES = 1 << 22;

    private static final double MAX_ROWS = 100_000;

    /** Number of products per matrix that costs no more than a short pass. The sample is enlarged up to this cost. */
    private static final double CHEAP_PRODUCTS = 2e8;

    /** Largest number of products for one matrix: about a second of one core. */
    private static final double MAX_PRODUCTS = 2e9;

    /** Largest work of the smallest sample, as a multiple of the largest work for one matrix. */
    private static final double CAUTION = 4.0;

    /** Share of the driver's memory that the matrices of a fit may take. */
    private static final double MEMORY_SHARE = 0.25;

    /** Newton decrement at which a sample of all rows is fitted, as a share of the objective. */
    private static final double COMPLETE = 1e-10;

    /** Ridge, as a share of the mean curvature. */
    private static final double RIDGE = 1e-9;

    /** Number of sampled rows with a nonzero value that a feature needs for a reliable curvature. */
    private static final int KNOWN = 20;

    private final DistributedObjective.Problem problem;
    private final CoefficientLayout layout;
    private final List<DenseBlock> rows;
    private final boolean complete;
    private final double lossWeightSum;
    private final int numRows;
    private final SampleHessian hessian;
    private final int[] known;

    SampleFit(DistributedObjective.Problem problem, CoefficientLayout layout, RowSample sample) {
        this.problem = problem;
        this.layout = layout;
        this.rows = sample.without(problem.heldOut());
        this.complete = sample.complete();
        this.numRows = rows.stream().mapToInt(DenseBlock::numRows).sum();
        this.lossWeightSum = rows.stream().mapToDouble(this::lossWeight).sum();
        this.known = known(rows, layout.numFeatures());
        this.hessian = new SampleHessian(problem.loss(), layout, problem.scaling(), isSeparable(problem.loss()));
    }

    /** Whether all mixed derivatives between columns are 0. */
    private static boolean isSeparable(MarginLoss loss) {
        return loss.numColumns() == 1 || loss instanceof ColumnLoss;
    }

    /** Number of rows of one matrix. */
    private static int size(MarginLoss loss, CoefficientLayout layout) {
        return isSeparable(loss) ? layout.size() / layout.numColumns() : layout.size();
    }

    /**
     * Checks what is known before the scan.
     *
     * @throws IllegalArgumentException if solver is newton and does not support the penalty or bounds
     */
    static void requireSupport(TrainingSpec spec) {
        require(spec, obstacle(spec.model()));
    }

    /**
     * Whether the solver uses a sample.
     *
     * @throws IllegalArgumentException if solver is newton and is not supported
     */
    static boolean applies(MarginLoss loss, CoefficientLayout layout, TrainingSpec spec) {
        Optional<String> obstacle = obstacle(spec.model()).or(() -> obstacle(loss, layout));
        require(spec, obstacle);
        return spec.solving().solver() != SolverKind.LBFGS && obstacle.isEmpty();
    }

    private static void require(TrainingSpec spec, Optional<String> obstacle) {
        if (spec.solving().solver() == SolverKind.NEWTON && obstacle.isPresent()) {
            throw new IllegalArgumentException(
                    "solver newton does not support " + obstacle.get() + ". Set solver to auto or lbfgs.");
        }
    }

    private static Optional<String> obstacle(TrainingSpec.LinearModel model) {
        if (model.penalty().l1() > 0.0) {
            return Optional.of(
                    "an L1 penalty (elasticNetParam " + model.penalty().elasticNetParam() + ")");
        }
        return model.bounds().isNone() ? Optional.empty() : Optional.of("bounds on coefficients");
    }

    private static Optional<String> obstacle(MarginLoss loss, CoefficientLayout layout) {
        if (loss instanceof NormalizedLoss) {
            return Optional.of("the normalized loss, which is not a sum over rows");
        }
        int size = size(loss, layout);
        if (size > MAX_SIZE) {
            return Optional.of(
                    String.format(Locale.ROOT, "a Hessian of %,d coefficients; the limit is %,d", size, MAX_SIZE));
        }
        double bytes = (double) Double.BYTES * metricSize(loss, layout);
        double products = (double) size * layout.size() * MIN_ROWS;
        return bytes <= MEMORY_SHARE * Runtime.getRuntime().maxMemory() && products <= CAUTION * MAX_PRODUCTS
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%,d columns with Hessians of %,d coefficients each, which take %.1f GB of the driver's memory",
                        layout.numColumns(),
                        size,
                        bytes / 1e9));
    }

    /** Number of doubles in the matrices of a fit: products, second derivatives, the factor and its predecessor. */
    static long metricSize(MarginLoss loss, CoefficientLayout layout) {
        long chunk = (long) SampleHessian.ROWS * layout.numColumns() * (isSeparable(loss) ? 1 : layout.numColumns());
        return 4L * size(loss, layout) * layout.size() + chunk;
    }

    /** Number of rows that the sample should have. */
    static int numRows(MarginLoss loss, CoefficientLayout layout, FoldStatistics statistics) {
        double ofRow = (double) size(loss, layout) * layout.size(); // products
        double wanted = Math.max(ROWS_PER_FEATURE * (double) layout.numFeatures(), CHEAP_PRODUCTS / ofRow);
        double most = Math.min(
                Math.min(MAX_PRODUCTS / ofRow, MAX_ROWS),
                MAX_VALUES / (layout.numFeatures() + layout.numColumns() + 1));
        boolean fits = statistics.without(BlockPasses.NONE).numRows() <= most;
        return (int) (fits ? most : Math.max(MIN_ROWS, Math.min(wanted, most)));
    }

    /**
     * Where a fit starts.
     *
     * @param point the best constant model, or that of the user
     * @param objective objective of the best constant model
     * @param scale factor that brings the objective to about 1
     * @param given whether the user has given the point
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    record Start(double[] point, double objective, double scale, boolean given) {}

    /**
     * Minimizes the objective of all rows. If the sample leads to a worse start than the constant model, or into a dead
     * end, plain L-BFGS continues.
     */
    Solution minimize(Objective objective, Start start, TrainingSpec.Solving solving, IterationListener listener) {
        try {
            Optional<Known> near = start.given() || solving.maxIter() == 0
                    ? Optional.empty()
                    : Optional.of(new Known(objective, minimize(start.point())))
                            .filter(known -> known.evaluation.value() <= start.objective());
            Solution solution = new LbfgsSolver(solving.maxIter(), solving.tol(), Optional.of(this))
                    .minimize(
                            near.map(known -> (Objective) known).orElse(objective),
                            start.scale(),
                            near.map(known -> known.point).orElse(start.point()),
                            listener);
            int left = solving.maxIter() - solution.iterations();
            if (solution.reason() != StopReason.LINE_SEARCH_FAILED || left == 0) {
                return solution;
            }
            LOG.warn("The line search failed with the Hessian of the sample; L-BFGS continues without it.");
            return new LbfgsSolver(left, solving.tol())
                    .minimize(objective, start.scale(), solution.point(), listener)
                    .after(solution);
        } catch (ArithmeticException e) {
            LOG.warn("{} L-BFGS continues without the Hessian of the sample.", e.getMessage());
            return new LbfgsSolver(solving.maxIter(), solving.tol())
                    .minimize(objective, start.scale(), start.point(), listener);
        }
    }

    /** An objective that is known at one point, so that this point costs no second pass. */
    private static final class Known implements Objective {
        private final Objective objective;
        private final double[] point;
        private final Evaluation evaluation;

        Known(Objective objective, double[] point) {
            this.objective = objective;
            this.point = point;
            this.evaluation = objective.evaluate(point);
        }

        @Override
        public Evaluation evaluate(double[] other) {
            return Arrays.equals(other, point) ? evaluation : objective.evaluate(other);
        }
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
        double[] curvatures = meanCurvatures(second(start));
        double[] prior = new double[layout.size()];
        for (int i = 0; i < layout.numCoefficients(); i++) {
            prior[i] = complete ? 0.0 : curvatures[i / layout.numFeatures()] / numRows;
        }
        DistributedObjective.Problem ofSample = new DistributedObjective.Problem(
                problem.loss(), problem.scaling(), problem.penalty(), lossWeightSum, BlockPasses.NONE);
        // The minimum of a sample is not that of all rows, so it need not be exact.
        double precision = complete ? COMPLETE : 0.01 * Math.min(1.0, (double) layout.size() / numRows);
        return new SampleNewton(new DistributedObjective(this::sums, ofSample), point -> metric(point, prior), prior)
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
        return metric(point, new double[layout.size()]);
    }

    @Override
    public boolean isExact() {
        return complete;
    }

    /** Hessian of the loss plus that of the penalty, a ridge and a prior. */
    private Metric metric(double[] point, double[] prior) {
        List<SymmetricMatrix> matrices = second(point);
        double[] curvatures = meanCurvatures(matrices);
        double[] diagonal = problem.penalty().curvatures();
        for (int c = 0; c < layout.numColumns(); c++) {
            for (int j = 0; j < layout.numFeatures(); j++) {
                boolean isKnown = complete || known[j] >= KNOWN;
                diagonal[layout.index(c, j)] += (isKnown ? RIDGE : 1.0) * curvatures[c] + prior[layout.index(c, j)];
            }
            if (layout.fitIntercept()) {
                diagonal[layout.interceptIndex(c)] += RIDGE * curvatures[c];
            }
        }
        return Metric.of(layout, matrices, diagonal);
    }

    /** Curvature of the loss in the margin of each column: that of the intercept, or the median of the features. */
    private double[] meanCurvatures(List<SymmetricMatrix> matrices) {
        int together = layout.numColumns() / matrices.size();
        CoefficientLayout group = new CoefficientLayout(layout.numFeatures(), together, layout.fitIntercept());
        double[] curvatures = new double[layout.numColumns()];
        for (int c = 0; c < curvatures.length; c++) {
            SymmetricMatrix matrix = matrices.get(c / together);
            int column = c % together;
            double[] ofFeatures = IntStream.range(0, layout.numFeatures())
                    .map(j -> group.index(column, j))
                    .mapToDouble(i -> matrix.get(i, i))
                    .filter(curvature -> curvature > 0.0)
                    .sorted()
                    .toArray();
            double median = ofFeatures.length == 0 ? 0.0 : ofFeatures[ofFeatures.length / 2];
            int i = layout.fitIntercept() ? group.interceptIndex(column) : -1;
            double ofIntercept = i < 0 ? median : matrix.get(i, i);
            curvatures[c] = Math.max(Math.max(ofIntercept, 1e-6 * median), Double.MIN_NORMAL);
        }
        return curvatures;
    }

    /** Number of rows in which each feature has another value than in most: at least those with a nonzero value, or not. */
    private static int[] known(List<DenseBlock> rows, int numFeatures) {
        int[] nonzero = new int[numFeatures];
        int[] different = new int[numFeatures];
        double[] first = new double[numFeatures];
        double[] values = new double[numFeatures];
        for (int b = 0; b < rows.size(); b++) {
            for (int r = 0; r < rows.get(b).numRows(); r++) {
                rows.get(b).copyRow(r, b == 0 && r == 0 ? first : values, 0);
                for (int j = 0; j < numFeatures && (b > 0 || r > 0); j++) {
                    nonzero[j] += values[j] != 0.0 ? 1 : 0;
                    different[j] += values[j] != first[j] ? 1 : 0;
                }
            }
        }
        for (int j = 0; j < numFeatures; j++) {
            nonzero[j] = Math.min(nonzero[j], different[j]);
        }
        return nonzero;
    }
}
