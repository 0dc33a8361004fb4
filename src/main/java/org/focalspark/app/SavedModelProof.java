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
 * Scores of a few held-out rows by the saved and loaded model. They are bitwise equal to the scores of the fitted
 * model.
 *
 * @param scores scores of each row
 */
record SavedModelProof(List<Score> scores) {

    /** A label and the number of rows to select. */
    record Pick(int label, int rows) {}

    /**
     * Scores of a row. Records compare doubles by their bits.
     *
     * @param predictedClass name of the predicted class, empty if the model does not return it
     */
    record Score(int label, List<Double> probabilities, double prediction, String predictedClass) {}

    /**
     * Scores the rows with both models.
     *
     * @param fitted pipeline with a fitted classifier
     * @param loaded the same pipeline after saving and loading
     * @param picks rows of the held-out set to score
     * @throws IllegalStateException if the scores differ
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
