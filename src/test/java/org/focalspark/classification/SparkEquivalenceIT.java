package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With gamma = 0 a fit is that of Spark's LogisticRegression. */
class SparkEquivalenceIT {
    private static final double REL_1E_6 = 1e-6;
    private static final double ABS_1E_8 = 1e-8;
    private static final double TIGHT_TOL = 1e-12;

    @ParameterizedTest
    @CsvSource({
        "true, 0.01, true, true, false",
        "true, 0.01, true, false, false",
        "true, 0.1, false, true, true",
        "false, 0.01, true, true, true",
        "false, 0.1, false, true, false",
        "false, 0.01, true, false, true",
        "true, 0.1, false, false, true"
    })
    void hasTheCoefficientsOfSpark(
            boolean standardization, double regParam, boolean weighted, boolean fitIntercept, boolean sparse) {
        Dataset<Row> data = sparse ? ReferenceData.sparse(true) : ReferenceData.dense();
        LogisticRegression sparks = new LogisticRegression()
                .setStandardization(standardization)
                .setRegParam(regParam)
                .setFitIntercept(fitIntercept)
                .setMaxIter(1000)
                .setTol(TIGHT_TOL);
        FocalLogisticRegression ours = new FocalLogisticRegression()
                .setGamma(0.0)
                .setStandardization(standardization)
                .setRegParam(regParam)
                .setFitIntercept(fitIntercept)
                .setMaxIter(1000)
                .setTol(TIGHT_TOL);
        if (weighted) {
            sparks.setWeightCol("weight");
            ours.setWeightCol("weight");
        }
        LogisticRegressionModel expected = sparks.fit(data);
        FocalLogisticRegressionModel actual = ours.fit(data);
        assertClose(actual.coefficients(), expected.coefficients());
        assertThat(actual.intercept()).isCloseTo(expected.intercept(), relative(expected.intercept()));
    }

    @Test
    void alphaIsAWeightColumn() {
        Dataset<Row> data = ReferenceData.dense().selectExpr("*", "weight * if(label = 1, 0.75, 0.25) AS classWeight");
        LogisticRegressionModel expected = new LogisticRegression()
                .setWeightCol("classWeight")
                .setRegParam(0.01)
                .setMaxIter(1000)
                .setTol(TIGHT_TOL)
                .fit(data);
        FocalLogisticRegressionModel actual = new FocalLogisticRegression()
                .setGamma(0.0)
                .setAlpha(0.75)
                .setWeightCol("weight")
                .setRegParam(0.01)
                .setMaxIter(1000)
                .setTol(TIGHT_TOL)
                .fit(data);
        assertClose(actual.coefficients(), expected.coefficients());
        assertThat(actual.intercept()).isCloseTo(expected.intercept(), relative(expected.intercept()));
    }

    @ParameterizedTest
    @CsvSource({
        "true, 0.01, false, false",
        "false, 0.01, true, false",
        "true, 0.0, true, true",
        "false, 0.1, false, true"
    })
    void stopsWhereSparkStopsAtTheDefaultTolerance(
            boolean standardization, double regParam, boolean weighted, boolean sparse) {
        Dataset<Row> data = sparse ? ReferenceData.sparse(true) : ReferenceData.dense();
        LogisticRegression sparks =
                new LogisticRegression().setStandardization(standardization).setRegParam(regParam);
        FocalLogisticRegression ours = new FocalLogisticRegression()
                .setGamma(0.0)
                .setStandardization(standardization)
                .setRegParam(regParam);
        if (weighted) {
            sparks.setWeightCol("weight");
            ours.setWeightCol("weight");
        }
        double[] expected = sparks.fit(data).summary().objectiveHistory();
        double[] actual = ours.fit(data).summary().objectiveHistory();
        assertThat(actual).hasSameSizeAs(expected);
        SoftAssertions.assertSoftly(softly -> {
            for (int i = 0; i < expected.length; i++) {
                softly.assertThat(actual[i]).as("iteration %d", i).isCloseTo(expected[i], within(ABS_1E_8));
            }
        });
    }

    private static void assertClose(Vector actual, Vector expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int j = 0; j < expected.size(); j++) {
            assertThat(actual.apply(j))
                    .as("coefficient %d", j)
                    .isCloseTo(expected.apply(j), relative(expected.apply(j)));
        }
    }

    private static Offset<Double> relative(double expected) {
        return within(REL_1E_6 * Math.abs(expected));
    }
}
