package org.focalspark.model;

import org.focalspark.param.FocalTrainingParams;

/**
 * Features column that a model scores, read from the params once instead of once per row.
 *
 * @param column name of the column, for messages
 * @param keepsNull whether a null vector has NaN margins; otherwise it is rejected
 */
public record VectorInput(String column, boolean keepsNull) {

    /**
     * Creates the input of a model from its param handleInvalid.
     *
     * @param column name of the features column
     * @param params model
     * @return input
     */
    public static VectorInput of(String column, FocalTrainingParams params) {
        return new VectorInput(column, params.getHandleInvalid().equals("keep"));
    }
}
