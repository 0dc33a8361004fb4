package org.focalspark.classification;

import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.SparkSession;
import org.focalspark.saving.ModelFolder;
import org.focalspark.training.TrainingSpec.InitialModel;

/** Starting points of a fit, from models of this library or of Spark. */
final class InitialModels {
    private InitialModels() {}

    static InitialModel of(FocalLogisticRegressionModel model) {
        return new InitialModel(model.coefficientMatrix(), model.interceptVector(), model.getFitIntercept());
    }

    static InitialModel of(LogisticRegressionModel model) {
        return new InitialModel(model.coefficientMatrix(), model.interceptVector(), model.getFitIntercept());
    }

    /**
     * Loads a model of this library or of Spark.
     *
     * @throws IllegalArgumentException if the folder has no model, or a stage of another class
     */
    static InitialModel load(String path, SparkSession spark) {
        String type = ModelFolder.of(path, spark).metadata().className();
        if (type.equals(FocalLogisticRegressionModel.class.getName())) {
            return of(FocalLogisticRegressionModel.load(path));
        }
        if (type.equals(LogisticRegressionModel.class.getName())) {
            return of(LogisticRegressionModel.load(path));
        }
        throw new IllegalArgumentException(String.format(
                "initialModelPath '%s' must hold a FocalLogisticRegressionModel or Spark's LogisticRegressionModel, but holds a"
                        + " %s.",
                path, type));
    }
}
