package org.focalspark.app.metrics;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.app.data.InputColumn;
import org.focalspark.app.data.InstanceWeight;
import org.focalspark.app.data.LabelColumn;

/**
 * A row with its label and the scores of a multiclass model.
 *
 * @param label class of the row
 * @param prediction predicted class
 * @param ownProbability probability of the row's own class
 * @param weight instance weight
 */
record ClassifiedRow(int label, int prediction, double ownProbability, double weight) implements Serializable {

    /**
     * Reads the scores from a transformed dataset.
     *
     * @param probabilityCol column of vectors with the probability of each class
     * @param predictionCol column of predicted classes
     * @param weightCol column of instance weights; if empty, every row has weight 1.0
     */
    static JavaRDD<ClassifiedRow> of(
            Dataset<Row> scored, String probabilityCol, String predictionCol, Optional<String> weightCol) {
        String weightName = weightCol.orElse("");
        return scored.select(
                        functions.col(LabelColumn.NAME),
                        InputColumn.find(scored.schema(), "estimator.probabilityCol", probabilityCol)
                                .column(),
                        InputColumn.find(scored.schema(), "estimator.predictionCol", predictionCol)
                                .column(),
                        InstanceWeight.column(scored, weightCol))
                .toJavaRDD()
                .map(row -> of(row, weightName));
    }

    private static ClassifiedRow of(Row row, String weightCol) {
        int label = (int) row.getDouble(0);
        Vector probabilities = row.getAs(1);
        return new ClassifiedRow(
                label, (int) row.getDouble(2), probabilities.apply(label), InstanceWeight.checked(row, 3, weightCol));
    }
}
