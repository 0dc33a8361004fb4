package org.focalspark.objective;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.focalspark.loss.MarginLoss;

/**
 * Linear models that are evaluated in one pass over the same rows, each with a loss of its own. Their columns stand side by
 * side in one coefficient matrix, so that a row is read once for all of them.
 *
 * <p>Not a record: it is broadcast, and the Kryo of Spark cannot read records.
 */
public final class ModelBatch implements Serializable {
    private static final long serialVersionUID = 1L;

    private final MarginLoss[] losses;
    private final double[] coefficients;
    private final double[] offsets;

    /**
     * Makes a batch of models.
     *
     * @param predictors linear models of the same features
     * @param losses loss of the margins of each model
     */
    public ModelBatch(List<Predictor> predictors, List<? extends MarginLoss> losses) {
        this.losses = losses.toArray(MarginLoss[]::new);
        boolean single = predictors.size() == 1; // which needs no copy
        coefficients = single ? predictors.get(0).coefficients() : joined(predictors, true);
        offsets = single ? predictors.get(0).offsets() : joined(predictors, false);
    }

    private static double[] joined(List<Predictor> predictors, boolean wantCoefficients) {
        List<double[]> parts = predictors.stream()
                .map(predictor -> wantCoefficients ? predictor.coefficients() : predictor.offsets())
                .toList();
        double[] all = new double
                [Math.toIntExact(parts.stream().mapToLong(part -> part.length).sum())];
        int end = 0;
        for (double[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        return all;
    }

    /**
     * Number of models.
     *
     * @return models, &gt;= 1
     */
    public int size() {
        return losses.length;
    }

    /**
     * Loss of a model.
     *
     * @param model its index
     * @return loss of its margins
     */
    public MarginLoss loss(int model) {
        return losses[model];
    }

    /**
     * How many sums the gradients of all models have.
     *
     * @return sums of all columns, those of their constant terms included
     */
    public long numSums() {
        int width = offsets.length == 0 ? 0 : coefficients.length / offsets.length;
        return numMultipliers() * (width + 1L);
    }

    /** Margins that a row has for all models together. */
    int numColumns() {
        return offsets.length;
    }

    /** The margins of a tile of rows: that of row r and column c at {@code c * tile.numRows + r}. */
    void margins(FeatureBlock block, Tile tile, double[] margins) {
        for (int c = 0; c < offsets.length; c++) {
            Arrays.fill(margins, c * tile.numRows(), (c + 1) * tile.numRows(), offsets[c]);
        }
        block.addMargins(tile, coefficients, margins);
    }

    /** Multipliers that a row has for all models together. */
    int numMultipliers() {
        int sum = 0;
        for (MarginLoss loss : losses) {
            sum += loss.numMultipliers();
        }
        return sum;
    }
}
