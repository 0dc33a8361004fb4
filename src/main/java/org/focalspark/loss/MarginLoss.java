package org.focalspark.loss;

import java.io.Serializable;
import java.util.Arrays;
import org.focalspark.loss.tile.TileRows;

/**
 * Loss of the margins of a row, evaluated for a tile of rows at once.
 *
 * <p>A row has one margin per column of the coefficient matrix: one in the binary case, one per class otherwise. An
 * implementation is immutable, thread-safe and serializable; its sums are plain doubles in {@link LossSums}.
 */
public interface MarginLoss extends Serializable {

    /**
     * Number of margins of a row.
     *
     * @return number of columns, &gt;= 1
     */
    int numColumns();

    /**
     * Number of multipliers of a row.
     *
     * @return numColumns, or more if the gradient needs several sums per column
     */
    default int numMultipliers() {
        return numColumns();
    }

    /**
     * Whether the loss is unchanged if a constant is added to all margins.
     *
     * @return true for softmax
     */
    default boolean isRedundant() {
        return false;
    }

    /**
     * Class weights, by which the losses of the rows are multiplied.
     *
     * @return weight of each class
     */
    ClassWeights classWeights();

    /**
     * Whether this is log loss, for which no calibration is needed.
     *
     * @return true if every part is -log p
     */
    boolean isLogLoss();

    /**
     * Whether the class posterior can be computed from the margins that minimize this loss.
     *
     * @return false if {@link #calibration()} supports {@link Calibration.Mode#NONE} only
     */
    boolean hasPosteriorMap();

    /**
     * Returns the margins that need no fit in a model with intercepts. If only one label has weight, the loss decreases
     * as the margin grows, and there is no finite solution.
     *
     * @param sums weight of each label
     * @return one margin per column, NaN for a column that has to be fitted
     */
    double[] constantMargins(LabelSums sums);

    /**
     * Returns the calibration map, which converts margins that minimize this loss to probabilities.
     *
     * @return calibration map
     */
    Calibration calibration();

    /**
     * Adds the weighted losses of a tile of rows to {@code sums} and turns their margins into multipliers.
     *
     * <p>On return {@code margins[c * numRows + r]} is w a dL/dm of row r and column c, the factor by which the row
     * enters the gradient of that column; it is 0 where the weight is 0. numRows is that of the tile.
     *
     * @param margins margins, column by column, length &gt;= numMultipliers * numRows; overwritten by the multipliers
     * @param rows labels and weights of the rows
     * @param sums receives sum of w a L and the weight of the rows where the loss is not convex
     */
    void evaluate(double[] margins, TileRows rows, LossSums sums);

    /**
     * Turns the sums over all rows into the loss part of an objective.
     *
     * @param sums sums to which {@link #evaluate} has added all rows
     * @param lossWeightSum sum of w a over all rows
     * @return value of the loss part, and the factors that convert multiplier sums to its gradient
     */
    default Reduction reduce(LossSums sums, double lossWeightSum) {
        double[] perLoss = new double[numColumns()];
        Arrays.fill(perLoss, 1.0 / lossWeightSum);
        return new Reduction(sums.loss() / lossWeightSum, perLoss, new double[0]);
    }
}
