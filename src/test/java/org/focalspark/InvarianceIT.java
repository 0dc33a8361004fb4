package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model depends on the rows, not on how they are stored, cut or counted. */
class InvarianceIT {
    private static final double ABS_1E_9 = 1e-9;

    private static FocalLogisticRegressionModel expected;

    @BeforeAll
    static void fitOnce() {
        expected = estimator().fit(ReferenceData.dense().coalesce(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 40})
    void doesNotDependOnThePartitions(int numPartitions) {
        assertSame(estimator().fit(ReferenceData.dense().repartition(numPartitions)), expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-3, 0.0, 64.0})
    void doesNotDependOnTheBlockSize(double megabytes) {
        assertSame(estimator().setMaxBlockSizeInMB(megabytes).fit(ReferenceData.dense()), expected);
    }

    @Test
    void doesNotDependOnSparsity() {
        assertSame(estimator().fit(ReferenceData.sparse()), expected);
        Dataset<Row> mixed = ReferenceData.dense().limit(150).union(ReferenceData.sparse());
        Dataset<Row> dense = ReferenceData.dense().limit(150).union(ReferenceData.dense());
        assertSame(estimator().fit(mixed), estimator().fit(dense));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void doesNotDependOnTheAggregationDepth(int depth) {
        assertSame(
                estimator().setAggregationDepth(depth).fit(ReferenceData.dense().repartition(12)), expected);
    }

    /**
     * Without standardization, or without penalty: a penalty on standardised coefficients is on Spark's deviations,
     * whose denominator W - sum(w^2) / W is another for one row of weight 3 than for three rows.
     */
    @Test
    void aRowOfWeightThreeIsTheRowThreeTimes() {
        List<Row> weighted = new ArrayList<>();
        List<Row> repeated = new ArrayList<>();
        for (Row row : ReferenceData.rows()) {
            int times = weighted.size() % 3 == 0 ? 3 : 1;
            weighted.add(RowFactory.create(row.get(0), (double) times, row.get(2)));
            for (int i = 0; i < times; i++) {
                repeated.add(RowFactory.create(row.get(0), 1.0, row.get(2)));
            }
        }
        FocalLogisticRegression onOriginalScale = estimator().setStandardization(false);
        assertSame(
                onOriginalScale.fit(ReferenceData.frame(weighted)), onOriginalScale.fit(ReferenceData.frame(repeated)));
        FocalLogisticRegression unpenalised = estimator().setRegParam(0.0);
        assertSame(unpenalised.fit(ReferenceData.frame(weighted)), unpenalised.fit(ReferenceData.frame(repeated)));
    }

    @Test
    void rowsOfWeightZeroTakeNoPart() {
        Dataset<Row> outliers = ReferenceData.dense()
                .selectExpr("1 - label AS label", "0.0D AS weight", "features")
                .union(ReferenceData.dense().selectExpr("label", "weight", "features"));
        assertSame(estimator().fit(outliers), expected);
    }

    @Test
    void theScaleOfTheWeightsDoesNotMatter() {
        Dataset<Row> scaled = ReferenceData.dense().selectExpr("label", "weight * 1e6 AS weight", "features");
        assertSame(estimator().fit(scaled), expected);
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression()
                .setWeightCol("weight")
                .setAlpha(0.75)
                .setRegParam(0.01)
                .setMaxIter(1000)
                .setTol(1e-12);
    }

    private static void assertSame(FocalLogisticRegressionModel actual, FocalLogisticRegressionModel expected) {
        assertThat(actual.coefficients().toArray())
                .containsExactly(expected.coefficients().toArray(), within(ABS_1E_9));
        assertThat(actual.intercept()).isCloseTo(expected.intercept(), within(ABS_1E_9));
    }
}
