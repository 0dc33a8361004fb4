package org.focalspark.bench;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.focalspark.classification.FocalLogisticRegression;

/**
 * How passes and cached bytes grow with rows and with features: {@code ./mvnw -f src/bench -Dbench.class=GrowthBench}. Linear growth
 * shows as equal numbers of nanoseconds and bytes per row while the rows grow; dense ones grow with the features.
 */
public final class GrowthBench {
    private static final List<Integer> FACTORS = List.of(1, 2, 4, 8);

    private final SparkSession spark;
    private final JobClock clock = new JobClock();
    private final int maxIter;

    private GrowthBench(SparkSession spark, boolean small) {
        this.spark = spark;
        this.maxIter = small ? 3 : 20;
        spark.sparkContext().addSparkListener(clock);
    }

    /**
     * Runs the benchmark.
     *
     * @param args none; the properties bench (small or full), bench.only (part of a name)
     */
    public static void main(String[] args) throws Exception {
        boolean small = System.getProperty("bench", "full").equals("small");
        String only = System.getProperty("bench.only", "");
        SparkSession spark = SparkSession.builder().appName("focalspark-growth").getOrCreate();
        try {
            GrowthBench bench = new GrowthBench(spark, small);
            for (BenchData data : smallest(small ? 500 : 1)) {
                if (data.name().contains(only)) {
                    bench.run(data);
                }
            }
        } finally {
            spark.stop();
        }
    }

    private static List<BenchData> smallest(int divisor) {
        return List.of(
                new BenchData("dense", 500_000 / divisor, 25, 2, BenchData.Shape.DENSE),
                new BenchData("dense, float-exact", 500_000 / divisor, 25, 2, BenchData.Shape.DENSE_FLOAT),
                new BenchData("one-hot, 40 a row", 250_000 / divisor, 100_000 / divisor, 2, BenchData.Shape.ONE_HOT),
                new BenchData("sparse, 40 a row", 250_000 / divisor, 100_000 / divisor, 2, BenchData.Shape.SPARSE),
                new BenchData("10 classes, dense", 100_000 / divisor, 25, 10, BenchData.Shape.DENSE));
    }

    private void run(BenchData smallest) throws Exception {
        System.out.printf(Locale.ROOT, "%n## %s%n%n", smallest.name());
        System.out.println("| rows | features | a pass, ms | ns a row | cached bytes a row |");
        System.out.println("|---|---|---|---|---|");
        fit(smallest, 1, 1); // for the compiler
        for (int factor : FACTORS) {
            print(smallest, factor, 1);
        }
        for (int factor : FACTORS.subList(1, FACTORS.size())) {
            print(smallest, 1, factor);
        }
    }

    private void print(BenchData smallest, int moreRows, int moreFeatures) throws Exception {
        BenchData data = fit(smallest, moreRows, moreFeatures);
        double millis = FitBench.median(
                clock.passMillis().stream().mapToDouble(Long::doubleValue).toArray());
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,d | %.1f | %.1f | %.1f |%n",
                data.numRows(),
                data.numFeatures(),
                millis,
                1e6 * millis / data.numRows(),
                (double) clock.cachedBytes() / data.numRows());
    }

    /** Straight from the generator: only the scan, which is not shown, waits for it. */
    private BenchData fit(BenchData smallest, int moreRows, int moreFeatures) throws Exception {
        BenchData data = new BenchData(
                smallest.name(),
                moreRows * smallest.numRows(),
                moreFeatures * smallest.numFeatures(),
                smallest.numClasses(),
                smallest.shape());
        Dataset<Row> rows = data.generate(spark);
        spark.sparkContext().listenerBus().waitUntilEmpty();
        clock.reset();
        new FocalLogisticRegression()
                .setMaxIter(maxIter)
                .setTol(0.0) // more passes to take the median of, past the optimum, too
                .setRegParam(1e-4)
                .fit(rows);
        spark.sparkContext().listenerBus().waitUntilEmpty();
        return data;
    }
}
