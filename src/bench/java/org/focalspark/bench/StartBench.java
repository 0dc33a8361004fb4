package org.focalspark.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.focalspark.FocalLogisticRegression;
import org.focalspark.FocalLogisticRegressionModel;

/**
 * How many passes a fit takes from where it starts by itself, from zero and from the log-odds of the classes, by loss and gamma:
 * {@code ./mvnw -Pbench -Dbench.class=StartBench}. Counts of passes do not depend on the machine.
 */
public final class StartBench {
    private static final double RARE = 0.1;
    private static final long SEED = 17L;

    private final SparkSession spark;
    private final JobClock clock = new JobClock();

    private StartBench(SparkSession spark) {
        this.spark = spark;
        spark.sparkContext().addSparkListener(clock);
    }

    /**
     * Runs the benchmark.
     *
     * @param args none; the property bench (small or full)
     */
    public static void main(String[] args) throws Exception {
        int divisor = System.getProperty("bench", "full").equals("small") ? 50 : 1;
        SparkSession spark = SparkSession.builder().appName("focalspark-start").getOrCreate();
        try {
            StartBench bench = new StartBench(spark);
            BenchData two = new BenchData("two classes", 200_000 / divisor, 20, 2, BenchData.Shape.DENSE);
            Dataset<Row> rare = two.generate(spark).filter("label = 0 or rand(" + SEED + ") < " + RARE);
            bench.run("two classes", rare, binary());
            BenchData five = new BenchData("five classes", 100_000 / divisor, 20, 5, BenchData.Shape.DENSE);
            Dataset<Row> skewed = five.generate(spark).filter("label < 2 or rand(" + SEED + ") < " + RARE);
            bench.run("five classes", skewed, multiclass());
        } finally {
            spark.stop();
        }
    }

    private static Map<String, UnaryOperator<FocalLogisticRegression>> binary() {
        Map<String, UnaryOperator<FocalLogisticRegression>> losses = new LinkedHashMap<>();
        for (double gamma : new double[] {0.0, 0.5, 1.0, 2.0, 3.0, 5.0}) {
            losses.put("focal, gamma " + gamma, fit -> fit.setGamma(gamma));
        }
        losses.put("convexFocal, gamma 2", fit -> fit.setGamma(2.0).setLoss("convexFocal"));
        losses.put("poly1Focal, gamma 2", fit -> fit.setGamma(2.0).setLoss("poly1Focal"));
        losses.put("reducedThreshold 0.5, gamma 2", fit -> fit.setGamma(2.0).setReducedThreshold(0.5));
        losses.put("normalized, gamma 2", fit -> fit.setGamma(2.0).setNormalized(true));
        losses.put("labelSmoothing 0.1, gamma 2", fit -> fit.setGamma(2.0).setLabelSmoothing(0.1));
        losses.put("alpha 0.75, gamma 2", fit -> fit.setGamma(2.0).setAlpha(0.75));
        return losses;
    }

    private static Map<String, UnaryOperator<FocalLogisticRegression>> multiclass() {
        Map<String, UnaryOperator<FocalLogisticRegression>> losses = new LinkedHashMap<>();
        for (String family : List.of("multinomial", "ovr")) {
            for (double gamma : new double[] {0.0, 1.0, 2.0, 5.0}) {
                losses.put(
                        family + ", gamma " + gamma, fit -> fit.setGamma(gamma).setFamily(family));
            }
        }
        return losses;
    }

    private void run(String name, Dataset<Row> rows, Map<String, UnaryOperator<FocalLogisticRegression>> losses)
            throws Exception {
        Dataset<Row> data = rows.cache();
        System.out.printf(
                Locale.ROOT,
                "%n## %s: %s%n%n| loss | passes (iterations) by itself | from zero | from the log-odds | largest difference of the objectives |%n"
                        + "|---|---|---|---|---|%n",
                name,
                data.groupBy("label").count().orderBy("label").collectAsList());
        for (Map.Entry<String, UnaryOperator<FocalLogisticRegression>> loss : losses.entrySet()) {
            String family = loss.getValue().apply(new FocalLogisticRegression()).getFamily();
            FocalLogisticRegression constant = new FocalLogisticRegression()
                    .setFamily(family)
                    .setGamma(0.0)
                    .setMaxIter(0);
            FocalLogisticRegressionModel logOdds = constant.fit(data);
            FocalLogisticRegressionModel zero =
                    constant.setClassWeightMode("balanced").fit(data);
            List<Double> objectives = new ArrayList<>();
            String own = passes(data, loss.getValue().apply(new FocalLogisticRegression()), objectives);
            String fromZero = passes(
                    data, loss.getValue().apply(new FocalLogisticRegression().setInitialModel(zero)), objectives);
            String fromLogOdds = passes(
                    data, loss.getValue().apply(new FocalLogisticRegression().setInitialModel(logOdds)), objectives);
            double least = objectives.stream().mapToDouble(d -> d).min().orElseThrow();
            double most = objectives.stream().mapToDouble(d -> d).max().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %.1e |%n",
                    loss.getKey(),
                    own,
                    fromZero,
                    fromLogOdds,
                    (most - least) / least);
        }
        data.unpersist(true);
    }

    private String passes(Dataset<Row> data, FocalLogisticRegression estimator, List<Double> objectives)
            throws Exception {
        spark.sparkContext().listenerBus().waitUntilEmpty();
        clock.reset();
        FocalLogisticRegressionModel model =
                estimator.setRegParam(1e-4).setMaxIter(200).fit(data);
        spark.sparkContext().listenerBus().waitUntilEmpty();
        int numPasses = clock.passMillis().size();
        double[] history = model.summary().objectiveHistory();
        objectives.add(history[history.length - 1]);
        return numPasses + " (" + model.summary().totalIterations() + ")";
    }
}
