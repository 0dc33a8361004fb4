package org.focalspark.classification;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How near calibrated probabilities come to known ones: 200,000 rows with 1 % positives, drawn from a logistic
 * posterior; figures over 100,000 others. With {@code -Dfocalspark.test.logLevel=info} the log shows them as a table.
 *
 * <p>Two errors are left. Estimation of 6 numbers from n rows costs a KL divergence of 6 / (2 n) = 1.5e-5 on average.
 * And a focal margin can be linear in the features, or the log-odds can, but not quite both. By quadrature over the
 * normal score with n infinite, that costs at most 2.6e-6, and the slope is 0.967 to 0.969 at gamma = 1, 0.979 to
 * 0.986 at gamma = 2 and 0.999 at gamma = 5. At this n the standard deviation of the slope is 0.016 to 0.018; so at
 * gamma = 1 about one seed in six leaves the bound of 0.05.
 */
@Tag("once")
class CalibrationFiguresIT {
    private static final Logger LOG = LoggerFactory.getLogger(CalibrationFiguresIT.class);

    private static final long SEED = 42L;
    private static final int NUM_TRAINING_ROWS = 200_000;
    private static final int NUM_HELD_OUT_ROWS = 100_000;
    private static final int NUM_PARTITIONS = 2;
    private static final double[] COEFFICIENTS = {1.2, -0.9, 0.6, -0.4, 0.3};
    private static final double INTERCEPT = -5.9;
    private static final double[] GAMMAS = {1.0, 2.0, 5.0};
    private static final double ALPHA_UNSET = Double.NaN;
    private static final double[] ALPHAS = {ALPHA_UNSET, 0.25, 0.75};

    private static final double KL_5E_5 = 5e-5;
    private static final double SLOPE_0_05 = 0.05;
    private static final double REL_2_PERCENT = 0.02;

