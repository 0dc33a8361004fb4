package org.focalspark.loss;

import java.io.Serializable;

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
     * How margins that minimise this loss become probabilities.
     *
     * @return the map
     */
    Calibration calibration();

    /**
     * Adds the weighted losses of a tile of rows to {@code sums} and turns their margins into multipliers.
     *
     * <p>On return {@code margins[c * numRows + r]} is w a dL/dm of row r and column c, the factor by which the row
     * enters the gradient of that column; it is 0 where the weight is 0.
     *
     * @param margins margins, column by column, length &gt;= numColumns * numRows; overwritten by the multipliers
     * @param labels class indices as doubles; row r of the tile stands at {@code from + r}
     * @param weights instance weights laid out as the labels are, or an empty array if all are 1
     * @param from index of the first row of the tile in labels and weights
     * @param numRows rows of the tile
     * @param sums receives sum of w a L and the weight of the rows where the loss is not convex
     */
    void evaluate(double[] margins, double[] labels, double[] weights, int from, int numRows, LossSums sums);
}
