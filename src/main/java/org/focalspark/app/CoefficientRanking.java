package org.focalspark.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.app.config.JobConfig;
import org.focalspark.app.data.FeatureVectors;
import org.focalspark.app.data.InputColumn;
import org.focalspark.app.data.InstanceWeight;
import org.focalspark.app.report.PageJson;
import org.focalspark.classification.FocalLogisticRegressionModel;

/**
 * The features that move the margins of a model most, when each moves by one standard deviation: coefficients by
 * themselves depend on the units of the features.
 */
final class CoefficientRanking {
    private static final int MOST_FEATURES = 20;

    private final List<FocalLogisticRegressionModel> models;
    private final FocalLogisticRegressionModel saved;
    private final double[] deviations;

    private CoefficientRanking(
            List<FocalLogisticRegressionModel> models, FocalLogisticRegressionModel saved, double[] deviations) {
        this.models = models;
        this.saved = saved;
        this.deviations = deviations;
    }

    /**
     * Takes the deviations from the training rows, in one pass.
     *
     * @param models with the same features
     * @param saved one of them, by whose coefficients features are ranked
     */
    static CoefficientRanking of(
            List<FocalLogisticRegressionModel> models,
            FocalLogisticRegressionModel saved,
            FeatureVectors vectors,
            JobConfig config) {
        Dataset<Row> train = vectors.train();
        Row row = train.select(Summarizer.metrics("std")
                        .summary(
                                InputColumn.find(train.schema(), "features.vector", vectors.featuresCol())
                                        .column(),
                                InstanceWeight.column(train, config.estimator().weightCol())))
                .first();
        Vector deviations = row.getStruct(0).getAs(0);
        return new CoefficientRanking(models, saved, deviations.toArray());
    }

    /** The features on top, the strongest first, with the coefficients of every model by margin. */
    Map<String, Object> json() {
        String[] names = saved.featureNames();
        List<Map<String, Object>> features = new ArrayList<>();
        for (int feature : strongest()) {
            String name = names.length == 0 ? "feature " + feature : names[feature];
            features.add(Map.of(
                    "name",
                    name,
                    "deviation",
                    PageJson.number(deviations[feature]),
                    "coefficients",
                    models.stream().map(model -> coefficients(model, feature)).toList()));
        }
        List<List<Object>> intercepts = models.stream()
                .map(model -> IntStream.range(0, model.interceptVector().size())
                        .mapToObj(k -> PageJson.number(model.interceptVector().apply(k)))
                        .toList())
                .toList();
        return Map.of("numFeatures", saved.numFeatures(), "features", features, "intercepts", intercepts);
    }

    private List<Integer> strongest() {
        double[] effects = IntStream.range(0, saved.numFeatures())
                .mapToDouble(this::effect)
                .toArray();
        return IntStream.range(0, effects.length)
                .filter(feature -> effects[feature] > 0.0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer feature) -> -effects[feature]))
                .limit(MOST_FEATURES)
                .toList();
    }

    /** The largest change of a margin. */
    private double effect(int feature) {
        Matrix matrix = saved.coefficientMatrix();
        return deviations[feature]
                * IntStream.range(0, matrix.numRows())
                        .mapToDouble(k -> Math.abs(matrix.apply(k, feature)))
                        .max()
                        .orElse(0.0);
    }

    private static List<Object> coefficients(FocalLogisticRegressionModel model, int feature) {
        Matrix matrix = model.coefficientMatrix();
        return IntStream.range(0, matrix.numRows())
                .mapToObj(k -> PageJson.number(matrix.apply(k, feature)))
                .toList();
    }
}