    private static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType)
            .add("logOdds", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());

    private static final List<Outcome> OUTCOMES = new ArrayList<>();

    @BeforeAll
    static void fitAll() {
        OUTCOMES.addAll(measured(SEED));
        if (LOG.isInfoEnabled()) {
            LOG.info("seed {}\n{}", SEED, table(OUTCOMES));
        }
    }

    static List<Outcome> outcomes() {
        return OUTCOMES;
    }

    static List<Outcome> outcomesOfFocalLoss() {
        return OUTCOMES.stream()
                .filter(outcome -> outcome.setting().gamma() > 0.0)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void posteriorIsNearTheTrueProbability(Outcome outcome) {
        assertThat(outcome.posterior().klDivergence()).isBetween(0.0, KL_5E_5);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void slopeOfThePosteriorIsOne(Outcome outcome) {
        assertThat(outcome.posterior().slope()).isCloseTo(1.0, within(SLOPE_0_05));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void meanPosteriorIsTheObservedRate(Outcome outcome) {
        assertThat(outcome.posterior().meanRatio()).isCloseTo(1.0, within(REL_2_PERCENT));
    }

    /** With n infinite: KL divergence 0.012 or more, slope 1.8 or more, mean 3.0 times too high or more. */
    @ParameterizedTest
    @MethodSource("outcomesOfFocalLoss")
    void bareSigmoidIsFarFromTheTrueProbability(Outcome outcome) {
        assertThat(outcome.none().klDivergence()).isGreaterThan(100.0 * KL_5E_5);
        assertThat(outcome.none().slope()).isGreaterThan(1.5);
        assertThat(outcome.none().meanRatio()).isGreaterThan(2.0);
    }

    /** Log loss as the first, then every gamma with every alpha. */
    private static List<Outcome> measured(long seed) {
        Dataset<Row> training = generated(seed, 0, NUM_TRAINING_ROWS).cache();
        Dataset<Row> heldOut = generated(seed, NUM_TRAINING_ROWS, NUM_TRAINING_ROWS + NUM_HELD_OUT_ROWS)
                .cache();
        try {
            List<Outcome> outcomes = new ArrayList<>();
            outcomes.add(outcome(new Setting(0.0, ALPHA_UNSET), training, heldOut));
            for (double gamma : GAMMAS) {
                for (double alpha : ALPHAS) {
                    outcomes.add(outcome(new Setting(gamma, alpha), training, heldOut));
                }
            }
            return outcomes;
        } finally {
            training.unpersist(true);
            heldOut.unpersist(true);
        }
    }

    private static Outcome outcome(Setting setting, Dataset<Row> training, Dataset<Row> heldOut) {
        FocalLogisticRegressionModel model = setting.estimator().fit(training);
        assertThat(model.summary().converged()).isTrue();
        FocalLogisticRegressionModel bare = model.copy(ParamMap.empty()).setCalibration("none");
        return new Outcome(setting, figures(model, training, heldOut), figures(bare, training, heldOut));
    }

    private static Figures figures(FocalLogisticRegressionModel model, Dataset<Row> training, Dataset<Row> heldOut) {
        List<Row> scored =
                model.transform(heldOut).select("logOdds", "probability").collectAsList();
        double[] truth = scored.stream().mapToDouble(row -> row.getDouble(0)).toArray();
        double[] predicted =
                scored.stream().mapToDouble(row -> logOdds(row.getAs(1))).toArray();
        Row means = model.transform(training)
                .agg(avg(vector_to_array(col("probability"), "float64").getItem(1)), avg("label"))
                .head();
        return new Figures(
                meanDivergence(truth, predicted), slope(predicted, truth), means.getDouble(0) / means.getDouble(1));
    }

    private static double logOdds(Vector probability) {
        return Math.log(probability.apply(1)) - Math.log(probability.apply(0));
    }

    /** Kullback-Leibler divergence of Bernoulli variables with these log-odds, in nats per row. */
    private static double meanDivergence(double[] truth, double[] predicted) {
        return IntStream.range(0, truth.length)
                .mapToDouble(i -> sigmoid(truth[i]) * (logSigmoid(truth[i]) - logSigmoid(predicted[i]))
                        + sigmoid(-truth[i]) * (logSigmoid(-truth[i]) - logSigmoid(-predicted[i])))
                .average()
                .orElseThrow();
    }

    /** Of the least squares line of y on x. */
    private static double slope(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double covariance = 0.0;
        double variance = 0.0;
        for (int i = 0; i < x.length; i++) {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        return covariance / variance;
    }

    private static Dataset<Row> generated(long seed, long start, long end) {
        SparkSession spark = SparkSessions.shared();
        return spark.createDataFrame(
                spark.range(start, end, 1, NUM_PARTITIONS).javaRDD().map(index -> row(seed, index)), SCHEMA);
    }

    /** A row depends on seed and index only, not on its partition. */
    private static Row row(long seed, long index) {
        SplittableRandom random = new SplittableRandom(seed << 32 | index);
        double[] values = new double[COEFFICIENTS.length];
        double logOdds = INTERCEPT;
        for (int j = 0; j < values.length; j++) {
            values[j] = random.nextGaussian();
            logOdds += COEFFICIENTS[j] * values[j];
        }
        double label = random.nextDouble() < sigmoid(logOdds) ? 1.0 : 0.0;
        return RowFactory.create(label, logOdds, Vectors.dense(values));
    }

    private static double sigmoid(double logOdds) {
        return 1.0 / (1.0 + Math.exp(-logOdds));
    }

    private static double logSigmoid(double logOdds) {
        return Math.min(logOdds, 0.0) - Math.log1p(Math.exp(-Math.abs(logOdds)));
    }

    /** In Markdown. */
    private static String table(List<Outcome> outcomes) {
        String head = """
                | gamma | alpha | posterior: KL | slope | mean / observed | none: KL | slope | mean / observed |
                |---|---|---|---|---|---|---|---|
                """;
        return outcomes.stream()
                .map(outcome -> String.format(
                        "| %s | %s | %s |",
                        outcome.setting(),
                        outcome.posterior().cells(),
                        outcome.none().cells()))
                .collect(Collectors.joining("\n", head, ""));
    }

    private record Setting(double gamma, double alpha) {
        FocalLogisticRegression estimator() {
            FocalLogisticRegression estimator = new FocalLogisticRegression()
                    .setGamma(gamma)
                    .setRegParam(0.0)
                    .setTol(1e-9)
                    .setMaxIter(200)
                    .setCalibration("posterior");
            return Double.isNaN(alpha) ? estimator : estimator.setAlpha(alpha);
        }

        @Override
        public String toString() {
            return gamma + " | " + (Double.isNaN(alpha) ? "unset" : alpha);
        }
    }

    /** Divergence and slope over the held-out rows, mean prediction over observed rate on the training rows. */
    private record Figures(double klDivergence, double slope, double meanRatio) {
        String cells() {
            return String.format(Locale.ROOT, "%.2e | %.4f | %.4f", klDivergence, slope, meanRatio);
        }
    }

    private record Outcome(Setting setting, Figures posterior, Figures none) {}
}
