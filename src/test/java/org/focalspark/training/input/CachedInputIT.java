package org.focalspark.training.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.testkit.DrawnRows;
import org.focalspark.testkit.LogCapture;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Test;

/** A fit that caches its blocks beside a cached input can say so. */
class CachedInputIT {
    private final Dataset<Row> rows = DrawnRows.of(SparkSessions.shared(), DrawnRows.Kind.DENSE, 50, 1000, 4)
            .select("label", "features");

    @Test
    void aPlainInputIsNotCached() {
        assertThat(of(rows.repartition(3))).isEqualTo(new CachedInput(0, 0L, 0L));
        assertThat(of(rows).line(new CachedInput(1, 10L, 0L))).isEmpty();
    }

    @Test
    void aCachedTableIsFoundUnderTheStagesAfterIt() {
        Dataset<Row> cached = rows.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            assertThat(of(rows).count()).isEqualTo(1); // read so far or not
            cached.count();
            Dataset<Row> later = cached.filter("label > 0").repartition(3).selectExpr("label + 1 AS label", "features");
            CachedInput found = of(later);
            assertThat(found.count()).isEqualTo(1);
            assertThat(found.memoryBytes()).isGreaterThan(1000L * 50 * Double.BYTES);
            assertThat(found.line(new CachedInput(1, 3L << 20, 1L << 20)))
                    .hasValueSatisfying(line -> assertThat(line)
                            .matches("take 3\\.0 MiB and 1\\.0 MiB on disk; the cached input takes 0\\.\\d MiB"));
        } finally {
            cached.unpersist(true);
        }
    }

    @Test
    void cachedRddsAreFoundOnceEach() {
        JavaRDD<Row> first = rows.javaRDD().persist(StorageLevel.DISK_ONLY());
        JavaRDD<Row> second = rows.limit(10).javaRDD().cache();
        try {
            Dataset<Row> frame = SparkSessions.shared().createDataFrame(first, rows.schema());
            Dataset<Row> all = frame.union(frame).union(SparkSessions.shared().createDataFrame(second, rows.schema()));
            all.count();
            CachedInput found = of(all);
            assertThat(found.count()).isEqualTo(2);
            assertThat(found.diskBytes()).isGreaterThan(1000L * 50 * Double.BYTES);
            assertThat(found.memoryBytes()).isPositive();
        } finally {
            first.unpersist(true);
            second.unpersist(true);
        }
    }

    @Test
    void aFitSaysOnceWhatBothCopiesTake() {
        Dataset<Row> cached = rows.persist(StorageLevel.MEMORY_AND_DISK());
        try (LogCapture log = new LogCapture(BlockedInput.class.getName())) {
            new FocalLogisticRegression("both").setMaxIter(2).fit(cached);
            assertThat(log.lines()).hasSize(1);
            assertThat(log.lines().get(0))
                    .matches("both: training blocks take 0\\.[1-9] MiB; the cached input takes 0\\.[1-9] MiB\\.");
        } finally {
            cached.unpersist(true);
        }
    }

    private static CachedInput of(Dataset<Row> input) {
        return CachedInput.of(input.javaRDD().rdd());
    }
}
