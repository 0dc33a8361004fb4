package org.focalspark.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.DenseBlock;
import org.focalspark.objective.LossAggregator;
import org.focalspark.objective.Metric;
import org.focalspark.objective.RowSample;
import org.focalspark.objective.SampleHessian;
import org.focalspark.objective.SymmetricMatrix;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.solver.Evaluation;
import org.focalspark.training.solver.IterationListener;
import org.focalspark.training.solver.LbfgsSolver;
import org.focalspark.training.solver.Metrics;
import org.focalspark.training.solver.Objective;
import org.focalspark.training.solver.SampleNewton;
import org.focalspark.training.solver.Solution;
import org.focalspark.training.solver.StopReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objective of a sample on the driver. Its minimum is a start point for the fit, and its Hessian preconditions the steps
 * of the fit.
 */
final class SampleFit implements Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(SampleFit.class);

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
        this.hessian =
                new SampleHessian(problem.loss(), layout, problem.scaling(), SampleSize.isSeparable(problem.loss()));
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
     * Minimizes the objective of all rows. The fit starts at the minimum of the sample if that is better than the constant
     * model. L-BFGS continues without the sample if a line search fails.
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

    /**
     * Counts the rows that tell something of each feature: those with a nonzero value, or those that differ from the first
     * row if they are fewer.
     */
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
