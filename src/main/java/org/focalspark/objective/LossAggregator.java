package org.focalspark.objective;

import java.io.Serializable;
import java.util.List;
import org.focalspark.loss.LossSums;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.tile.TileRows;
import org.jspecify.annotations.Nullable;

/**
 * Sums of the losses and gradients of several models over blocks of rows.
 *
 * <p>Rows are evaluated in tiles: margins, losses, then the gradient while the rows are still in the cache. Arrays are
 * allocated with the first block, so that an empty aggregator is cheap to send. Not thread-safe: one instance per task,
 * merged afterward.
 */
public final class LossAggregator implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Kernel kernel;
    private final Fingerprint rows = new Fingerprint();
    private ModelSums[] models = {};
    private double[] gradient = {};
    private double[] offsetGradient = {};
    private transient @Nullable Tile tile;

    /** Creates an empty aggregator with the scalar kernel. */
    public LossAggregator() {
        this(new ScalarKernel());
    }

    /**
     * Creates an empty aggregator.
     *
     * @param kernel computes the products of dense rows
     */
    public LossAggregator(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Adds the rows of a block for one model.
     *
     * @param block rows
     * @param predictor linear model whose loss and gradient are evaluated
     * @param loss loss of a row's margins
     * @return this
     */
    public LossAggregator add(FeatureBlock block, Predictor predictor, MarginLoss loss) {
        return add(block, new ModelBatch(List.of(predictor), List.of(loss)));
    }

    /**
     * Adds the rows of a block.
     *
     * @param block rows
     * @param batch models whose losses and gradients are evaluated, the same for all blocks
     * @return this
     */
    public LossAggregator add(FeatureBlock block, ModelBatch batch) {
        int numMultipliers = batch.numMultipliers();
        allocate(batch, block.numFeatures() * numMultipliers, numMultipliers);
        Tile place = tile();
        int most = Math.min(block.tileRows(numMultipliers, place.products()), block.numRows());
        double[] margins = place.array(Tile.Use.MARGINS, most * numMultipliers);
        boolean inPlace = batch.size() == 1 && most <= Tile.MAX_ROWS;
        double[] multipliers = inPlace ? margins : place.array(Tile.Use.MULTIPLIERS, most * numMultipliers);
        double[] run = inPlace ? margins : place.array(Tile.Use.RUN, Math.min(most, Tile.MAX_ROWS) * numMultipliers);
        for (int from = 0; from < block.numRows(); from += most) {
            place.moveTo(from, Math.min(most, block.numRows() - from));
            batch.margins(block, place, margins);
            evaluate(block, batch, margins, run, multipliers);
            addOffsetGradient(multipliers, place.numRows());
            block.addGradient(place, multipliers, gradient);
        }
        place.products().flush(gradient);
        rows.add(block);
        return this;
    }

    private Tile tile() {
        if (tile == null) {
            tile = new Tile(kernel);
        }
        return tile;
    }

    /**
     * Converts the margins of a tile to multipliers, run by run, so that the arrays of a loss stay in the first-level
     * cache even if a tile has many rows. With several models or runs, the multipliers have a separate array.
     */
    private void evaluate(FeatureBlock block, ModelBatch batch, double[] margins, double[] run, double[] multipliers) {
        int numRows = tile().numRows();
        for (int from = 0; from < numRows; from += Tile.MAX_ROWS) {
            int length = Math.min(Tile.MAX_ROWS, numRows - from);
            TileRows ofRun = tile().rowsOf(block, from, length);
            int margin = from;
            int multiplier = from;
            for (int m = 0; m < models.length; m++) {
                MarginLoss loss = batch.loss(m);
                Columns ofModel = new Columns(run, 0, length);
                if (run != margins) {
                    new Columns(margins, margin, numRows).copyTo(ofModel, loss.numColumns(), length);
                }
                loss.evaluate(run, ofRun, models[m].losses());
                rescale(models[m], multipliers, run == margins ? 0 : numRows);
                if (run != margins) {
                    ofModel.copyTo(new Columns(multipliers, multiplier, numRows), loss.numMultipliers(), length);
                }
                margin += numRows * loss.numColumns();
                multiplier += numRows * loss.numMultipliers();
            }
        }
    }

    /** Numbers by row and column: the first row of column c is at first + c * stride. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    private record Columns(double[] values, int first, int stride) {
        void copyTo(Columns target, int numColumns, int length) {
            for (int c = 0; c < numColumns; c++) {
                System.arraycopy(values, first + c * stride, target.values, target.first + c * target.stride, length);
            }
        }
    }

    /** Rescales previous sums, and the multipliers of numRows rows, to the units of the model, which may have risen. */
    private void rescale(ModelSums model, double[] multipliers, int numRows) {
        if (model.isScaled()) {
            tile().products().flush(gradient);
            model.rescale(gradient, offsetGradient, multipliers, numRows);
        }
    }

    /**
     * Adds the sums of an aggregator over other rows.
     *
     * @param other aggregator of the same models and losses; must not be used afterward
     * @return this
     */
    public LossAggregator merge(LossAggregator other) {
        if (other.rows.numRows() == 0) {
            return this;
        }
        if (rows.numRows() == 0) {
            take(other);
        } else {
            for (int m = 0; m < models.length; m++) {
                models[m].losses().merge(other.models[m].losses());
                models[m].rescale(gradient, offsetGradient);
                other.models[m].rescale(other.gradient, other.offsetGradient);
            }
            addInto(gradient, other.gradient);
            addInto(offsetGradient, other.offsetGradient);
        }
        rows.merge(other.rows);
        return this;
    }

    private void take(LossAggregator other) {
        models = other.models;
        gradient = other.gradient;
        offsetGradient = other.offsetGradient;
    }

    /**
     * Sums of the loss of a model.
     *
     * @param model index of the model in the batch
     * @return not a copy
     */
    public LossSums sums(int model) {
        return models[model].losses();
    }

    /**
     * Computes the loss part of a model's objective over all rows. Needs at least one row.
     *
     * @param model index of the model in the batch
     * @param loss loss of a row's margins
     * @param lossWeightSum sum of w a
     * @return value and gradient
     */
    public LinearGradient reduce(int model, MarginLoss loss, double lossWeightSum) {
        return models[model].reduce(loss.reduce(sums(model), lossWeightSum), gradient, offsetGradient);
    }

    /**
     * Fingerprint of the added rows.
     *
     * @return not a copy
     */
    public Fingerprint rows() {
        return rows;
    }

    private void allocate(ModelBatch batch, int numCoefficients, int numColumns) {
        if (models.length == 0) {
            gradient = new double[numCoefficients];
            offsetGradient = new double[numColumns];
            models = new ModelSums[batch.size()];
            int column = 0;
            for (int m = 0; m < models.length; m++) {
                models[m] = new ModelSums(column, batch.loss(m).numMultipliers());
                column += batch.loss(m).numMultipliers();
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
