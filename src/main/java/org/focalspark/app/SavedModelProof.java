package org.focalspark.app;

import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.FocalLogisticRegressionModel;

/**
 * A few held-out rows as the saved and loaded model scores them, equal to the scores of the fitted one bit by bit.
 *
 * @param scores label, probability of class 1 and prediction of each row
 */
record SavedModelProof(List<Score> scores) {
    private static final int POSITIVES = 2;
    private static final int NEGATIVES = 3;

    /** What a model says about a row. Records compare doubles by their bits. */
    record Score(double label, double probability, double complement, double prediction) {}

    /**
     * Scores with both models.
     *
     * @param fitted ends with the stage that predicts
     * @param loaded the same after saving and loading
     * @throws IllegalStateException if they differ
     */
    static SavedModelProof of(PipelineModel fitted, PipelineModel loaded, Dataset<Row> test) {
        List<Row> rows = test.filter(functions.col(LabelColumn.NAME).equalTo(1.0))
                .limit(POSITIVES)
                .union(test.filter(functions.col(LabelColumn.NAME).equalTo(0.0)).limit(NEGATIVES))
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
        FocalLogisticRegressionModel last = (FocalLogisticRegressionModel) model.stages()[model.stages().length - 1];
        Dataset<Row> scored = model.transform(rows);
        return scored
                .select(
                        functions.col(LabelColumn.NAME),
                        InputColumn.find(scored.schema(), "estimator.probabilityCol", last.getProbabilityCol())
                                .column(),
                        InputColumn.find(scored.schema(), "estimator.predictionCol", last.getPredictionCol())
                                .column())
                .collectAsList()
                .stream()
                .map(row -> {
                    Vector probabilities = row.getAs(1);
                    return new Score(
                            row.getDouble(0), probabilities.apply(1), probabilities.apply(0), row.getDouble(2));
                })
                .toList();
    }

    /** The scores as a table, each line ended. */
    String render() {
        StringBuilder text = new StringBuilder(String.format("label  probability  prediction%n"));
        for (Score score : scores) {
            text.append(String.format(
                    Locale.ROOT, "%5.0f  %11.6f  %10.0f%n", score.label(), score.probability(), score.prediction()));
        }
        return text.toString();
    }
}
