package org.focalspark.app;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.FocalLogisticRegression;
import org.focalspark.FocalLogisticRegressionModel;
import org.focalspark.ModelExport;

/** The model in formats of other engines, as far as the configuration has places for them. */
final class Exports {
    private final JobConfig.ModelExport config;
    private final EstimatorSettings settings;

    Exports(JobConfig config) {
        this.config = config.modelExport();
        this.settings = config.estimator();
    }

    /**
     * Checks before the fits what can be known by then: the names of the features, and whether a model of these settings has
     * such a form at all, which a fit of a few invented rows shows.
     *
     * @param featureNames names of the features, empty if they have none
     * @throws InvalidJobException if there will be no such export
     */
    void check(SparkSession spark, List<String> featureNames, int numClasses) {
        if (config.onnx().isEmpty() && config.pmml().isEmpty()) {
            return;
        }
        try {
            if (config.pmml().isPresent()) {
                ModelExport.checkPmml(featureNames);
            }
            Optional<ModelExport> trial = trial(spark, numClasses).map(this::export);
            config.onnx().ifPresent(path -> trial.ifPresent(ModelExport::onnx));
            config.pmml().ifPresent(path -> trial.ifPresent(ModelExport::pmml));
        } catch (IllegalStateException e) {
            throw new InvalidJobException("model-export cannot have this model: " + e.getMessage(), e);
        }
    }

    /** Writes what is wanted. */
    void write(FocalLogisticRegressionModel model, Publication publication) {
        if (config.onnx().isPresent()) {
            publication.writeOnnx(() -> export(model).onnx());
        }
        if (config.pmml().isPresent()) {
            publication.writePmml(() -> export(model).pmml());
        }
    }

    private ModelExport export(FocalLogisticRegressionModel model) {
        ModelExport export = ModelExport.of(model);
        return config.doublePrecision() ? export.inDoublePrecision() : export;
    }

    /**
     * A model of two rows of each class, without params that speak of the real rows; empty if settings cannot be fitted to
     * these rows, since the real fit has the better message.
     */
    private Optional<FocalLogisticRegressionModel> trial(SparkSession spark, int numClasses) {
        StructType schema = new StructType()
                .add("label", DataTypes.DoubleType, false)
                .add("features", SQLDataTypes.VectorType(), false);
        List<Row> rows = IntStream.range(0, 2 * numClasses)
                .mapToObj(i -> RowFactory.create((double) (i % numClasses), Vectors.dense(i)))
                .toList();
        Dataset<Row> invented = spark.createDataFrame(rows, schema).coalesce(1);
        FocalLogisticRegression estimator = settings.estimator("trial");
        estimator.setLabelCol("label").setFeaturesCol("features");
        Stream.of("weightCol", "ignoreLabel", "initialModelPath")
                .filter(estimator::hasParam)
                .forEach(name -> estimator.clear(estimator.getParam(name)));
        try {
            return Optional.of(
                    estimator.setRegParam(1.0).setMaxIter(100).setTol(1.0).fit(invented));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
