package org.focalspark.testkit.random;

import java.io.IOException;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.FocalMultilabelClassificationModel;
import org.focalspark.classification.FocalTrainingSummary;
import org.focalspark.export.ModelExport;

/** What the models of both estimators have in common. */
sealed interface TrainedModel {
    Model<?> stage();

    /** A row per margin. */
    Matrix coefficients();

    Vector intercepts();

    FocalTrainingSummary summary();

    /** rawPrediction, probability and prediction of a vector, by the methods for one vector. */
    double[][] scores(Vector features);

    ModelExport export();

    TrainedModel savedAndLoaded(String path) throws IOException;

    /** rawPrediction, probability and prediction of each vector, by transform. */
    default List<double[][]> transformed(List<Vector> vectors) {
        return stage().transform(RandomTable.frameOf(vectors)).collectAsList().stream()
                .map(TrainedModel::scoresOf)
                .toList();
    }

    private static double[][] scoresOf(Row row) {
        Object prediction = row.getAs("prediction");
        return new double[][] {
            row.<Vector>getAs("rawPrediction").toArray(),
            row.<Vector>getAs("probability").toArray(),
            prediction instanceof Vector labels ? labels.toArray() : new double[] {(Double) prediction}
        };
    }

    /** A model with classes. */
    record OfClasses(FocalLogisticRegressionModel stage) implements TrainedModel {
        @Override
        public Matrix coefficients() {
            return stage.coefficientMatrix();
        }

        @Override
        public Vector intercepts() {
            return stage.interceptVector();
        }

        @Override
        public FocalTrainingSummary summary() {
            return stage.summary();
        }

        @Override
        public double[][] scores(Vector features) {
            return new double[][] {
                stage.predictRaw(features).toArray(),
                stage.predictProbability(features).toArray(),
                {stage.predict(features)}
            };
        }

        @Override
        public ModelExport export() {
            return ModelExport.of(stage);
        }

        @Override
        public TrainedModel savedAndLoaded(String path) throws IOException {
            stage.write().overwrite().save(path);
            return new OfClasses(FocalLogisticRegressionModel.load(path));
        }
    }

    /** A model with labels. */
    record OfLabels(FocalMultilabelClassificationModel stage) implements TrainedModel {
        @Override
        public Matrix coefficients() {
            return stage.coefficientMatrix();
        }

        @Override
        public Vector intercepts() {
            return stage.interceptVector();
        }

        @Override
        public FocalTrainingSummary summary() {
            return stage.summary();
        }

        @Override
        public double[][] scores(Vector features) {
            return new double[][] {
                stage.predictRaw(features).toArray(),
                stage.predictProbability(features).toArray(),
                stage.predict(features).toArray()
            };
        }

        @Override
        public ModelExport export() {
            return ModelExport.of(stage);
        }

        @Override
        public TrainedModel savedAndLoaded(String path) throws IOException {
            stage.write().overwrite().save(path);
            return new OfLabels(FocalMultilabelClassificationModel.load(path));
        }
    }
}
