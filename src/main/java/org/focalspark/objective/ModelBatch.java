package org.focalspark.objective;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.focalspark.loss.MarginLoss;

/**
 * Linear models that are evaluated in one pass over the same rows, each with its own loss. Their columns are
 * concatenated in one coefficient matrix, so that a row is read once for all models.
 *
 * <p>Not a record: it is broadcast, and Spark's Kryo cannot read records.
 */
public final class ModelBatch implements Serializable {
    private static final long serialVersionUID = 1L;

    private final MarginLoss[] losses;
    private final double[] coefficients;
    private final double[] offsets;

    /**
     * Creates a batch of models.
     *
     * @param predictors linear models of the same features
     * @param losses loss of the margins of each model
     */
    public ModelBatch(List<Predictor> predictors, List<? extends MarginLoss> losses) {
        this.losses = losses.toArray(MarginLoss[]::new);
        boolean single = predictors.size() == 1; // no copy needed
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
     * Number of sums in the gradients of all models.
     *
     * @return sums of all columns, including those of their constant terms
     */
    public long numSums() {
        int width = offsets.length == 0 ? 0 : coefficients.length / offsets.length;
        return numMultipliers() * (width + 1L);
    }

    /** Number of margins of a row for all models together. */
    int numColumns() {
        return offsets.length;
    }

    /** Computes the margins of a tile of rows: the margin of row r and column c is at {@code c * tile.numRows + r}. */
    void margins(FeatureBlock block, Tile tile, double[] margins) {
        for (int c = 0; c < offsets.length; c++) {
            Arrays.fill(margins, c * tile.numRows(), (c + 1) * tile.numRows(), offsets[c]);
        }
        block.addMargins(tile, coefficients, margins);
    }

    /** Number of multipliers of a row for all models together. */
    int numMultipliers() {
        int sum = 0;
        for (MarginLoss loss : losses) {
            sum += loss.numMultipliers();
        }
        return sum;
    }
}
