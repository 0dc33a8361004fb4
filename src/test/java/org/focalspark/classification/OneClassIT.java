package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training set with only label 0 has one class. Spark's LogisticRegression is the reference. */
class OneClassIT {
    private static Dataset<Row> zeros() {
        return ReferenceData.dense().where("label = 0");
    }

    /** As in Spark, whose model could not predict with them either. */
    @Test
    void thresholdsOfTwoClassesAreRefused() {
        assertThatThrownBy(() -> new FocalLogisticRegression()
                        .setThresholds(new double[] {0.3, 0.7})
                        .fit(zeros()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("thresholds must hold one value for each of 1 classes, but has 2.");
        assertThatThrownBy(() -> new LogisticRegression()
                        .setThresholds(new double[] {0.3, 0.7})
                        .fit(zeros()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "auto, true, 0.0",
        "auto, true, 2.0",
        "binomial, true, 2.0",
        "multinomial, true, 0.0",
        "multinomial, true, 2.0",
        "multinomial, false, 0.0",
        "multinomial, false, 2.0"
    })
    void theModelIsThatOfSpark(String family, boolean fitIntercept, double gamma, @TempDir Path folder)
            throws Exception {
        LogisticRegressionModel spark = new LogisticRegression()
                .setFamily(family)
                .setFitIntercept(fitIntercept)
                .fit(zeros());
        FocalLogisticRegressionModel focal = new FocalLogisticRegression()
                .setGamma(gamma)
                .setFamily(family)
                .setFitIntercept(fitIntercept)
                .fit(zeros());
        focal.save(folder.resolve("model").toString());
        FocalLogisticRegressionModel loaded =
                FocalLogisticRegressionModel.load(folder.resolve("model").toString());
        for (FocalLogisticRegressionModel model : List.of(focal, loaded)) {
            assertThat(model.numClasses()).isEqualTo(spark.numClasses()).isEqualTo(1);
            assertThat(model.interceptVector().toArray())
                    .isEqualTo(spark.interceptVector().toArray());
            assertThat(model.coefficientMatrix().toArray())
                    .isEqualTo(spark.coefficientMatrix().toArray());
            assertThat(model.classPriors()).isEqualTo(Vectors.dense(1.0));
            assertThat(scores(model.transform(zeros()))).isEqualTo(scores(spark.transform(zeros())));
            assertThat(scores(model.toSpark().transform(zeros()))).isEqualTo(scores(spark.transform(zeros())));
            assertThat(model.toSpark().numClasses()).isEqualTo(1);
        }
    }

    private static List<String> scores(Dataset<Row> scored) {
        return scored.select("rawPrediction", "probability", "prediction").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    /** A binomial model's vectors have two entries, and say so: Spark's evaluator believes what is declared. */
    @Test
    void aFoldOfOneClassCanBeMeasured() {
        FocalLogisticRegressionModel model = new FocalLogisticRegression().fit(zeros());
        Dataset<Row> scored = model.transform(ReferenceData.dense());
        assertThat(new BinaryClassificationEvaluator().evaluate(scored)).isEqualTo(0.5);
    }

    @Test
    void twoClassesThatAreDeclaredAreTwo() {
        Dataset<Row> declared = zeros().withColumn(
                        "label",
                        functions
                                .col("label")
                                .as(
                                        "label",
                                        org.apache.spark.ml.attribute.NominalAttribute.defaultAttr()
                                                .withName("label")
                                                .withNumValues(2)
                                                .toMetadata()));
        assertThat(new FocalLogisticRegression().fit(declared).numClasses()).isEqualTo(2);
        assertThat(new FocalLogisticRegression().setFamily("ovr").fit(zeros()).numClasses())
                .isEqualTo(2);
        assertThat(new FocalLogisticRegression()
                        .fit(ReferenceData.dense().where("label = 1"))
                        .numClasses())
                .isEqualTo(2);
    }
}
