package org.focalspark.training;

import java.util.Locale;
import java.util.Optional;
import org.focalspark.loss.ColumnLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.NormalizedLoss;
import org.focalspark.objective.CoefficientLayout;
import org.focalspark.objective.SampleHessian;
import org.focalspark.training.input.FoldStatistics;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.solver.SolverKind;

/** When a fit uses a sample, and how many rows the sample has: both depend on the size of its Hessians. */
final class SampleSize {
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

    private SampleSize() {}

    /** Whether all mixed derivatives between columns are 0. */
    static boolean isSeparable(MarginLoss loss) {
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
}
