package org.focalspark.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.RFormula;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.focalspark.classification.FocalLogisticRegression;

/**
 * How many passes a fit needs with each solver, and how far above the minimum it ends, at default settings:
 * {@code ./mvnw -f src/bench -Dbench.class=PassesBench}. Counts and gaps do not depend on the machine.
 */
public final class PassesBench {
    private static final String DAMAGE = "Effect Amount of damage";
    private static final double[] GAMMAS = {0.0, 0.5, 2.0, 5.0};
    private static final double[] PENALTIES = {0.0, 1e-6, 1e-4, 1e-2};

    private final SparkSession spark;
    private final JobClock clock = new JobClock();

    private PassesBench(SparkSession spark) {
        this.spark = spark;
        spark.sparkContext().addSparkListener(clock);
    }

    /** A training set, and the family that is fitted to it. */
    private record Problem(Dataset<Row> data, String family) {}

    /** Passes of a fit, and the objective at its end. */
    private record End(int passes, double objective, boolean converged) {}

    /**
     * Runs the benchmark.
     *
     * @param args none; the property bench (small or full)
     */
    public static void main(String[] args) throws Exception {
        boolean small = System.getProperty("bench", "full").equals("small");
        SparkSession spark = SparkSession.builder().appName("focalspark-passes").getOrCreate();
        try {
            PassesBench bench = new PassesBench(spark);
            System.out.printf(
                    "| problem | gamma | regParam | newton: passes, gap | lbfgs: passes, gap | Spark: passes, gap |%n"
                            + "|---|---|---|---|---|---|%n");
            for (Map.Entry<String, Problem> problem : problems(spark, small).entrySet()) {
                bench.run(problem.getKey(), problem.getValue(), small);
            }
        } finally {
            spark.stop();
        }
    }

    private static Map<String, Problem> problems(SparkSession spark, boolean small) {
        Map<String, Problem> problems = new LinkedHashMap<>();
        Dataset<Row> strikes = table(spark, "data/birdstrikes.csv")
                .drop("Cost Other", "Cost Repair", "Cost Total $", "Airport Name", "Flight Date")
                .withColumn(DAMAGE, functions.col(DAMAGE).equalTo("Substantial").cast("string"));
        problems.put("bird strikes", new Problem(vectors(strikes, DAMAGE, small), "binomial"));
        Dataset<Row> shuttle = vectors(table(spark, "data/shuttle.csv.gz"), "Class", small);
        problems.put("shuttle, softmax", new Problem(shuttle, "multinomial"));
        problems.put("shuttle, ovr", new Problem(shuttle, "ovr"));
        BenchData wide = new BenchData("wide", small ? 2000 : 200_000, small ? 5 : 100, 2, BenchData.Shape.DENSE);
        problems.put("200,000 x 100", new Problem(wide.generate(spark), "binomial"));
        return problems;
    }

    private static Dataset<Row> table(SparkSession spark, String path) {
        return spark.read()
                .option("header", "true")
                .option("inferSchema", "true")
                .csv(path);
    }

    /** Indicators for texts, numbers as they are; rows with missing numbers have 0. */
    private static Dataset<Row> vectors(Dataset<Row> table, String label, boolean small) {
        String[] names = table.columns();
        int of = Arrays.asList(names).indexOf(label);
        for (int i = 0; i < names.length; i++) {
            names[i] = i == of ? "target" : "column" + i;
        }
        Dataset<Row> rows = table.toDF(names).na().fill(0.0).na().fill("missing");
        return new RFormula()
                .setFormula("target ~ .")
                .setForceIndexLabel(true)
                .fit(rows)
                .transform(small ? rows.limit(2000) : rows)
                .select("label", "features");
    }

    private void run(String name, Problem problem, boolean small) throws Exception {
        Dataset<Row> data = problem.data().repartition(4).cache();
        for (double regParam : small ? new double[] {1e-4} : PENALTIES) {
            for (double gamma : small ? new double[] {2.0} : GAMMAS) {
                line(name, data, fit(problem.family(), gamma, regParam));
            }
        }
        data.unpersist(true);
    }

    private static FocalLogisticRegression fit(String family, double gamma, double regParam) {
        return new FocalLogisticRegression().setFamily(family).setGamma(gamma).setRegParam(regParam);
    }

    private void line(String name, Dataset<Row> data, FocalLogisticRegression estimator) throws Exception {
        End newton = end(data, estimator.setSolver("newton"));
        End lbfgs = end(data, estimator.setSolver("lbfgs"));
        boolean isSparks = estimator.getGamma() == 0.0 && !estimator.getFamily().equals("ovr");
        End ofSpark = isSparks ? endOfSpark(data, estimator) : new End(0, Double.POSITIVE_INFINITY, false);
        // The lowest objective of two solvers far beyond the default tolerance.
        double minimum = Math.min(newton.objective(), Math.min(lbfgs.objective(), ofSpark.objective()));
        for (String solver : new String[] {"newton", "lbfgs"}) {
            minimum = Math.min(
                    minimum,
                    end(data, estimator.setSolver(solver).setTol(1e-12).setMaxIter(500))
                            .objective());
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s |%n",
                name,
                estimator.getGamma(),
                estimator.getRegParam(),
                shown(newton, minimum),
                shown(lbfgs, minimum),
                isSparks ? shown(ofSpark, minimum) : "");
    }

    private static String shown(End end, double minimum) {
        return String.format(
                Locale.ROOT,
                "%d, %.0e%s",
                end.passes(),
                end.objective() / minimum - 1.0,
                end.converged() ? "" : " (maxIter)");
    }

    private End end(Dataset<Row> data, FocalLogisticRegression estimator) throws Exception {
        reset();
        var summary = estimator.fit(data).summary();
        double[] history = summary.objectiveHistory();
        return new End(passes(), history[history.length - 1], summary.converged());
    }

    private End endOfSpark(Dataset<Row> data, FocalLogisticRegression like) throws Exception {
        reset();
        double[] history = new LogisticRegression()
                .setFamily(like.getFamily())
                .setRegParam(like.getRegParam())
                .fit(data)
                .summary()
                .objectiveHistory();
        return new End(passes(), history[history.length - 1], history.length <= 100);
    }

    private void reset() throws Exception {
        spark.sparkContext().listenerBus().waitUntilEmpty();
        clock.reset();
    }

    private int passes() throws Exception {
        spark.sparkContext().listenerBus().waitUntilEmpty();
        return clock.passMillis().size();
    }
}
