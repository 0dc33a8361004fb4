package org.focalspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.focalspark.training.GridExample.TOLERANCE_1E_8;
import static org.focalspark.training.GridExample.assertSame;
import static org.focalspark.training.GridExample.data;
import static org.focalspark.training.GridExample.frame;
import static org.focalspark.training.GridExample.grid;
import static org.focalspark.training.GridExample.loss;
import static org.focalspark.training.GridExample.schema;
import static org.focalspark.training.GridExample.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.mllib.util.MLUtils;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.focalspark.testkit.SparkSessions;
import org.focalspark.training.input.FoldedRows;
import org.focalspark.training.input.Folds;
import org.focalspark.training.input.InputColumns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.reflect.ClassTag;

/** Checks that folds equal Spark's and that each model equals a fit on its training rows and scores the others. */
@Tag("once")
class CrossValidationIT {
    private static volatile boolean backwards;

    private final JavaSparkContext context =
            JavaSparkContext.fromSparkContext(SparkSessions.shared().sparkContext());

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

    /** Recomputes the rows in another order, hence in other folds, as after the loss of an executor's shuffle files. */
    @Test
    void foldsThatAreDrawnAnewBeforeTheScoresAreNoticed() {
        backwards = false;
        Dataset<Row> data = SparkSessions.shared()
                .createDataFrame(
                        context.parallelize(data().collectAsList(), 4).mapPartitions(CrossValidationIT::inAnyOrder),
                        schema());
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
                for (int j = 0; j < GridExample.NUM_FEATURES; j++) {
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
}
