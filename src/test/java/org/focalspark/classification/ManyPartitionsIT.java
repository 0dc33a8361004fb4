package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.tuning.Grids;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs of many partitions: the scan reads them in tasks of their own, passes have one task per slot (eight here). */
@Tag("once")
class ManyPartitionsIT {
    private static final double ABS_1E_8 = 1e-8;
    private static final int NUM_PARTITIONS = 40;
    private static final StructType SCHEMA =
            new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());

    /** With 100,000 features, 40 partitions have so many sums that the blocks move into eight. */
    @ParameterizedTest
    @ValueSource(ints = {20, 100_000})
    void theScanHasTheInputsPartitionsAndPassesHaveFew(int numFeatures) throws Exception {
        Dataset<Row> data = rows(numFeatures, NUM_PARTITIONS);
        Set<Integer> before = CachedData.ids();
        Tasks tasks = new Tasks();
        SparkSessions.shared().sparkContext().addSparkListener(tasks);
        FocalLogisticRegressionModel model;
        try {
            model = estimator().fit(data);
            SparkSessions.shared().sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            SparkSessions.shared().sparkContext().removeSparkListener(tasks);
        }
        assertThat(tasks.numTasks.get(0)).isEqualTo(NUM_PARTITIONS);
        assertThat(tasks.numTasks.get(tasks.numTasks.size() - 1)).isLessThanOrEqualTo(8);
        assertThat(CachedData.ids()).isSubsetOf(before);
        FocalLogisticRegressionModel expected = estimator().fit(rows(numFeatures, 1));
        assertThat(model.coefficients().toArray())
                .containsExactly(expected.coefficients().toArray(), within(ABS_1E_8));
        assertThat(model.intercept()).isCloseTo(expected.intercept(), within(ABS_1E_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100_000})
    void foldsAreTheSame(int numFeatures) {
        Set<Integer> before = CachedData.ids();
        Dataset<Row> data = rows(numFeatures, NUM_PARTITIONS);
        ParamMap[] maps = {ParamMap.empty()};
        BinaryClassificationEvaluator auc = new BinaryClassificationEvaluator().setNumBins(0);
        double[] focal = Grids.focal(estimator(), maps, auc).fit(data).avgMetrics();
        assertThat(CachedData.ids()).isSubsetOf(before);
        assertThat(focal)
                .containsExactly(Grids.spark(estimator(), maps, auc).fit(data).avgMetrics(), within(ABS_1E_8));
    }

    /** An array of that size alone takes 8 GB: no task may have begun one. */
    @Test
    void refusesVectorsTooLargeForTheDriverBeforeAnyStatistics() {
        Set<Integer> before = CachedData.ids();
        for (int numPartitions : new int[] {1, NUM_PARTITIONS}) {
            Dataset<Row> data = rows(1_000_000_000, numPartitions);
            assertThatThrownBy(() -> estimator().fit(data))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Column 'features' has vectors of size 1,000,000,000")
                    .hasMessageContaining("Raise spark.driver.memory");
        }
        assertThat(CachedData.ids()).isSubsetOf(before);
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression("focal").setMaxIter(3).setRegParam(0.1);
    }

    private static Dataset<Row> rows(int numFeatures, int numPartitions) {
        Random random = new Random(3L);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int feature = random.nextInt(20);
            rows.add(RowFactory.create(
                    random.nextInt(20) < feature ? 1.0 : 0.0,
                    Vectors.sparse(numFeatures, new int[] {feature}, new double[] {random.nextInt(5)})));
        }
        return SparkSessions.partitioned(SparkSessions.shared().createDataFrame(rows, SCHEMA), numPartitions);
    }

    /** Tasks of each stage that ended, in order. */
    private static final class Tasks extends SparkListener {
        private final List<Integer> numTasks = new CopyOnWriteArrayList<>();

        @Override
        public void onStageCompleted(SparkListenerStageCompleted stage) {
            numTasks.add(stage.stageInfo().numTasks());
        }
    }
}
