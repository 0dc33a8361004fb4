package org.focalspark.classification;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Input that an estimator must refuse.
 *
 * @param name what is wrong with it
 * @param data the input
 * @param message all that the user is to be told
 */
record BadInput(String name, Dataset<Row> data, String message) {
    @Override
    public String toString() {
        return name;
    }
}
