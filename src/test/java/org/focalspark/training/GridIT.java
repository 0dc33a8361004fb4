package org.focalspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.mllib.util.MLUtils;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.FocalLoss;
import org.focalspark.objective.KernelChoice;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.training.input.FoldedRows;
import org.focalspark.training.input.Folds;
import org.focalspark.training.input.InputColumns;
import org.focalspark.training.job.BlockPasses;
import org.focalspark.training.job.Execution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;
import scala.reflect.ClassTag;

/** Models trained in lockstep are those of separate fits, on Spark's own folds. */
@Tag("once")
class GridIT {
    private static final double TOLERANCE_1E_8 = 1e-8;
    private static final int NUM_FEATURES = 3;
    private static final double[] GAMMAS = {0.0, 1.0, 2.5};

    private static volatile boolean backwards;

    private final JavaSparkContext context =
            JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

    @Test
    void aGridGivesTheModelsOfSeparateFits() {
        Dataset<Row> data = data();
        List<TrainingSpec> specs = grid();
        assertSame(
                Training.fitAll(data, specs, false),
                specs.stream().map(spec -> Training.fit(data, spec)).toList());
    }

    @Test
    void manyCandidatesCostNoMoreJobsThanTheSlowestOfThem() throws Exception {
        Dataset<Row> data = data();
        Jobs jobs = new Jobs();
        context.sc().addSparkListener(jobs);
        try {
            Training.fit(data, spec(3.0, 1e-3));
            int slowest = jobs.sinceLast();
            List<Attempt> attempts = Training.fitAll(data, grid(), false);
            int passes = attempts.stream().mapToInt(Attempt::passes).max().orElseThrow();
            assertThat(jobs.sinceLast()).isEqualTo(passes + 1).isLessThan(2 * slowest);
            assertThat(attempts)
                    .allSatisfy(attempt -> assertThat(attempt.seconds()).isPositive());
        } finally {
            context.sc().removeSparkListener(jobs);
        }
    }

    @Test
    void warmStartsBeginLowerAndEndNoWorse() {
        Dataset<Row> data = data();
        List<TrainingSpec> fine = new ArrayList<>();
        for (double gamma = 2.0; gamma < 3.0; gamma += 0.2) {
            FocalLoss side = new FocalLoss(gamma);
            fine.add(spec(sums -> new BinaryLoss(side, side, 1, 1), 1e-3));
        }
        List<Attempt> cold = Training.fitAll(data, fine, false);
        List<Attempt> warm = Training.fitAll(data, fine, true);
        for (int i = 0; i < cold.size(); i++) {
            TrainingResult coldResult = cold.get(i).result().orElseThrow();
            TrainingResult warmResult = warm.get(i).result().orElseThrow();
            assertThat(last(warmResult)).isLessThanOrEqualTo(last(coldResult) + TOLERANCE_1E_8);
            assertThat(warmResult.gradientNorm()).isLessThan(Math.max(coldResult.gradientNorm(), TOLERANCE_1E_8));
        }
        // The second waits for the first, and starts lower than from the best constant.
        assertThat(warm.get(1).result().orElseThrow().objectiveHistory()[0])
                .isLessThan(cold.get(1).result().orElseThrow().objectiveHistory()[0]);
    }

    private static double last(TrainingResult result) {
        return result.objectiveHistory()[result.objectiveHistory().length - 1];
    }

    @Test
    void aCandidateThatFailsTakesNoneOfTheOthersDown() {
        Dataset<Row> data = data();
        List<TrainingSpec> specs = new ArrayList<>(grid());
        TrainingSpec.LossChoice noLoss = sums -> {
            throw new IllegalArgumentException("gamma is not to my liking.");
        };
        TrainingSpec.LossChoice brokenLater = sums -> new BinaryLoss(new FocalLoss(9e9), new FocalLoss(9e9), 1, 1);
        specs.add(1, spec(noLoss, 0.0));
        specs.add(2, spec(brokenLater, 0.0));
        List<Attempt> attempts = Training.fitAll(data, specs, false);
        assertThat(attempts.get(1).failure().orElseThrow()).hasMessage("gamma is not to my liking.");
        assertThat(attempts.get(2).failure().orElseThrow()).hasMessageStartingWith("gamma is so large");
        List<Attempt> others = new ArrayList<>(attempts);
        others.remove(2);
        others.remove(1);
        assertSame(others, grid().stream().map(spec -> Training.fit(data, spec)).toList());
    }

