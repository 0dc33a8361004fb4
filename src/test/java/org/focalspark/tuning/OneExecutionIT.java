package org.focalspark.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalMultilabelClassifier;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows whose partitions depend on which columns are read, as adaptive execution has it. Labels are noise, and every row has a
 * feature of its own: one that was held out is scored by the intercept alone, so that the right AUC is 0.5 exactly.
 */
@Tag("once")
class OneExecutionIT {
    private static final int NUM_ROWS = 300;
    private static final double ABS_1E_8 = 1e-8;
    private static final String TEXT =
            "array_join(transform(sequence(1, 300), i -> sha2(cast(id * 1000 + i as string), 256)), '') AS text";

    private static Dataset<Row> noise() {
        SparkSession session = SparkSessions.shared().newSession();
        session.conf().set("spark.sql.shuffle.partitions", "8");
        session.conf().set("spark.sql.adaptive.enabled", "true");
        session.udf()
                .register(
                        "own",
                        (UDF1<Long, Vector>)
                                id -> Vectors.sparse(NUM_ROWS, new int[] {id.intValue()}, new double[] {1.0}),
                        SQLDataTypes.VectorType());
        return session.range(0, NUM_ROWS, 1, 4)
                .selectExpr(
                        "id",
                        "cast(xxhash64(id) % 2 = 0 AS double) AS label",
                        "1.0D AS weight",
                        "own(id) AS features",
                        TEXT)
                .withColumn("labels", functions.expr("array(1.0 - label, label)"))
                .repartition(functions.col("id"))
                // By position: drawn in another plan, it is another fold.
                .withColumn("fold", functions.expr("int(floor(3 * rand(5)))"));
    }

    @Test
    void partitionsDependOnTheColumnsThatAreRead() {
        assertThat(noise().toDF().rdd().getNumPartitions())
                .isGreaterThan(noise().select("label", "features").rdd().getNumPartitions());
    }

    static Stream<Evaluator> evaluators() {
        return Stream.of(new BinaryClassificationEvaluator(), weighing(), new AnyColumns());
    }

    /** Reads a column that the fit does not read. */
    private static Evaluator weighing() {
        return new BinaryClassificationEvaluator().setWeightCol("weight");
    }

    /** An evaluator that names no column. */
    public static final class AnyColumns extends Evaluator {
        private static final long serialVersionUID = 1L;

        @Override
        public double evaluate(Dataset<?> rows) {
            assertThat(rows.columns()).contains("text", "id");
            return weighing().evaluate(rows);
        }

        @Override
        public Evaluator copy(ParamMap extra) {
            return this;
        }

        @Override
        public String uid() {
            return "anyColumns";
        }
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression().setGamma(0).setRegParam(1e-4).setMaxIter(3);
    }

    private static FocalMultilabelClassifier multilabel() {
        return new FocalMultilabelClassifier()
                .setLabelCol("labels")
                .setGamma(0)
                .setRegParam(1e-4)
                .setMaxIter(3);
    }

    private static ParamMap[] plain() {
        return new ParamMap[] {ParamMap.empty()};
    }

    private static void assertChance(Estimator<?> estimator, ParamMap[] maps, Evaluator evaluator) {
        Set<Integer> before = CachedData.ids();
        FocalCrossValidator folds = Grids.focal(estimator, maps, evaluator);
        assertThat(folds.fit(noise()).avgMetrics()).containsOnly(0.5);
        assertThat(folds.setFoldCol("fold").fit(noise()).avgMetrics()).containsOnly(0.5);
        FocalTrainValidationSplit split = new FocalTrainValidationSplit()
                .setEstimator(estimator)
                .setEstimatorParamMaps(maps)
                .setEvaluator(evaluator);
        assertThat(split.fit(noise()).validationMetrics()).containsOnly(0.5);
        assertThat(CachedData.ids()).isSubsetOf(before);
    }

    @ParameterizedTest
    @MethodSource("evaluators")
    void heldOutRowsWereNotTrainedOn(Evaluator evaluator) {
        assertChance(estimator(), plain(), evaluator);
    }

