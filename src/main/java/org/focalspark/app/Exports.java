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
import org.focalspark.app.config.EstimatorSettings;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.export.ModelExport;

/** Exports the model to the configured formats. */
final class Exports {
    private final JobConfig.ModelExport config;
    private final EstimatorSettings settings;

    Exports(JobConfig config) {
        this.config = config.modelExport();
        this.settings = config.estimator();
    }

    /**
     * Checks before the fits that the model can be exported. It checks the feature names, and exports a model of a few
     * artificial rows to test the settings.
     *
     * @param featureNames names of the features, empty if they have none
     * @throws InvalidJobException if the export is not possible
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
            throw new InvalidJobException("model-export cannot write this model: " + e.getMessage(), e);
        }
    }

    /** Writes the configured exports. */
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
     * Fits a model on two artificial rows per class, without params that depend on the real rows. Returns empty if this
     * fit fails, because the message of the real fit is better.
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
