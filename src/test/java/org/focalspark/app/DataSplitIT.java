package org.focalspark.app;

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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.testkit.SparkSessions;
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

    private static DataSplit split(List<Row> rows, int partitions, JobConfig.Split.Drawn config) {
        Dataset<Row> input =
                LABEL.addTo(SparkSessions.shared().createDataFrame(rows, SCHEMA).repartition(partitions));
        return DataSplit.drawn(input, LABEL, config);
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

    /** Drawn before there were more than two classes; whoever repeats a job gets the same rows for ever. */
    @Test
    void holdsOutTheSameRowsInEveryVersion() {
        assertThat(ids(split(rows(97, 31), 3, QUARTER).test()))
                .containsExactly(
                        5, 7, 12, 14, 17, 18, 20, 30, 31, 49, 55, 60, 61, 64, 65, 66, 67, 74, 77, 80, 81, 83, 88, 93,
                        98, 101, 105, 116, 117, 120, 122, 124);
    }

    @ParameterizedTest
    @CsvSource({"0.25, 10, 3, 1", "0.01, 1, 1, 1", "0.99, 39, 9, 1"})
    void holdsOutTheShareOfEachOfManyClasses(double share, int often, int seldom, int rarely) {
        Dataset<Row> input = SparkSessions.shared()
                .range(52)
                .selectExpr(
                        "id", "CASE WHEN id < 40 THEN 'often' WHEN id < 50 THEN 'seldom' ELSE 'rarely' END AS size");
        LabelColumn label = LabelColumn.of(new JobConfig.Label.Multiclass("size", List.of()), input, "The input");
        DataSplit split = DataSplit.drawn(label.addTo(input), label, new JobConfig.Split.Drawn(share, 42L));

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

    @Test
    void refusesAClassWithOneRow() {
        assertThatThrownBy(() -> split(rows(10, 1), 2, QUARTER))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Training and test both need a positive row, but the input has only 1.");
    }

    @Test
    void aColumnDecides() {
        Dataset<Row> input = LABEL.addTo(SparkSessions.shared().createDataFrame(rows(4, 2), SCHEMA));
        DataSplit split =
                DataSplit.byColumn(input, new JobConfig.Split.ByColumn("id.of row", List.of("0", "4.0"), List.of("5")));

        assertThat(ids(split.train())).containsExactly(0, 4);
        assertThat(ids(split.test())).containsExactly(5);
    }
}
