package org.focalspark.model;

import org.focalspark.param.FocalTrainingParams;

/**
 * The column that a model scores, looked up once and not per row.
 *
 * @param column its name, for messages
 * @param keepsNull whether a null vector gets NaN and is no error
 */
public record VectorInput(String column, boolean keepsNull) {

    public static VectorInput of(String column, FocalTrainingParams params) {
        return new VectorInput(column, params.getHandleInvalid().equals("keep"));
    }
}