    @Test
    void aPassThatFailsEndsAllOfThem() {
        Dataset<Row> data = data();
        Training.withBlocks(data, spec(2.0, 0.0), Optional.empty(), input -> {
            AtomicInteger passes = new AtomicInteger();
            BlockPasses real = Training.passes(input, spec(2.0, 0.0), KernelChoice.SCALAR);
            Lockstep lockstep = new Lockstep(
                    requests -> {
                        if (passes.incrementAndGet() == 3) {
                            throw new IllegalStateException("cancelled");
                        }
                        return real.evaluate(requests);
                    },
                    2,
                    new GridProgress("grid"));
            Map<String, Fit> fits = new LinkedHashMap<>();
            grid().forEach(spec -> fits.put("fit " + fits.size(), Fit.of(spec, input, BlockPasses.NONE)));
            assertThatThrownBy(() -> lockstep.run(fits)).hasMessage("cancelled");
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("focalspark "));
            return 0;
        });
        assertThat(context.getPersistentRDDs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void howManyRunAtOnceDoesNotMatter(int atOnce) {
        Dataset<Row> data = data();
        List<Attempt> attempts = Training.withBlocks(data, spec(2.0, 0.0), Optional.empty(), input -> {
            BlockPasses passes = Training.passes(input, spec(2.0, 0.0), KernelChoice.ofThisJvm());
            Map<String, Fit> fits = new LinkedHashMap<>();
            grid().forEach(spec -> fits.put("fit " + fits.size(), Fit.of(spec, input, BlockPasses.NONE)));
            return new Lockstep(passes::evaluate, atOnce, new GridProgress("grid")).run(fits);
        });
        assertSame(
                attempts, grid().stream().map(spec -> Training.fit(data, spec)).toList());
    }

    @Test
    void foldsAreThoseOfSpark() {
        Dataset<Row> data = data();
        Folds folds = new Folds(3, 11L, Optional.empty(), OptionalDouble.empty());
        List<List<CrossValidation.HeldOut<RowSums>>> scored = run(data, folds);
        Tuple2<RDD<Row>, RDD<Row>>[] splits = MLUtils.kFold(data.toDF().rdd(), 3, 11L, ClassTag.apply(Row.class));
        for (int fold = 0; fold < 3; fold++) {
            assertFold(scored, fold, frame(splits[fold]._1()), frame(splits[fold]._2()));
        }
    }

    @Test
    void aColumnCanSayTheFold() {
        Dataset<Row> data = data().withColumn("fold", functions.expr("int(pmod(hash(features), 4))"));
        Folds folds = new Folds(4, 0L, Optional.of("fold"), OptionalDouble.empty());
        List<List<CrossValidation.HeldOut<RowSums>>> scored = run(data, folds);
        for (int fold = 0; fold < 4; fold++) {
            assertFold(scored, fold, data.filter("fold <> " + fold), data.filter("fold = " + fold));
        }
        Folds tooFew = new Folds(3, 0L, Optional.of("fold"), OptionalDouble.empty());
        assertThatThrownBy(() -> run(data, tooFew))
                .hasStackTraceContaining("Fold number must be in range [0, 3), but got 3.");
        Folds tooMany = new Folds(5, 0L, Optional.of("fold"), OptionalDouble.empty());
        assertThatThrownBy(() -> run(data, tooMany))
                .isInstanceOf(SparkException.class)
                .hasMessageContaining("The validation data at fold 4 is empty.");
    }

    @Test
    void aSingleSplitIsThatOfSpark() {
        Dataset<Row> data = data();
        Folds split = new Folds(1, 5L, Optional.empty(), OptionalDouble.of(0.7));
        Dataset<Row>[] parts = data.randomSplit(new double[] {0.7, 1 - 0.7}, 5L);
        assertFold(run(data, split), 0, parts[0], parts[1]);
    }

    @Test
    void heldOutRowsThatAreDrawnOnceMoreAreNoticed() {
        Folds folds = new Folds(3, 11L, Optional.empty(), OptionalDouble.empty());
        try (FoldedRows rows = FoldedRows.of(data(), folds, any -> true)) {
            CrossValidation.Fitted fitted = CrossValidation.fit(rows, grid(), false);
            fitted.requireSameRows(0, rows.heldOut(0).repartition(3));
            assertThatThrownBy(() -> fitted.requireSameRows(0, rows.heldOut(1)))
                    .isInstanceOf(SparkException.class)
                    .hasMessageContaining("The input has changed during training");
        }
        assertThat(context.getPersistentRDDs()).isEmpty();
    }

    @Test
    void emptyPartitionsAreAnEmptyDatasetAndNoRiddle() {
        Dataset<Row> empty =
                frame(data().toDF().rdd().toJavaRDD().filter(row -> false).rdd());
        assertThatThrownBy(() -> Training.fit(empty, spec(2.0, 0.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty dataset");
        Folds folds = new Folds(2, 0L, Optional.empty(), OptionalDouble.empty());
        assertThatThrownBy(() -> run(empty, folds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty dataset");
    }

    @Test
    void aBadRowInOneFoldIsFoundBeforeAnyFit() {
        List<Row> rows = new ArrayList<>(data().collectAsList());
        rows.add(RowFactory.create(1.0, 1.0, Vectors.dense(1.0)));
        Dataset<Row> bad = SparkSessions.shared().createDataFrame(rows, schema());
        Folds folds = new Folds(3, 11L, Optional.empty(), OptionalDouble.empty());
        assertThatThrownBy(() -> run(bad, folds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Column 'features'");
    }

    @Test
    void rowsThatAreIgnoredCountInTheDraws() {
        Dataset<Row> data = data();
        InputColumns columns =
                new InputColumns("label", "features", Optional.of("weight"), OptionalDouble.of(2.0), false);
        Dataset<Row> withIgnored = data.withColumn("label", functions.expr("if(weight < 0.7, 2, label)"));
        Folds folds = new Folds(2, 11L, Optional.empty(), OptionalDouble.empty());
        List<TrainingSpec> specs = List.of(spec(columns, sums -> loss(2.0), 1e-3));
        List<List<CrossValidation.HeldOut<RowSums>>> scored =
                CrossValidation.run(withIgnored, specs, folds, false, (candidate, result) -> new RowSums());
        Dataset<Row> training =
                frame(MLUtils.kFold(withIgnored.toDF().rdd(), 2, 11L, ClassTag.<Row>apply(Row.class))[0]._1());
        TrainingResult expected = Training.fit(training.filter("label < 2"), spec(2.0, 1e-3));
        assertSame(List.of(scored.get(0).get(0).attempt()), List.of(expected));
    }

    /** As after a shuffle whose results were lost with an executor: the same rows in another order, in other folds. */
    @Test
    void foldsThatAreDrawnAnewBeforeTheScoresAreNoticed() {
        backwards = false;
        Dataset<Row> data = SparkSessions.shared()
                .createDataFrame(
                        context.parallelize(data().collectAsList(), 4).mapPartitions(GridIT::inAnyOrder), schema());
        Folds folds = new Folds(2, 11L, Optional.empty(), OptionalDouble.empty());
        assertThatThrownBy(() -> CrossValidation.run(data, grid(), folds, false, (candidate, result) -> {
                    backwards = true;
                    context.getPersistentRDDs().values().forEach(cached -> cached.unpersist(true));
                    return new RowSums();
                }))
                .isInstanceOf(SparkException.class)
                .hasMessageContaining("The input has changed during training");
    }

    private static Iterator<Row> inAnyOrder(Iterator<Row> partition) {
        List<Row> rows = new ArrayList<>();
        partition.forEachRemaining(rows::add);
        if (backwards) {
            Collections.reverse(rows);
        }
        return rows.iterator();
    }

    private static void assertFold(
            List<List<CrossValidation.HeldOut<RowSums>>> scored, int fold, Dataset<Row> training, Dataset<Row> held) {
        List<TrainingSpec> specs = grid();
        for (int c = 0; c < specs.size(); c++) {
            CrossValidation.HeldOut<RowSums> actual = scored.get(c).get(fold);
            TrainingResult expected = Training.fit(training, specs.get(c));
            assertSame(List.of(actual.attempt()), List.of(expected));
            RowSums sums = new RowSums();
            for (Row row : held.collectAsList()) {
                double[] x = row.<Vector>getAs("features").toArray();
                double margin = expected.intercepts()[0];
                for (int j = 0; j < NUM_FEATURES; j++) {
                    margin += x[j] * expected.coefficients()[j];
                }
                sums.add(new double[] {margin}, new double[] {row.getDouble(0)}, row.getDouble(1));
            }
            RowSums actualSums = actual.sums().orElseThrow();
            assertThat(actualSums.numRows).isEqualTo(sums.numRows).isPositive();
            assertThat(actualSums.margins).isCloseTo(sums.margins, within(1e-6));
            assertThat(actualSums.labels).isCloseTo(sums.labels, within(TOLERANCE_1E_8));
        }
    }

    private static List<List<CrossValidation.HeldOut<RowSums>>> run(Dataset<Row> data, Folds folds) {
        return CrossValidation.run(data, grid(), folds, false, (candidate, result) -> new RowSums());
    }

    private static void assertSame(List<Attempt> attempts, List<TrainingResult> expected) {
        assertThat(attempts).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            TrainingResult actual = attempts.get(i).result().orElseThrow();
            assertThat(actual.coefficients()).containsExactly(expected.get(i).coefficients(), within(TOLERANCE_1E_8));
            assertThat(actual.intercepts()).containsExactly(expected.get(i).intercepts(), within(TOLERANCE_1E_8));
            // Its length may differ by one, where the last decreases are of the size of rounding errors.
            assertThat(last(actual)).isCloseTo(last(expected.get(i)), within(TOLERANCE_1E_8));
        }
    }

    /** Weighted sums of labels and margins. */
    private static final class RowSums implements ScoreSums<RowSums> {
        private static final long serialVersionUID = 1L;

        private long numRows;
        private double margins;
        private double labels;

        @Override
        public void add(double[] rowMargins, double[] rowLabels, double weight) {
            numRows++;
            margins += weight * rowMargins[0];
            labels += weight * rowLabels[0];
        }

        @Override
        public RowSums merge(RowSums other) {
            numRows += other.numRows;
            margins += other.margins;
            labels += other.labels;
            return this;
        }
    }

    private static List<TrainingSpec> grid() {
        List<TrainingSpec> specs = new ArrayList<>();
        for (double gamma : GAMMAS) {
            specs.add(spec(gamma, 1e-3));
        }
        return specs;
    }

    private static BinaryLoss loss(double gamma) {
        return new BinaryLoss(new FocalLoss(gamma), new FocalLoss(gamma), 1, 1 + gamma);
    }

    private static TrainingSpec spec(double gamma, double regParam) {
        return spec(sums -> loss(gamma), regParam);
    }

    private static TrainingSpec spec(TrainingSpec.LossChoice loss, double regParam) {
        InputColumns columns =
                new InputColumns("label", "features", Optional.of("weight"), OptionalDouble.empty(), false);
        return spec(columns, loss, regParam);
    }

    private static TrainingSpec spec(InputColumns columns, TrainingSpec.LossChoice loss, double regParam) {
        return new TrainingSpec(
                "grid",
                columns,
                2,
                loss,
                Optional.of(ClassWeights.equal()),
                new TrainingSpec.LinearModel(
                        true,
                        new TrainingSpec.Penalty(regParam, 0.0, true),
                        CoefficientBounds.none(),
                        Optional.empty()),
                new TrainingSpec.Stopping(100, 1e-9),
                new Execution(0.0, OptionalInt.empty()));
    }

    private static Dataset<Row> data() {
        Random random = new Random(3L);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            double[] x = random.doubles(NUM_FEATURES, -2, 2).toArray();
            double label = random.nextDouble() < 1 / (1 + Math.exp(2 - x[0] + 0.5 * x[1])) ? 1 : 0;
            rows.add(RowFactory.create(label, 0.5 + random.nextDouble(), Vectors.dense(x)));
        }
        return SparkSessions.partitioned(SparkSessions.shared().createDataFrame(rows, schema()), 5);
    }

    private static Dataset<Row> frame(RDD<Row> rows) {
        return SparkSessions.shared().createDataFrame(rows, schema());
    }

    private static StructType schema() {
        return new StructType()
                .add("label", DataTypes.DoubleType)
                .add("weight", DataTypes.DoubleType)
                .add("features", SQLDataTypes.VectorType());
    }

    /** Counts jobs. */
    private static final class Jobs extends SparkListener {
        private final AtomicInteger jobs = new AtomicInteger();

        @Override
        public void onJobStart(SparkListenerJobStart start) {
            jobs.incrementAndGet();
        }

        private int sinceLast() throws Exception {
            SparkSessions.shared().sparkContext().listenerBus().waitUntilEmpty();
            return jobs.getAndSet(0);
        }
    }
}
