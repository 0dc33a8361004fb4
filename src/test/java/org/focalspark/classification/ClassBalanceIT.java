package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** classWeightMode and ignoreLabel. */
class ClassBalanceIT {
    private static final double REL_1E_6 = 1e-6;

    /** At gamma 0 it is Spark with the weights written into a column, standardized and penalized alike. */
    @Test
    void balancedIsAWeightColumnOfInverseClassWeights() {
        Dataset<Row> data = ReferenceData.dense();
        double positive = sum(data, "label = 1");
        double negative = sum(data, "label = 0");
        Dataset<Row> weighted =
                data.selectExpr("*", "weight / if(label = 1, " + positive + "D, " + negative + "D) AS balanced");
        LogisticRegressionModel expected = new LogisticRegression()
                .setWeightCol("balanced")
                .setRegParam(0.01)
                .setMaxIter(1000)
                .setTol(1e-12)
                .fit(weighted);
        FocalLogisticRegressionModel actual = estimator()
                .setWeightCol("weight")
                .setClassWeightMode("balanced")
                .setRegParam(0.01)
                .fit(data);
        for (int j = 0; j < expected.numFeatures(); j++) {
            double coefficient = expected.coefficients().apply(j);
            assertThat(actual.coefficients().apply(j)).isCloseTo(coefficient, within(REL_1E_6 * Math.abs(coefficient)));
        }
        assertThat(actual.intercept()).isCloseTo(expected.intercept(), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "multinomial", "ovr"})
    void effectiveNumberIsThatOfGivenWeights(String family) {
        Dataset<Row> data = ReferenceData.threeClasses();
        double[] weights = new double[3];
        for (int k = 0; k < 3; k++) {
            double rows = data.filter("label = " + k).count();
            weights[k] = (1 - 0.99) / (1 - Math.pow(0.99, rows));
        }
        double mean = 0.0;
        for (int k = 0; k < 3; k++) {
            mean += weights[k] * data.filter("label = " + k).count() / 1200.0;
        }
        for (int k = 0; k < 3; k++) {
            weights[k] /= mean;
        }
        FocalLogisticRegressionModel expected = estimator()
                .setGamma(1)
                .setFamily(family)
                .setClassWeights(weights)
                .setRegParam(0.01)
                .fit(data);
        FocalLogisticRegressionModel actual = estimator()
                .setGamma(1)
                .setFamily(family)
                .setClassWeightMode("effectiveNumber")
                .setBeta(0.99)
                .setRegParam(0.01)
                .fit(data);
        assertThat(actual.coefficientMatrix().toArray())
                .containsExactly(expected.coefficientMatrix().toArray(), within(1e-6));
    }

    @Test
    void refusesTwoSourcesOfClassWeights() {
        assertThatThrownBy(() ->
                        estimator().setClassWeightMode("balanced").setAlpha(0.5).fit(ReferenceData.dense()))
                .hasMessage("classWeightMode (balanced) and alpha (0.5) both weigh the classes. Set one of them.");
        assertThatThrownBy(() -> estimator()
                        .setClassWeightMode("balanced")
                        .setClassWeights(new double[] {1, 2})
                        .fit(ReferenceData.dense()))
                .hasMessage(
                        "classWeightMode (balanced) and classWeights ([1.0, 2.0]) both weigh the classes. Set one of them.");
    }

    @Test
    void rowsWithTheIgnoredLabelTakeNoPart() {
        Dataset<Row> data = ReferenceData.dense();
        Dataset<Row> more = data.union(data.selectExpr("-1D AS label", "weight", "features"));
        FocalLogisticRegressionModel expected =
                estimator().setGamma(2).setRegParam(0.01).fit(data);
        FocalLogisticRegressionModel actual =
                estimator().setGamma(2).setRegParam(0.01).setIgnoreLabel(-1).fit(more);
        assertThat(actual.coefficients().toArray())
                .containsExactly(expected.coefficients().toArray(), within(1e-9));
        Dataset<Row> missing = more.selectExpr("nullif(label, 1D) AS label", "weight", "features");
        assertThatThrownBy(() -> estimator().setIgnoreLabel(-1).fit(missing))
                .hasMessageStartingWith("Labels MUST NOT be Null or NaN, but column 'label' has 46 such rows.");
    }

    private static double sum(Dataset<Row> data, String rows) {
        return data.filter(rows).agg(functions.sum("weight")).head().getDouble(0);
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression().setGamma(0).setMaxIter(1000).setTol(1e-12);
    }
}
