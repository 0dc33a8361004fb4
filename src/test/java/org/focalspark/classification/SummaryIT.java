package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.classification.BinaryLogisticRegressionSummary;
import org.apache.spark.ml.classification.BinaryLogisticRegressionTrainingSummary;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.LogisticRegressionSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.testkit.CachedData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Summaries are Spark's, and say what Spark's would say of the same model. */
class SummaryIT {
    private static final double ABS_1E_9 = 1e-9;

    /** The curves of Spark's binary summary stay cached, as they do there. */
    @AfterEach
    void giveBack() {
        CachedData.clear();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoClassesHaveTheSummaryOfSparksFit(boolean weighted) {
        Dataset<Row> data = ReferenceData.dense();
        LogisticRegression spark = new LogisticRegression().setRegParam(0.01).setTol(1e-12);
        FocalLogisticRegression ours =
                new FocalLogisticRegression().setGamma(0).setRegParam(0.01).setTol(1e-12);
        if (weighted) {
            spark.setWeightCol("weight");
            ours.setWeightCol("weight");
        }
        LogisticRegressionModel expectedModel = spark.fit(data);
        FocalLogisticRegressionModel actualModel = ours.fit(data);
        BinaryLogisticRegressionTrainingSummary expected = expectedModel.binarySummary();
        FocalBinaryLogisticRegressionTrainingSummary actual = actualModel.binarySummary();
        assertSameMetrics(actual, expected);
        assertSameCurves(actual, expected);
        assertThat(actual.objectiveHistory()).containsExactly(expected.objectiveHistory(), within(ABS_1E_9));
        assertThat(actual.totalIterations()).isEqualTo(expected.totalIterations());
        assertThat(actualModel.summary().asBinary()).isSameAs(actual);
        LogisticRegressionSummary evaluated = actualModel.evaluate(data.limit(100));
        assertSameMetrics(evaluated, expectedModel.evaluate(data.limit(100)));
        assertSameCurves(
                evaluated.asBinary(), expectedModel.evaluate(data.limit(100)).asBinary());
    }

    @Test
    void severalClassesHaveTheSummaryOfSparksFit() {
        Dataset<Row> data = ReferenceData.threeClasses();
        LogisticRegressionModel expected = new LogisticRegression()
                .setRegParam(0.01)
                .setTol(1e-12)
                .setWeightCol("weight")
                .fit(data);
        FocalLogisticRegressionModel actual = new FocalLogisticRegression()
                .setGamma(0)
                .setRegParam(0.01)
                .setTol(1e-12)
                .setWeightCol("weight")
                .fit(data);
        assertSameMetrics(actual.summary(), expected.summary());
        assertSameMetrics(actual.evaluate(data), expected.evaluate(data));
        assertThatThrownBy(actual::binarySummary)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("use summary instead");
        assertThatThrownBy(() -> actual.summary().asBinary()).hasMessageContaining("Cannot cast to a binary summary");
    }

    @Test
    void tellsHowTheFitWentAndHowCalibratedItIs() {
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setGamma(2).fit(ReferenceData.dense());
        FocalLogisticRegressionTrainingSummary summary = model.summary();
        assertThat(summary.converged()).isTrue();
        assertThat(summary.convergenceReason()).isNotBlank();
        assertThat(summary.gradientNorm()).isBetween(0.0, 1e-3);
        assertThat(summary.gradientNormHistory())
                .hasSize(summary.totalIterations() + 1)
                .endsWith(summary.gradientNorm());
        assertThat(summary.nonConvexShare()).isBetween(0.0, 1.0);
        Dataset<Row> expected = new CalibrationEvaluator().reliability(model.transform(ReferenceData.dense()));
        List<Row> bins = summary.reliability().collectAsList();
        List<Row> expectedBins = expected.collectAsList();
        assertThat(bins).hasSize(expectedBins.size());
        for (int i = 0; i < bins.size(); i++) {
            for (int column = 0; column < expectedBins.get(i).size(); column++) {
                // not bit for bit: sums are added in the order in which tasks end
                double value = ((Number) expectedBins.get(i).get(column)).doubleValue();
                assertThat(((Number) bins.get(i).get(column)).doubleValue()).isCloseTo(value, within(ABS_1E_9));
            }
        }
    }

    @Test
    void staysAsItWasWhenTheModelIsChanged() {
        FocalLogisticRegressionModel model = new FocalLogisticRegression().fit(ReferenceData.dense());
        double accuracy = model.summary().accuracy();
        model.setThreshold(0.99).setCalibration("none");
        assertThat(model.summary().accuracy()).isEqualTo(accuracy);
        assertThat(model.evaluate(ReferenceData.dense()).accuracy()).isNotEqualTo(accuracy);
    }

    @Test
    void worksWithoutProbabilityAndPredictionColumns() {
        FocalLogisticRegression estimator = new FocalLogisticRegression();
        double accuracy = estimator.fit(ReferenceData.dense()).summary().accuracy();
        estimator.setProbabilityCol("").setPredictionCol("");
        FocalLogisticRegressionModel model = estimator.fit(ReferenceData.dense());
        assertThat(model.summary().accuracy()).isEqualTo(accuracy);
        assertThat(model.binarySummary().areaUnderROC()).isBetween(0.5, 1.0);
    }

    @Test
    void ignoredRowsDoNotCount() {
        Dataset<Row> data = ReferenceData.dense();
        Dataset<Row> more = data.union(data.selectExpr("-1D AS label", "weight", "features"));
        FocalLogisticRegressionModel model =
                new FocalLogisticRegression().setIgnoreLabel(-1).fit(more);
        assertThat(model.summary().predictions().count()).isEqualTo(data.count());
        assertThat(model.evaluate(more).labels()).containsExactly(0.0, 1.0);
        assertThat(model.evaluate(more).accuracy()).isEqualTo(model.summary().accuracy());
    }

    private static void assertSameMetrics(LogisticRegressionSummary actual, LogisticRegressionSummary expected) {
        assertThat(actual.labels()).containsExactly(expected.labels());
        assertThat(actual.accuracy()).isCloseTo(expected.accuracy(), within(ABS_1E_9));
        assertThat(actual.precisionByLabel()).containsExactly(expected.precisionByLabel(), within(ABS_1E_9));
        assertThat(actual.recallByLabel()).containsExactly(expected.recallByLabel(), within(ABS_1E_9));
        assertThat(actual.fMeasureByLabel()).containsExactly(expected.fMeasureByLabel(), within(ABS_1E_9));
        assertThat(actual.weightedFMeasure()).isCloseTo(expected.weightedFMeasure(), within(ABS_1E_9));
        assertThat(actual.weightedFalsePositiveRate())
                .isCloseTo(expected.weightedFalsePositiveRate(), within(ABS_1E_9));
    }

    private static void assertSameCurves(
            BinaryLogisticRegressionSummary actual, BinaryLogisticRegressionSummary expected) {
        assertThat(actual.areaUnderROC()).isCloseTo(expected.areaUnderROC(), within(ABS_1E_9));
        assertSameRows(actual.roc(), expected.roc());
        assertSameRows(actual.pr(), expected.pr());
        assertSameRows(actual.fMeasureByThreshold(), expected.fMeasureByThreshold());
        assertSameRows(actual.precisionByThreshold(), expected.precisionByThreshold());
        assertSameRows(actual.recallByThreshold(), expected.recallByThreshold());
    }

    private static void assertSameRows(Dataset<Row> actual, Dataset<Row> expected) {
        double[] values = values(expected);
        assertThat(values(actual)).containsExactly(values, within(1e-6));
    }

    private static double[] values(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .flatMapToDouble(row -> DoubleStream.of(row.getDouble(0), row.getDouble(1)))
                .toArray();
    }
}
