package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns whose names look like something else. */
class ColumnNamesIT {
    @ParameterizedTest
    @ValueSource(strings = {"a + b", "count(*)", "1", "select", "a b", "label * 2", "ä", "CASE"})
    void aNameThatLooksLikeAnExpressionIsAName(String name) {
        FocalLogisticRegressionModel expected = new FocalLogisticRegression()
                .setMaxIter(2)
                .setWeightCol("weight")
                .fit(ReferenceData.dense());
        for (String role : new String[] {"features", "label", "weight"}) {
            FocalLogisticRegression estimator =
                    new FocalLogisticRegression().setMaxIter(2).setWeightCol("weight");
            estimator.set(role + "Col", name);
            Dataset<Row> data = ReferenceData.dense().withColumnRenamed(role, name);
            FocalLogisticRegressionModel model = estimator.fit(data);
            assertThat(model.coefficients()).isEqualTo(expected.coefficients());
            assertThat(ExactValues.of(model.transform(data), "probability"))
                    .isEqualTo(ExactValues.of(expected.transform(ReferenceData.dense()), "probability"));
            assertThat(model.evaluate(data).accuracy())
                    .isEqualTo(expected.evaluate(ReferenceData.dense()).accuracy());
        }
    }

    @ParameterizedTest
    @CsvSource({"features, my.features", "label, my.label", "weight, my.weight", "features, x`y", "label, *"})
    void aNameThatSparkCannotReadIsRefusedWithAWayOut(String role, String name) {
        FocalLogisticRegression estimator = new FocalLogisticRegression().setWeightCol("weight");
        estimator.set(role + "Col", name);
        assertThatThrownBy(() -> estimator.fit(ReferenceData.dense().withColumnRenamed(role, name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(refusal(role + "Col", name));
    }

    /** Before the data are read, not when the model is to score. */
    @ParameterizedTest
    @ValueSource(strings = {"probabilityCol", "rawPredictionCol"})
    void aNameOfAnOutputThatSparkCannotReadIsRefusedByFit(String param) {
        FocalLogisticRegression estimator = new FocalLogisticRegression();
        estimator.set(param, "my.output");
        assertThatThrownBy(() -> estimator.fit(ReferenceData.dense())).hasMessage(refusal(param, "my.output"));
    }

    @Test
    void aFieldOfAStructIsRefusedWithAWayOut() {
        Dataset<Row> nested = ReferenceData.dense().selectExpr("label", "struct(features) AS s");
        assertThatThrownBy(() -> new FocalLogisticRegression()
                        .setFeaturesCol("s.features")
                        .fit(nested))
                .hasMessage(refusal("featuresCol", "s.features"));
    }

    @Test
    void transformRefusesThemToo() {
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setMaxIter(2).fit(ReferenceData.dense());
        Dataset<Row> dotted = ReferenceData.dense().withColumnRenamed("features", "my.features");
        assertThatThrownBy(() -> model.setFeaturesCol("my.features").transform(dotted))
                .hasMessage(refusal("featuresCol", "my.features"));
        model.setFeaturesCol("features");
        assertThatThrownBy(() -> model.setProbabilityCol("my.probability").transform(ReferenceData.dense()))
                .hasMessage(refusal("probabilityCol", "my.probability"));
        model.setProbabilityCol("probability");
        assertThatThrownBy(() -> model.setRawPredictionCol("my.margin").transform(ReferenceData.dense()))
                .hasMessage(refusal("rawPredictionCol", "my.margin"));
    }

    @Test
    void aPredictionColumnWithADotWorksAsInSpark() {
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setMaxIter(2).fit(ReferenceData.dense());
        model.setPredictionCol("my.prediction");
        assertThat(model.transform(ReferenceData.dense()).columns()).contains("my.prediction");
    }

    private static String refusal(String param, String name) {
        return param
                + " must be a name without dots and backticks, and no star, since Spark ML reads these as more than"
                + " a name, but was '" + name
                + "'. Rename the column by withColumnRenamed, or select it from its struct.";
    }
}
