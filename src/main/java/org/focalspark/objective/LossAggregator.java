package org.focalspark.objective;

import java.io.Serializable;
import java.util.Arrays;
import org.focalspark.loss.LossSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.Reduction;
import org.jspecify.annotations.Nullable;

/**
 * Sums of the loss and of its gradient over blocks of rows.
 *
 * <p>Rows are taken in tiles: the margins of a tile, their loss, then the gradient while the rows are still in the
 * cache. Arrays are allocated with the first block, so that an aggregator without rows is cheap to send around. Not
 * thread-safe: one per task, merged afterwards.
 */
public final class LossAggregator implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Kernel kernel;
    private final LossSums sums = new LossSums();
    private double[] gradient = {};
    private double[] offsetGradient = {};
    private double[] logScales = {};
    private final Fingerprint rows = new Fingerprint();
    private transient @Nullable Tile tile;

    /** Makes an aggregator over no rows, for problems so small that any kernel does. */
    public LossAggregator() {
        this(new ScalarKernel());
    }

    /**
     * Makes an aggregator over no rows.
     *
     * @param kernel takes the products of dense rows
     */
    public LossAggregator(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Adds the rows of a block.
     *
     * @param block rows
     * @param predictor linear model at which loss and gradient are taken
     * @param loss loss of a row's margins
     * @return this
     */
    public LossAggregator add(FeatureBlock block, Predictor predictor, MarginLoss loss) {
        int numMultipliers = loss.numMultipliers();
        allocate(block.numFeatures() * numMultipliers, numMultipliers);
        Tile place = tile();
        int most = Math.min(Tile.rows(block.numFeatures()), block.numRows());
        double[] margins = new double[most * numMultipliers];
        for (int from = 0; from < block.numRows(); from += most) {
            place.moveTo(from, Math.min(most, block.numRows() - from));
            startMargins(margins, place.numRows(), predictor.offsets());
            block.addMargins(place, predictor.coefficients(), margins);
            loss.evaluate(margins, block.labels(), block.weights(), from, place.numRows(), sums);
            rescale();
            addOffsetGradient(margins, place.numRows());
            block.addGradient(place, margins, gradient);
        }
        rows.add(block);
        return this;
    }

    private Tile tile() {
        if (tile == null) {
            tile = new Tile(kernel);
        }
        return tile;
    }

    private static void startMargins(double[] margins, int numRows, double[] offsets) {
        for (int c = 0; c < offsets.length; c++) {
            Arrays.fill(margins, c * numRows, (c + 1) * numRows, offsets[c]);
        }
    }

    /**
     * Adds the sums of an aggregator over other rows.
     *
     * @param other aggregator of the same model and loss; used up
     * @return this
     */
    public LossAggregator merge(LossAggregator other) {
        if (other.rows.numRows() > 0) {
            allocate(other.gradient.length, other.offsetGradient.length);
            sums.merge(other.sums);
            rescale();
            other.rescale();
            addInto(gradient, other.gradient);
            addInto(offsetGradient, other.offsetGradient);
            rows.merge(other.rows);
        }
        return this;
    }

    /**
     * Sums of the loss.
     *
     * @return not a copy
     */
    public LossSums sums() {
        return sums;
    }

    /**
     * The loss part of the objective over all rows.
     *
     * @param loss loss of a row's margins
     * @param lossWeightSum sum of w a
     * @return its value and gradient
     */
    public LinearGradient reduce(MarginLoss loss, double lossWeightSum) {
        Reduction reduction = loss.reduce(sums, lossWeightSum);
        return new LinearGradient(reduction.value(), reduced(gradient, reduction), reduced(offsetGradient, reduction));
    }

    private static double[] reduced(double[] columnSums, Reduction reduction) {
        int numColumns = reduction.perLoss().length;
        boolean hasFactors = reduction.perFactor().length > 0;
        int length = columnSums.length / (hasFactors ? 2 : 1);
        int rowsPerColumn = length / numColumns;
        double[] reduced = new double[length];
        for (int i = 0; i < length; i++) {
            int column = i / rowsPerColumn;
            reduced[i] = reduction.perLoss()[column] * columnSums[i];
            if (hasFactors) {
                reduced[i] += reduction.perFactor()[column] * columnSums[length + i];
            }
        }
        return reduced;
    }

    /**
     * The rows added.
     *
     * @return not a copy
     */
    public Fingerprint rows() {
        return rows;
    }

    private void allocate(int numCoefficients, int numColumns) {
        if (offsetGradient.length == 0) {
            gradient = new double[numCoefficients];
            offsetGradient = new double[numColumns];
        }
    }

    /** Brings the gradient into the units of the sums, which have risen if a larger factor has turned up. */
    private void rescale() {
        double[] now = sums.ratios().logScales();
        for (int s = 0; s < logScales.length; s++) {
            if (now[s] > logScales[s]) {
                scale(s, Math.exp(logScales[s] - now[s]));
            }
        }
        logScales = now;
    }

    private void scale(int scale, double factor) {
        int width = gradient.length / offsetGradient.length;
        for (int c = 0; c < offsetGradient.length; c++) {
            if (logScales.length == 1 || c % logScales.length == scale) {
                offsetGradient[c] *= factor;
                for (int j = c * width; j < (c + 1) * width; j++) {
                    gradient[j] *= factor;
                }
            }
        }
    }

    private void addOffsetGradient(double[] multipliers, int rows) {
        for (int c = 0; c < offsetGradient.length; c++) {
            double sum = 0.0;
            for (int r = 0; r < rows; r++) {
                sum += multipliers[c * rows + r];
            }
            offsetGradient[c] += sum;
        }
    }

    private static void addInto(double[] target, double[] source) {
        for (int i = 0; i < target.length; i++) {
            target[i] += source[i];
        }
    }
}
