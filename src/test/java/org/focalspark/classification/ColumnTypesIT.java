package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.mllib.util.MLUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.junit.jupiter.api.Test;

/** Messages about columns of a wrong type name the column, the rule, the type and the way out. */
class ColumnTypesIT {
    private static final String OLD =
            "must hold vectors of org.apache.spark.ml, but has those of org.apache.spark.mllib."
                    + " Convert them first, by MLUtils.convertVectorColumnsToML.";

    private static void refuses(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void wrongTypesAreNamedWithTheWayOut() {
        Dataset<Row> data = ReferenceData.dense();
        Dataset<Row> arrays = data.withColumn("features", functions.expr("array(1.0, 2.0)"));
        Dataset<Row> texts = data.withColumn("label", functions.col("label").cast("string"));
        FocalLogisticRegression estimator = new FocalLogisticRegression().setMaxIter(1);
        refuses(
                () -> estimator.fit(arrays),
                "Column 'features' must hold vectors, but is of type array<decimal(2,1)>. Assemble the features first, for"
                        + " example with VectorAssembler.");
        refuses(
                () -> estimator.fit(texts),
                "Column 'label' must be numeric, but is of type string. Index or cast it first, for example with StringIndexer."
                        + " (Column label must be of type numeric but was actually of type string.)");
        Dataset<Row> weights = data.withColumn("weight", functions.lit("heavy"));
        refuses(
                () -> estimator
                        .copy(estimator.extractParamMap())
                        .setWeightCol("weight")
                        .fit(weights),
                "Column 'weight' must be numeric, but is of type string.");
        FocalLogisticRegressionModel model = estimator.fit(data);
        refuses(() -> model.transform(arrays), "Column 'features' must hold vectors, but is of type array");
        refuses(() -> estimator.fit(data.drop("features")), "Column 'features' does not exist.");
        refuses(() -> model.transform(data.drop("features")), "Column 'features' does not exist.");
    }

    @Test
    void oldVectorsAreToldFromNewOnes() {
        Dataset<Row> data = ReferenceData.dense().withColumn("labels", functions.expr("array(label)"));
        Dataset<Row> old = MLUtils.convertVectorColumnsFromML(data, "features");
        Dataset<Row> oldLabels =
                MLUtils.convertVectorColumnsFromML(MultilabelData.frame(MultilabelData.rows(20)), "label");
        FocalLogisticRegression classes = new FocalLogisticRegression().setMaxIter(1);
        FocalMultilabelClassifier labels =
                new FocalMultilabelClassifier().setLabelCol("labels").setMaxIter(1);
        FocalLogisticRegressionModel ofClasses = classes.fit(data);
        FocalMultilabelClassificationModel ofLabels = labels.fit(data);
        String features = "Column 'features' " + OLD;
        refuses(() -> classes.fit(old), features);
        refuses(() -> labels.fit(old), features);
        refuses(() -> ofClasses.transform(old), features);
        refuses(() -> ofLabels.transform(old), features);
        refuses(() -> new FocalMultilabelClassifier().fit(oldLabels), "Column 'label' " + OLD);
        refuses(() -> new CalibrationEvaluator().setProbabilityCol("features").evaluate(old), features);
        refuses(() -> new FocalLossEvaluator().setRawPredictionCol("features").evaluate(old), features);
        refuses(
                () -> new FocalLossEvaluator()
                        .setRawPredictionCol("features")
                        .evaluate(MLUtils.convertVectorColumnsFromML(
                                MultilabelData.frame(MultilabelData.rows(20)), "label")),
                "Column 'label' " + OLD);
    }
}
