package org.focalspark.loss;

import java.io.Serializable;
import java.util.Arrays;
import org.focalspark.loss.tile.TileRows;

/**
 * A loss of the margins of a row, evaluated for a tile of rows at once.
 *
 * <p>A row has one margin per column of the coefficient matrix: one in the binary case, one per class otherwise. An
 * implementation is immutable, thread-safe and serializable; its sums are plain doubles in {@link LossSums}.
 */
public interface MarginLoss extends Serializable {

    /**
     * How many margins a row has.
     *
     * @return number of columns, &gt;= 1
     */
    int numColumns();

    /**
     * How many multipliers a row has.
     *
     * @return numColumns, or more if the gradient takes several sums
     */
    default int numMultipliers() {
        return numColumns();
    }

    /**
     * Whether a constant added to all margins changes nothing.
     *
     * @return true for softmax
     */
    default boolean isRedundant() {
        return false;
    }

    /**
     * The class weights that the loss multiplies its rows by.
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
     * @return false if {@link #calibration()} can do no more than {@link Calibration.Mode#NONE}
     */
    boolean hasPosteriorMap();

    /**
     * Margins for which no fit is needed, where there is an intercept: with weight on one label only, the loss falls
     * without end as the margin grows.
     *
     * @param sums weight of each label
     * @return one margin per column, NaN where it is to be fitted
     */
    double[] constantMargins(LabelSums sums);

    /**
     * How margins that minimize this loss become probabilities.
     *
     * @return the map
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
     * @param sums what {@link #evaluate} has added
     * @param lossWeightSum sum of w a over all rows
     * @return its value, and the way from multiplier sums to its gradient
     */
    default Reduction reduce(LossSums sums, double lossWeightSum) {
        double[] perLoss = new double[numColumns()];
        Arrays.fill(perLoss, 1.0 / lossWeightSum);
        return new Reduction(sums.loss() / lossWeightSum, perLoss, new double[0]);
    }
}
