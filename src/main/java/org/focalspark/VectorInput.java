package org.focalspark;

import org.apache.spark.ml.param.shared.HasFeaturesCol;

/**
 * The column that a model scores, looked up once and not per row.
 *
 * @param column its name, for messages
 * @param keepsNull whether a null vector gets NaN and is no error
 */
record VectorInput(String column, boolean keepsNull) {

    static <P extends FocalTrainingParams & HasFeaturesCol> VectorInput of(P params) {
        return new VectorInput(
                params.getFeaturesCol(), params.getHandleInvalid().equals("keep"));
    }
}
