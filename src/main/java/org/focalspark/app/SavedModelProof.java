package org.focalspark.app;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.app.data.InputColumn;
import org.focalspark.app.data.LabelColumn;
import org.focalspark.classification.FocalLogisticRegressionModel;

/**
 * A few held-out rows as the saved and loaded model scores them, equal to the scores of the fitted one bit by bit.
 *
 * @param scores what it says about each row
 */
record SavedModelProof(List<Score> scores) {

    /** A label and how many rows to take of it. */
    record Pick(int label, int rows) {}

    /**
     * What a model says about a row. Records compare doubles by their bits.
     *
     * @param predictedClass name of the predicted class, empty if the model does not give it
     */
    record Score(int label, List<Double> probabilities, double prediction, String predictedClass) {}

    /**
     * Scores with both models.
     *
     * @param fitted has a stage that predicts
     * @param loaded the same after saving and loading
     * @param picks which rows of the test data
     * @throws IllegalStateException if they differ
     */
    static SavedModelProof of(PipelineModel fitted, PipelineModel loaded, Dataset<Row> test, List<Pick> picks) {
        List<Row> rows = picks.stream()
                .map(pick -> test.filter(functions.col(LabelColumn.NAME).equalTo((double) pick.label()))
                        .limit(pick.rows()))
                .reduce(Dataset::union)
                .orElseThrow()
                .collectAsList();
        Dataset<Row> sample = test.sparkSession().createDataFrame(rows, test.schema());
        List<Score> before = scores(fitted, sample);
        List<Score> after = scores(loaded, sample);
        if (!before.equals(after)) {
            throw new IllegalStateException(
                    "The saved model scores differently after loading: " + after + " instead of " + before + ".");
        }
        return new SavedModelProof(after);
    }

    private static List<Score> scores(PipelineModel model, Dataset<Row> rows) {
        FocalLogisticRegressionModel predictor = predictor(model);
        Dataset<Row> scored = model.transform(rows);
        boolean named = Arrays.stream(model.stages()).anyMatch(IndexToString.class::isInstance);
        Column name = named ? functions.col(LabelColumn.PREDICTED_CLASS) : functions.lit("");
        return scored
                .select(
                        functions.col(LabelColumn.NAME),
                        InputColumn.find(scored.schema(), "estimator.probabilityCol", predictor.getProbabilityCol())
                                .column(),
                        InputColumn.find(scored.schema(), "estimator.predictionCol", predictor.getPredictionCol())
                                .column(),
                        name)
                .collectAsList()
                .stream()
                .map(SavedModelProof::score)
                .toList();
    }

    private static Score score(Row row) {
        Vector probabilities = row.getAs(1);
        return new Score(
                (int) row.getDouble(0),
                Arrays.stream(probabilities.toArray()).boxed().toList(),
                row.getDouble(2),
                row.getString(3));
    }

    private static FocalLogisticRegressionModel predictor(PipelineModel model) {
        return Arrays.stream(model.stages())
                .filter(FocalLogisticRegressionModel.class::isInstance)
                .map(FocalLogisticRegressionModel.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
