package org.focalspark.objective;

import java.io.Serializable;
import org.focalspark.loss.LossSums;
import org.focalspark.loss.MarginLoss;

/**
 * Sums of the loss and of its gradient over blocks of rows.
 *
 * <p>Rows are taken in tiles: the margins of a tile, their loss, then the gradient while the rows are still in the
 * cache. Arrays are allocated with the first block, so that an aggregator without rows is cheap to send around. Not
 * thread-safe: one per task, merged afterwards.
 */
public final class LossAggregator implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int TILE_ROWS = 64;

    private final LossSums sums = new LossSums();
    private double[] gradient = {};
    private double[] offsetGradient = {};
    private long numRows;

    /** Makes an aggregator over no rows. */
    public LossAggregator() {}

    /**
     * Adds the rows of a block.
     *
     * @param block rows
     * @param predictor linear model at which loss and gradient are taken
     * @param loss loss of a row's margins
     * @return this
     */
    public LossAggregator add(FeatureBlock block, Predictor predictor, MarginLoss loss) {
        allocate(predictor.coefficients().length, loss.numColumns());
        double[] tile = new double[TILE_ROWS * loss.numColumns()];
        for (int from = 0; from < block.numRows(); from += TILE_ROWS) {
            int rows = Math.min(TILE_ROWS, block.numRows() - from);
            block.margins(from, rows, predictor.coefficients(), predictor.offsets(), tile);
            loss.evaluate(tile, block.labels(), block.weights(), from, rows, sums);
            addOffsetGradient(tile, rows);
            block.addGradient(from, rows, tile, loss.numColumns(), gradient);
        }
        numRows += block.numRows();
        return this;
    }

    /**
     * Adds the sums of an aggregator over other rows.
     *
     * @param other aggregator of the same model and loss
     * @return this
     */
    public LossAggregator merge(LossAggregator other) {
        if (other.numRows > 0) {
            allocate(other.gradient.length, other.offsetGradient.length);
            addInto(gradient, other.gradient);
            addInto(offsetGradient, other.offsetGradient);
            sums.merge(other.sums);
            numRows += other.numRows;
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
     * Gradient of the loss sum in the coefficients of the raw values.
     *
     * @return column by column, empty if there were no rows; not a copy
     */
    public double[] gradient() {
        return gradient;
    }

    /**
     * Gradient of the loss sum in the constant term of each column.
     *
     * @return one entry per column, empty if there were no rows; not a copy
     */
    public double[] offsetGradient() {
        return offsetGradient;
    }

    /**
     * Number of rows added.
     *
     * @return rows
     */
    public long numRows() {
        return numRows;
    }

    private void allocate(int numCoefficients, int numColumns) {
        if (offsetGradient.length == 0) {
            gradient = new double[numCoefficients];
            offsetGradient = new double[numColumns];
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
