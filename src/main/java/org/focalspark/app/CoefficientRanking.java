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
 * Features ranked by the change of the margins per standard deviation of the feature. Plain coefficients cannot be
 * compared, since they depend on the units of the features.
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
     * Creates the ranking. Computes the standard deviations in one pass over the training set.
     *
     * @param models models with the same features
     * @param saved the one of these models whose coefficients rank the features
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

    /** Returns the highest ranked features in descending order, with the coefficients of every model by margin. */
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

    /** Returns the largest change of a margin per standard deviation of a feature. */
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