    @Test
    void heldOutRowsWithWeightsWereNotTrainedOn() {
        assertChance(estimator().setWeightCol("weight"), plain(), weighing());
        assertChance(estimator().setIgnoreLabel(7.0), plain(), weighing());
    }

    @ParameterizedTest
    @MethodSource("evaluators")
    void heldOutRowsWithSeveralLabelsWereNotTrainedOn(Evaluator evaluator) {
        assertChance(multilabel(), plain(), evaluator);
    }

    @Test
    void heldOutRowsOfAnyOtherEstimatorWereNotTrainedOn() {
        LogisticRegression other = new LogisticRegression().setMaxIter(3);
        assertChance(other, plain(), weighing());
        assertChance(new Pipeline().setStages(new PipelineStage[] {estimator()}), plain(), weighing());
    }

    @Test
    void candidatesThatReadDifferentColumnsHaveTheSameFolds() {
        FocalLogisticRegression estimator = estimator();
        ParamMap[] maps = {
            ParamMap.empty(),
            new ParamMap().put(estimator.weightCol().w("weight")),
            new ParamMap().put(estimator.aggregationDepth().w(3))
        };
        assertChance(estimator, maps, new BinaryClassificationEvaluator());
        double[] losses = Grids.focal(estimator, maps, new CalibrationEvaluator())
                .fit(noise())
                .avgMetrics();
        assertThat(losses).containsExactly(new double[] {losses[0], losses[0], losses[0]}, within(ABS_1E_8));
    }

    static Stream<Evaluator> sensitive() {
        return Stream.of(
                new CalibrationEvaluator(),
                new CalibrationEvaluator().setWeightCol("weight"),
                new CalibrationEvaluator().setMetricName("ece"));
    }

    @ParameterizedTest
    @MethodSource("sensitive")
    void theFoldsAreThoseThatSparkDrawsFromAllColumns(Evaluator evaluator) {
        FocalLogisticRegression estimator = estimator();
        assertThat(Grids.focal(estimator, plain(), evaluator).fit(noise()).avgMetrics())
                .containsExactly(
                        Grids.spark(estimator, plain(), evaluator).fit(noise()).avgMetrics(), within(ABS_1E_8));
    }

    /** By hand, of one execution: TrainValidationSplit caches its parts apart, in partitions of another number. */
    @ParameterizedTest
    @MethodSource("sensitive")
    void theSplitIsThatOfSpark(Evaluator evaluator) {
        Dataset<Row> data = noise();
        Dataset<Row>[] parts = data.randomSplit(new double[] {0.75, 0.25}, 3L);
        Dataset<Row> training =
                data.sparkSession().createDataFrame(parts[0].toDF().rdd(), data.schema());
        Dataset<Row> heldOut =
                data.sparkSession().createDataFrame(parts[1].toDF().rdd(), data.schema());
        double expected = evaluator.evaluate(estimator().fit(training).transform(heldOut));
        assertThat(new FocalTrainValidationSplit()
                        .setEstimator(estimator())
                        .setEstimatorParamMaps(plain())
                        .setEvaluator(evaluator)
                        .setSeed(3L)
                        .fit(data)
                        .validationMetrics())
                .containsExactly(new double[] {expected}, within(ABS_1E_8));
    }

    @Test
    void whatTheCallerHasCachedStaysCached() {
        Dataset<Row> data = noise().cache();
        try {
            data.count();
            Set<Integer> before = CachedData.ids();
            for (Evaluator evaluator : List.of(new BinaryClassificationEvaluator(), weighing())) {
                assertThat(Grids.focal(estimator(), plain(), evaluator)
                                .fit(data)
                                .avgMetrics())
                        .containsExactly(0.5);
            }
            assertThat(CachedData.ids()).isEqualTo(before);
            assertThat(data.storageLevel().useMemory()).isTrue();
        } finally {
            data.unpersist(true);
        }
    }
}
