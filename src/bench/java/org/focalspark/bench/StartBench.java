package org.focalspark.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;

/**
 * How many passes a fit takes from where it starts by itself, from zero and from the log-odds of the classes, by loss and gamma:
 * {@code ./mvnw -f src/bench -Dbench.class=StartBench}. Counts of passes do not depend on the machine.
 */
public final class StartBench {
    private static final double RARE = 0.1;
    private static final double VERY_RARE = 0.01;
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
            Dataset<Row> verySkewed = five.generate(spark).filter("label = 0 or rand(" + SEED + ") < " + VERY_RARE);
            bench.run("five classes, four of them rare", verySkewed, multiclass());
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
        List<Row> counts = data.groupBy("label").count().orderBy("label").collectAsList();
        System.out.printf(
                "%n## %s: %s%n%n| loss | passes (iterations) by itself | from zero | from the log-odds | objectives differ by |%n"
                        + "|---|---|---|---|---|%n",
                name, counts);
        for (Map.Entry<String, UnaryOperator<FocalLogisticRegression>> loss : losses.entrySet()) {
            String family = loss.getValue().apply(new FocalLogisticRegression()).getFamily();
            FocalLogisticRegressionModel logOdds = constant(family).fit(data);
            FocalLogisticRegressionModel zero = zero(family, counts).fit(data);
            List<Double> objectives = new ArrayList<>();
            String own = passes(data, loss.getValue().apply(new FocalLogisticRegression()), objectives);
            String fromZero = passes(data, startingAt(zero, loss.getValue()), objectives);
            String fromLogOdds = passes(data, startingAt(logOdds, loss.getValue()), objectives);
            double least = Collections.min(objectives);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %.1e |%n",
                    loss.getKey(),
                    own,
                    fromZero,
                    fromLogOdds,
                    (Collections.max(objectives) - least) / least);
        }
        data.unpersist(true);
    }

    private static FocalLogisticRegression startingAt(
            FocalLogisticRegressionModel model, UnaryOperator<FocalLogisticRegression> loss) {
        return loss.apply(new FocalLogisticRegression().setInitialModel(model));
    }

    /** The start of a fit of log loss: constants that are the log-odds of the classes. */
    private static FocalLogisticRegression constant(String family) {
        return new FocalLogisticRegression().setFamily(family).setGamma(0.0).setMaxIter(0);
    }

    /** With classes, or the two sides of every column, of equal weight the log-odds are 0. */
    private static FocalLogisticRegression zero(String family, List<Row> counts) {
        if (!family.equals("ovr")) {
            return constant(family).setClassWeightMode("balanced");
        }
        double total = counts.stream().mapToLong(row -> row.getLong(1)).sum();
        return constant(family)
                .setAlphas(counts.stream()
                        .mapToDouble(row -> 1.0 - row.getLong(1) / total)
                        .toArray());
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
