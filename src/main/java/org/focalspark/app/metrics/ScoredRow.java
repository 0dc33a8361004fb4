package org.focalspark.app.metrics;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.app.data.InputColumn;
import org.focalspark.app.data.InstanceWeight;
import org.focalspark.app.data.LabelColumn;

/**
 * A row with its label and the probabilities of a binary model.
 *
 * @param label 0.0 or 1.0
 * @param probability probability of class 1
 * @param complement probability of class 0, which is more accurate than 1 - probability if it is close to 0
 * @param weight instance weight
 */
record ScoredRow(double label, double probability, double complement, double weight) implements Serializable {

    /**
     * Reads the scores from a transformed dataset.
     *
     * @param probabilityCol column of vectors with the probability of each class
     * @param weightCol column of instance weights; if empty, every row has weight 1.0
     */
    static JavaRDD<ScoredRow> of(Dataset<Row> scored, String probabilityCol, Optional<String> weightCol) {
        String weightName = weightCol.orElse("");
        Column probability = InputColumn.find(scored.schema(), "estimator.probabilityCol", probabilityCol)
                .column();
        return scored.select(functions.col(LabelColumn.NAME), probability, InstanceWeight.column(scored, weightCol))
                .toJavaRDD()
                .map(row -> of(row, weightName));
    }

    private static ScoredRow of(Row row, String weightCol) {
        Vector probabilities = row.getAs(1);
        return new ScoredRow(
                row.getDouble(0),
                probabilities.apply(1),
                probabilities.apply(0),
                InstanceWeight.checked(row, 2, weightCol));
    }

    boolean isPositive() {
        return label == 1.0;
    }
}
