package org.focalspark.app;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.app.data.InputColumn;
import org.focalspark.app.data.InstanceWeight;
import org.focalspark.app.data.LabelColumn;
import org.focalspark.app.report.RowScores;
import org.focalspark.app.report.RowScores.Event;
import org.focalspark.app.report.ScoreGrid;
import org.focalspark.app.report.ScoreSketch;
import org.focalspark.classification.FocalLogisticRegressionModel;

/** Computes the scores of held-out rows by all models, with and without calibration, in one pass over the rows. */
final class HeldOutScores {
    private final Dataset<Row> rows;
    private final String weightCol;

    /**
     * Selects the rows to score.
     *
     * @param test rows with label, features and weight
     * @param featuresCol column of feature vectors
     * @param weightCol column of instance weights; if empty, every row has weight 1.0
     */
    HeldOutScores(Dataset<Row> test, String featuresCol, Optional<String> weightCol) {
        this.weightCol = weightCol.orElse("");
        this.rows = test.select(
                functions.col(LabelColumn.NAME),
                InputColumn.find(test.schema(), "features.vector", featuresCol).column(),
                InstanceWeight.column(test, weightCol));
    }

    /** Defines the events of a row whose probabilities are collected. */
    interface Question extends Serializable {
        /** Returns the number of events per row. */
        int numEvents();

        /**
         * Returns the events of a row with their probabilities.
         *
         * @param label class of the row
         * @param calibrated probability of each class
         * @param plain probability of each class without calibration
         */
        List<Event> events(int label, double[] calibrated, double[] plain);
    }

    /** A model and its copy without calibration, which has the same margins. */
    private record Pair(FocalLogisticRegressionModel model, FocalLogisticRegressionModel plain)
            implements Serializable {

        private static Pair of(FocalLogisticRegressionModel model) {
            FocalLogisticRegressionModel plain = model.copy(ParamMap.empty());
            plain.setCalibration("none");
            plain.clear(plain.targetPrior());
            return new Pair(model, plain);
        }

        private List<Event> events(int label, Vector features, Question question) {
            Vector margins = model.predictRaw(features);
            double[] calibrated = model.raw2probabilityInPlace(margins.copy()).toArray();
            return question.events(
                    label, calibrated, plain.raw2probabilityInPlace(margins).toArray());
        }
    }

    /**
     * Computes the scores of all models.
     *
     * @return one sketch per event, by model
     */
    List<List<ScoreSketch>> sketches(List<FocalLogisticRegressionModel> models, Question question, ScoreGrid grid) {
        List<Pair> pairs = new ArrayList<>(models.stream().map(Pair::of).toList());
        String weightName = weightCol;
        JavaRDD<RowScores> scored = rows.toJavaRDD().map(row -> {
            List<Event> events = new ArrayList<>();
            pairs.forEach(pair -> events.addAll(pair.events((int) row.getDouble(0), row.getAs(1), question)));
            return new RowScores(events, InstanceWeight.checked(row, 2, weightName));
        });
        int numEvents = question.numEvents();
        List<ScoreSketch> all = ScoreSketch.of(scored, grid, models.size() * numEvents);
        List<List<ScoreSketch>> byModel = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            byModel.add(all.subList(i * numEvents, (i + 1) * numEvents));
        }
        return byModel;
    }
}
