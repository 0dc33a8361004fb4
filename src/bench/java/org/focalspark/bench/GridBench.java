package org.focalspark.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.tuning.FocalCrossValidator;

/**
 * Eight candidates (two of small data) on three folds of a cached input: Spark's CrossValidator over eight regParams of LogisticRegression, with
 * parallelism 1 and 2, beside FocalCrossValidator over eight gammas, and over the same eight regParams at gamma 0, whose mean
 * metrics must be Spark's. {@code ./mvnw -f src/bench -Dbench.class=GridBench}
 */
public final class GridBench {
    private static final double[] GAMMAS = {0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0};
    private static final double ABS_1E_4 = 1e-4;

    private final List<Entry> entries = new ArrayList<>();
    private final int numCandidates;

    /** One way to do it. */
    private record Entry(String name, Supplier<double[]> fit, List<Double> seconds, List<double[]> metrics) {
        Entry(String name, Supplier<double[]> fit) {
            this(name, fit, new ArrayList<>(), new ArrayList<>());
        }

        void run() {
            long start = System.nanoTime();
            metrics.add(fit.get());
            seconds.add((System.nanoTime() - start) / 1e9);
        }

        double median() {
            return FitBench.median(seconds.stream()
                    .skip(seconds.size() > 1 ? 1 : 0)
                    .mapToDouble(s -> s)
                    .toArray());
        }
    }

    private GridBench(Dataset<Row> data, boolean small) {
        this.numCandidates = small ? 2 : GAMMAS.length;
        entries.add(new Entry(
                "Spark's CrossValidator, " + numCandidates + " regParams, parallelism 1", () -> sparks(data, 1)));
        entries.add(new Entry(
                "Spark's CrossValidator, " + numCandidates + " regParams, parallelism 2", () -> sparks(data, 2)));
        entries.add(new Entry("FocalCrossValidator, " + numCandidates + " gammas", () -> gammas(data)));
        entries.add(new Entry(
                "FocalCrossValidator, gamma 0, the same " + numCandidates + " regParams", () -> regParams(data)));
    }

    /**
     * Runs the benchmark.
     *
     * @param args none; the properties bench (small or full) and bench.repeats
     */
    public static void main(String[] args) {
        boolean small = System.getProperty("bench", "full").equals("small");
        SparkSession spark = SparkSession.builder().appName("focalspark-grid").getOrCreate();
        try {
            BenchData shape = BenchData.all(small).get(1);
            Path folder = Path.of("target", "bench", shape.folder());
            if (!Files.exists(folder.resolve("_SUCCESS"))) {
                shape.generate(spark).write().mode("overwrite").parquet(folder.toString());
            }
            Dataset<Row> cached = spark.read().parquet(folder.toString()).persist(StorageLevel.MEMORY_AND_DISK());
            cached.count();
            new GridBench(cached, small).run(shape.name(), small ? 0 : Integer.getInteger("bench.repeats", 5));
        } finally {
            spark.stop();
        }
    }

    /** In turns, the first of which is for the compiler. */
    private void run(String name, int repeats) {
        for (int i = 0; i <= repeats; i++) {
            entries.forEach(Entry::run);
        }
        System.out.printf(Locale.ROOT, "%n## %d candidates x 3 folds, %s%n%n| | s |%n|---|---|%n", numCandidates, name);
        entries.forEach(entry -> System.out.printf(Locale.ROOT, "| %s | %.2f |%n", entry.name(), entry.median()));
        double sparks = Math.min(entries.get(0).median(), entries.get(1).median());
        System.out.printf(
                Locale.ROOT,
                "| **ratios** | gammas %.1fx, the same regParams %.1fx |%n",
                sparks / entries.get(2).median(),
                sparks / entries.get(3).median());
        double[] expected = entries.get(0).metrics().get(0);
        double[] actual = entries.get(3).metrics().get(0);
        for (int c = 0; c < numCandidates; c++) {
            if (!(Math.abs(expected[c] - actual[c]) <= ABS_1E_4)) { // Spark's areas are of a thousand bins
                throw new IllegalStateException(
                        "Candidate " + c + " has the mean metric " + actual[c] + ", Spark's has " + expected[c] + ".");
            }
        }
    }

    private double[] sparks(Dataset<Row> data, int parallelism) {
        LogisticRegression estimator = new LogisticRegression();
        return new CrossValidator()
                .setEstimator(estimator)
                .setEstimatorParamMaps(new ParamGridBuilder()
                        .addGrid(estimator.regParam(), strengths())
                        .build())
                .setEvaluator(new BinaryClassificationEvaluator())
                .setParallelism(parallelism)
                .fit(data)
                .avgMetrics();
    }

    private double[] gammas(Dataset<Row> data) {
        FocalLogisticRegression estimator = new FocalLogisticRegression();
        return focal(
                data,
                estimator,
                new ParamGridBuilder()
                        .addGrid(estimator.gamma(), Arrays.copyOf(GAMMAS, numCandidates))
                        .build());
    }

    private double[] regParams(Dataset<Row> data) {
        FocalLogisticRegression estimator = new FocalLogisticRegression().setGamma(0.0);
        return focal(
                data,
                estimator,
                new ParamGridBuilder()
                        .addGrid(estimator.regParam(), strengths())
                        .build());
    }

    private static double[] focal(Dataset<Row> data, FocalLogisticRegression estimator, ParamMap[] maps) {
        return new FocalCrossValidator()
                .setEstimator(estimator)
                .setEstimatorParamMaps(maps)
                .setEvaluator(new BinaryClassificationEvaluator())
                .fit(data)
                .avgMetrics();
    }

    /** From 1e-4 to 1e-1, evenly by their logarithm. */
    private double[] strengths() {
        double[] strengths = new double[numCandidates];
        for (int i = 0; i < numCandidates; i++) {
            strengths[i] = Math.pow(10.0, -4.0 + 3.0 * i / (numCandidates - 1));
        }
        return strengths;
    }
}
