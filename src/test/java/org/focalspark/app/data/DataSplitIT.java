package org.focalspark.app.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class DataSplitIT {
    private static final StructType SCHEMA = new StructType()
            .add("id.of row", DataTypes.IntegerType)
            .add("vector", SQLDataTypes.VectorType())
            .add("map", DataTypes.createMapType(DataTypes.StringType, DataTypes.IntegerType))
            .add("empty", DataTypes.StringType)
            .add("damage", DataTypes.StringType);

    private static final JobConfig.Split.Drawn QUARTER = new JobConfig.Split.Drawn(0.25, 42L);
    private static final LabelColumn LABEL = new BinaryLabel(new JobConfig.Label.Binary("damage", "yes"));

    private static List<Row> rows(int negatives, int positives) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < negatives + positives; i++) {
            rows.add(RowFactory.create(
                    i, Vectors.dense(i, -i), Collections.singletonMap("k", i), null, i < negatives ? "no" : "yes"));
        }
        return rows;
    }

    private final Caches caches = new Caches();

    @AfterEach
    void close() {
        caches.close();
    }

    private DataSplit split(List<Row> rows, int partitions, JobConfig.Split.Drawn config) {
        Dataset<Row> input =
                LABEL.addTo(SparkSessions.shared().createDataFrame(rows, SCHEMA).repartition(partitions));
        return DataSplit.drawn(input, LABEL, config, caches);
    }

    /** Spark does not know the size of an RDD, and assumes the largest one. */
    @Test
    void rowsOfUnknownSizeHaveNoMorePartitionsThanAShuffle() {
        SparkSession spark = SparkSessions.shared();
        Dataset<Row> input = spark.createDataFrame(
                spark.createDataFrame(rows(30, 10), SCHEMA).toJavaRDD(), SCHEMA);
        assertThat(input.queryExecution().optimizedPlan().stats().sizeInBytes().bitLength())
                .isGreaterThan(60);

        DataSplit split = DataSplit.drawn(LABEL.addTo(input), LABEL, QUARTER, caches);

        int ofShuffles = Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
        assertThat(split.train().rdd().getNumPartitions()).isLessThanOrEqualTo(ofShuffles);
    }

    private static ClassCounts counts(long... rows) {
        return new ClassCounts(Arrays.stream(rows).boxed().toList(), 0);
    }

    private static List<Integer> ids(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(row -> row.getInt(0)).sorted().toList();
    }

    @ParameterizedTest
    @CsvSource({"97, 31, 0.25, 24, 8", "4, 2, 0.01, 1, 1", "4, 2, 0.99, 3, 1"})
    void holdsOutTheShareOfEachClass(int negatives, int positives, double share, int heldNegatives, int heldPositives) {
        DataSplit split = split(rows(negatives, positives), 3, new JobConfig.Split.Drawn(share, 1L));

        assertThat(ClassCounts.of(split.test(), 2)).isEqualTo(counts(heldNegatives, heldPositives));
        assertThat(ClassCounts.of(split.train(), 2))
                .isEqualTo(counts(negatives - heldNegatives, positives - heldPositives));
    }

    @Test
    void everyRowIsOnOneSide() {
        DataSplit split = split(rows(97, 31), 3, QUARTER);
        List<Integer> all = new ArrayList<>(ids(split.train()));
        all.addAll(ids(split.test()));

        assertThat(all).hasSize(128).doesNotHaveDuplicates();
        assertThat(split.train().columns())
                .containsExactly("id.of row", "vector", "map", "empty", "damage", LabelColumn.NAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 40})
    void doesNotDependOnPartitionsAndOrder(int partitions) {
        List<Row> shuffled = rows(97, 31);
        Collections.shuffle(shuffled, new Random(partitions));

        assertThat(ids(split(shuffled, partitions, QUARTER).test()))
                .isEqualTo(ids(split(rows(97, 31), 3, QUARTER).test()));
    }

    /** Whoever repeats a job gets the same rows. Expected values: src/test/reference/drawn_split.py. */
    @Test
    void holdsOutTheSameRowsInEveryVersion() {
        assertThat(ids(split(rows(97, 31), 3, QUARTER).test()))
                .containsExactly(
                        7, 13, 15, 16, 17, 21, 28, 33, 34, 37, 41, 42, 47, 52, 54, 57, 63, 67, 76, 77, 81, 84, 85, 88,
                        97, 104, 106, 108, 114, 115, 120, 122);
    }

    @ParameterizedTest
    @CsvSource({"0.25, 10, 3, 1", "0.01, 1, 1, 1", "0.99, 39, 9, 1"})
    void holdsOutTheShareOfEachOfManyClasses(double share, int often, int seldom, int rarely) {
        Dataset<Row> input = SparkSessions.shared()
                .range(52)
                .selectExpr(
                        "id", "CASE WHEN id < 40 THEN 'often' WHEN id < 50 THEN 'seldom' ELSE 'rarely' END AS size");
        LabelColumn label = LabelColumn.of(new JobConfig.Label.Multiclass("size", List.of()), input, "The input");
        DataSplit split = DataSplit.drawn(label.addTo(input), label, new JobConfig.Split.Drawn(share, 42L), caches);

        assertThat(ClassCounts.of(split.test(), 3)).isEqualTo(counts(often, seldom, rarely));
        assertThat(ClassCounts.of(split.train(), 3)).isEqualTo(counts(40 - often, 10 - seldom, 2 - rarely));
        assertThat(split.train().union(split.test()).select("id").distinct().count())
                .isEqualTo(52);
    }

    @Test
    void dependsOnTheSeed() {
        assertThat(ids(split(rows(97, 31), 3, new JobConfig.Split.Drawn(0.25, 43L))
                        .test()))
                .isNotEqualTo(ids(split(rows(97, 31), 3, QUARTER).test()));
    }

    @Test
    void equalRowsAreSplitLikeOthers() {
        List<Row> rows = new ArrayList<>(Collections.nCopies(40, rows(1, 0).get(0)));
        rows.addAll(Collections.nCopies(8, rows(0, 1).get(0)));

        assertThat(ClassCounts.of(split(rows, 5, QUARTER).test(), 2)).isEqualTo(counts(10, 2));
    }

    /** 20 kinds of 40 equal rows: a kind is on both sides but for a chance of 2 * 0.75^40 = 2e-5. */
    @Test
    void equalRowsAreDrawnIndependently() {
        List<Row> rows = new ArrayList<>();
        for (Row kind : rows(19, 1)) {
            rows.addAll(Collections.nCopies(40, kind));
        }
        Collections.shuffle(rows, new Random(1));
        DataSplit split = split(rows, 4, QUARTER);
        List<Integer> heldOut = ids(split.test());

        assertThat(heldOut.stream().distinct()).hasSize(20);
        assertThat(ids(split.train()).stream().distinct()).hasSize(20);
        Collections.shuffle(rows, new Random(2));
        assertThat(ids(split(rows, 7, QUARTER).test())).isEqualTo(heldOut);
    }

    /** Spark's hash skips nulls: without positions ("a", null) and (null, "a") were equal rows. */
    @Test
    void rowsThatDifferByWhereTheyAreNullAreNotEqual() {
        StructType schema = new StructType()
                .add("one", DataTypes.StringType)
                .add("other", DataTypes.createArrayType(DataTypes.StringType))
                .add("damage", DataTypes.StringType);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String text = i % 3 == 0 ? "a" : null;
            String[] texts = i % 3 == 1 ? new String[] {"a", null} : new String[] {null, "a"};
            rows.add(RowFactory.create(text, i % 3 == 0 ? null : texts, i < 30 ? "no" : "yes"));
        }
        List<String> first = shownTest(rows, schema);
        Collections.reverse(rows);

        assertThat(shownTest(rows, schema)).isEqualTo(first);
    }

    private List<String> shownTest(List<Row> rows, StructType schema) {
        Dataset<Row> input =
                LABEL.addTo(SparkSessions.shared().createDataFrame(rows, schema).repartition(1));
        return DataSplit.drawn(input, LABEL, QUARTER, caches).test().collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    /** Every execution of the input returns other rows; both sets come from one execution. */
    @Test
    void aRowThatChangesBetweenExecutionsIsOnOneSide() {
        Dataset<Row> input = SparkSessions.shared()
                .range(2000)
                .selectExpr("id", "rand() AS noise", "IF(id % 4 = 0, 'yes', 'no') AS damage")
                .repartition(5);
        DataSplit split = DataSplit.drawn(LABEL.addTo(input), LABEL, QUARTER, caches);

        assertThat(ClassCounts.of(split.test(), 2)).isEqualTo(counts(375, 125));
        assertThat(split.train().union(split.test()).select("id").distinct().count())
                .isEqualTo(2000);
        assertThat(split.test().collectAsList()).isEqualTo(split.test().collectAsList());
    }

    @Test
    void refusesAClassWithOneRow() {
        assertThatThrownBy(() -> split(rows(10, 1), 2, QUARTER))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(
                        "Training and test both need a positive row, but the input has only one. Leave out such rows, or say by"
                                + " split.column or split.test-input which rows are held out.");
    }

    @Test
    void namesEveryClassWithOneRow() {
        Dataset<Row> input =
                SparkSessions.shared().range(12).selectExpr("id", "IF(id < 10, 'often', CONCAT('once ', id)) AS size");
        LabelColumn label = LabelColumn.of(new JobConfig.Label.Multiclass("size", List.of()), input, "The input");

        assertThatThrownBy(() -> DataSplit.drawn(label.addTo(input), label, QUARTER, caches))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(
                        "Training and test both need a row of class 'once 10', a row of class 'once 11', but the input"
                                + " has only one of each. Leave out such rows, or say by split.column or split.test-input which"
                                + " rows are held out.");
    }

    @Test
    void noRowIsOnBothSidesOfAColumn() {
        Dataset<Row> input = LABEL.addTo(SparkSessions.shared().createDataFrame(rows(4, 2), SCHEMA));

        assertThatThrownBy(() -> DataSplit.byColumn(
                        input,
                        new JobConfig.Split.ByColumn("id.of row", List.of("0", "4"), List.of("4.0", "5")),
                        caches))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("split.train and split.test must name different values of column 'id.of row', but were"
                        + " [0, 4] and [4.0, 5].");
    }

    @Test
    void aColumnDecides() {
        Dataset<Row> input = LABEL.addTo(SparkSessions.shared().createDataFrame(rows(4, 2), SCHEMA));
        DataSplit split = DataSplit.byColumn(
                input, new JobConfig.Split.ByColumn("id.of row", List.of("0", "4.0"), List.of("5")), caches);

        assertThat(ids(split.train())).containsExactly(0, 4);
        assertThat(ids(split.test())).containsExactly(5);
    }
}
