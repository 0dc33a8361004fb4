package org.focalspark.classification;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void doesNotDependOnHowVectorsAreStored() {
        assertSame(estimator().fit(ReferenceData.denseAsSparse()), expected);
        assertSame(estimator().fit(ReferenceData.sparse(false)), estimator().fit(ReferenceData.sparse(true)));
    }

    /** A dense feature beside the sparse ones takes no part (its variance is 0) but makes every block dense. */
    @Test
    void doesNotDependOnWhetherBlocksAreSparse() {
        Dataset<Row> padded = new VectorAssembler()
                .setInputCols(new String[] {"features", "constants"})
                .setOutputCol("padded")
                .transform(ReferenceData.sparse(true).withColumn("constants", constants()));
        FocalLogisticRegressionModel sparse = estimator().fit(ReferenceData.sparse(true));
        FocalLogisticRegressionModel dense =
                estimator().setFeaturesCol("padded").fit(padded);
        int numFeatures = sparse.numFeatures();
        assertThat(Arrays.copyOf(dense.coefficients().toArray(), numFeatures))
                .containsExactly(sparse.coefficients().toArray(), within(ABS_1E_9));
        assertThat(dense.intercept()).isCloseTo(sparse.intercept(), within(ABS_1E_9));
    }

    private static Column constants() {
        double[] ones = new double[40];
        Arrays.fill(ones, 1.0);
        return array_to_vector(functions.lit(ones));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void doesNotDependOnTheAggregationDepth(int depth) {
        assertSame(
                estimator().setAggregationDepth(depth).fit(ReferenceData.dense().repartition(12)), expected);
    }

    /**
     * Without penalty, or with one on the original scale: a penalty on standardized coefficients is on Spark's
     * deviations, whose denominator W - sum(w^2) / W is another for one row of weight 3 than for three rows. For that
     * reason the solver also takes another way to the same point, and how near it comes depends on the condition:
     * features of one scale, around 0.
     */
    @ParameterizedTest
    @CsvSource({"0, 0", "0.5, 0", "1, 0", "2, 0", "0.5, 0.1", "1, 0.1", "2, 0.1"})
    void aRowOfWeightThreeIsTheRowThreeTimes(double gamma, double regParam) {
        List<Row> weighted = new ArrayList<>();
        List<Row> repeated = new ArrayList<>();
        for (Row row : ReferenceData.rows()) {
            int times = weighted.size() % 3 == 0 ? 3 : 1;
            double[] x = row.<Vector>getAs(2).toArray();
            Vector features = Vectors.dense(x[0] - 0.5, x[1] / 10 - 2, x[2] * 10 + 3, (x[3] - 1.2) / 2);
            weighted.add(RowFactory.create(row.get(0), (double) times, features));
            for (int i = 0; i < times; i++) {
                repeated.add(RowFactory.create(row.get(0), 1.0, features));
            }
        }
        FocalLogisticRegression estimator =
                estimator().setGamma(gamma).setRegParam(regParam).setStandardization(false);
        assertSame(estimator.fit(ReferenceData.frame(weighted)), estimator.fit(ReferenceData.frame(repeated)));
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
