package org.focalspark.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;

/**
 * Whole fits beside Spark's LogisticRegression, in one JVM, taking turns: {@code ./mvnw -f src/bench}. Prints a table per data
 * set; fails if the two do not reach the same objective at gamma 0. Fits stop by the default tol: with 0, the line search
 * would look for what rounding hides, in one of the two more often than in the other.
 */
public final class FitBench {
    private static final double REL_1E_8 = 1e-8;
    private static final double REG_PARAM = 1e-4;

    private final SparkSession spark;
    private final JobClock clock = new JobClock();
    private final int repeats;
    private final int maxIter;
    private final double bandwidth;

    /** What one fit took. */
    private record Run(double seconds, double passMillis, int numPasses, long cachedBytes, double objective) {}

    private FitBench(SparkSession spark, boolean small) throws Exception {
        this.spark = spark;
        this.repeats = small ? 0 : Integer.getInteger("bench.repeats", 5);
        this.maxIter = small ? 5 : 20;
        this.bandwidth = ReadBandwidth.measure();
        System.out.printf(Locale.ROOT, "This machine reads %.1f GB/s.%n", bandwidth / 1e9);
        spark.sparkContext().addSparkListener(clock);
    }

    /**
     * Runs the benchmark.
     *
     * @param args none; the properties bench (small or full), bench.only (part of a name), bench.repeats
     */
    public static void main(String[] args) throws Exception {
        boolean small = System.getProperty("bench", "full").equals("small");
        String only = System.getProperty("bench.only", "");
        SparkSession spark = SparkSession.builder().appName("focalspark-bench").getOrCreate();
        try {
            FitBench bench = new FitBench(spark, small);
            for (BenchData data : BenchData.all(small)) {
                if (data.name().contains(only)) {
                    bench.run(data);
                }
            }
        } finally {
            spark.stop();
        }
    }

    private void run(BenchData data) throws Exception {
        Path folder = Path.of("target", "bench", data.folder());
        if (!Files.exists(folder.resolve("_SUCCESS"))) {
            data.generate(spark).write().mode("overwrite").parquet(folder.toString());
        }
        Dataset<Row> file = spark.read().parquet(folder.toString());
        System.out.printf(Locale.ROOT, "%n## %s%n%n", data.name());
        System.out.println("| input | fit | whole fit, s | a pass, ms | passes | cached, MB | objective |");
        System.out.println("|---|---|---|---|---|---|---|");
        compare("Parquet", file);
        Dataset<Row> cached = file.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            cached.count();
            compare("cached", cached);
        } finally {
            cached.unpersist(true);
        }
    }

    private void compare(String input, Dataset<Row> data) throws Exception {
        List<Supplier<Supplier<Double>>> fits =
                List.of(() -> sparks(data), () -> ours(data, 0.0), () -> ours(data, 2.0));
        List<List<Run>> runs = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i <= repeats; i++) { // the first is for the compiler
            for (int k = 0; k < fits.size(); k++) {
                Run run = time(fits.get(k));
                if (i > 0 || repeats == 0) {
                    runs.get(k).add(run);
                }
            }
        }
        Run sparks = print(input, "Spark LogisticRegression", runs.get(0));
        Run ours = print(input, "gamma 0", runs.get(1));
        Run focal = print(input, "gamma 2", runs.get(2));
        System.out.printf(
                Locale.ROOT,
                "| %s | **ratios** | %.2fx | %.2fx; gamma 2 costs %.2fx of gamma 0; %.0f %% of the read bandwidth | | %.2fx | |%n",
                input,
                sparks.seconds() / ours.seconds(),
                sparks.passMillis() / ours.passMillis(),
                focal.passMillis() / ours.passMillis(),
                100.0 * ours.cachedBytes() / (ours.passMillis() / 1e3) / bandwidth,
                (double) ours.cachedBytes() / sparks.cachedBytes());
        if (!(Math.abs(ours.objective() - sparks.objective()) <= REL_1E_8 * sparks.objective())) {
            throw new IllegalStateException("The objectives differ: " + sparks + ", " + ours);
        }
    }

    /** The fit, and then its objective, which is not timed: our summary reads the data when it is asked for. */
    private Supplier<Double> sparks(Dataset<Row> data) {
        LogisticRegressionModel model = new LogisticRegression()
                .setMaxIter(maxIter)
                .setRegParam(REG_PARAM)
                .fit(data);
        return () -> last(model.summary().objectiveHistory());
    }

    private Supplier<Double> ours(Dataset<Row> data, double gamma) {
        FocalLogisticRegressionModel model = new FocalLogisticRegression()
                .setGamma(gamma)
                .setMaxIter(maxIter)
                .setRegParam(REG_PARAM)
                .fit(data);
        return () -> last(model.summary().objectiveHistory());
    }

    private static double last(double[] history) {
        return history[history.length - 1];
    }

    private Run time(Supplier<Supplier<Double>> fit) throws Exception {
        spark.sparkContext().listenerBus().waitUntilEmpty();
        clock.reset();
        long start = System.nanoTime();
        Supplier<Double> objective = fit.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        spark.sparkContext().listenerBus().waitUntilEmpty();
        double[] passes =
                clock.passMillis().stream().mapToDouble(Long::doubleValue).toArray();
        long cachedBytes = clock.cachedBytes();
        return new Run(seconds, median(passes), passes.length, cachedBytes, objective.get());
    }

    private static Run print(String input, String fit, List<Run> runs) {
        Run middle = new Run(
                median(runs.stream().mapToDouble(Run::seconds).toArray()),
                median(runs.stream().mapToDouble(Run::passMillis).toArray()),
                runs.get(0).numPasses(),
                runs.get(0).cachedBytes(),
                runs.get(0).objective());
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.2f | %.1f | %d | %.0f | %.12g |%n",
                input,
                fit,
                middle.seconds(),
                middle.passMillis(),
                middle.numPasses(),
                middle.cachedBytes() / 1e6,
                middle.objective());
        return middle;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : n % 2 == 1 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
    }
}
