package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.focalspark.loss.Family;
import org.focalspark.loss.LossForm;
import org.focalspark.loss.SavedLoss;
import org.focalspark.model.Coefficients;
import org.focalspark.model.FittedModel;
import org.focalspark.param.LossForms;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;

/** One-vs-rest columns so far out that two of them have the same probability: the larger margin decides the class. */
class SaturatedColumnsIT {
    private static final double[] MARGINS = {-54.9, 20.0, 27.2};

    /** The margins of a row are its features. */
    private static FocalLogisticRegressionModel model() {
        LossForm form = LossForms.of(new FocalLogisticRegression());
        SavedLoss loss =
                new SavedLoss(Family.OVR, form, new double[] {2, 2, 2, 2, 2, 2}, new double[] {1, 1, 1, 1, 1, 1});
        double third = 1.0 / 3.0;
        FittedModel fitted =
                new FittedModel(new Coefficients(Matrices.eye(3), Vectors.zeros(3)), loss.toLoss(), form, new double[] {
                    third, third, third
                });
        return new FocalLogisticRegressionModel("saturated", fitted, null)
                .copy(new ParamMap()
                        .put(new FocalLogisticRegression("saturated").family().w("ovr")));
    }

    private static Dataset<Row> row(double... margins) {
        return SparkSessions.shared()
                .createDataFrame(
                        List.of(RowFactory.create(Vectors.dense(margins))),
                        new StructType().add("features", SQLDataTypes.VectorType()));
    }

    private static double predicted(FocalLogisticRegressionModel model, double... margins) {
        return model.transform(row(margins)).select("prediction").head().getDouble(0);
    }

    @Test
    void theProbabilitiesTie() {
        Vector probability =
                model().transform(row(MARGINS)).select("probability").head().getAs(0);
        assertThat(probability.apply(1)).isEqualTo(probability.apply(2)).isEqualTo(0.5);
    }

    @Test
    void theLargerMarginWinsInEveryWayToAskForIt() {
        FocalLogisticRegressionModel model = model();
        assertThat(model.toSpark().predict(Vectors.dense(MARGINS))).isEqualTo(2.0);
        assertThat(model.predict(Vectors.dense(MARGINS))).isEqualTo(2.0);
        List<UnaryOperator<FocalLogisticRegressionModel>> outputs = List.of(
                all -> all,
                all -> all.setRawPredictionCol(""),
                all -> all.setProbabilityCol(""),
                all -> all.setRawPredictionCol("").setProbabilityCol(""));
        outputs.forEach(output -> {
            FocalLogisticRegressionModel some = output.apply(model.copy(ParamMap.empty()));
            assertThat(predicted(some, MARGINS)).isEqualTo(2.0);
            assertThat(some.transform(row(MARGINS)).columns())
                    .hasSize(2
                            + (some.getRawPredictionCol().isEmpty() ? 0 : 1)
                            + (some.getProbabilityCol().isEmpty() ? 0 : 1));
            assertThat(some.transform(row(MARGINS)).columns())
                    .containsExactlyInAnyOrder(
                            some.transformSchema(row(MARGINS).schema()).fieldNames());
        });
        assertThat(predicted(model, 27.2, 20.0, -54.9)).isZero();
        assertThat(predicted(model, 27.2, 27.2, 20.0)).isZero(); // the lower index of two that are alike
    }

    @Test
    void thresholdsComeFirst() {
        FocalLogisticRegressionModel model = model().setThresholds(new double[] {0.3, 0.2, 0.5});
        assertThat(predicted(model, MARGINS)).isEqualTo(1.0);
        assertThat(predicted(model().setThresholds(new double[] {0.3, 0.3, 0.3}), MARGINS))
                .isEqualTo(2.0);
    }
}
