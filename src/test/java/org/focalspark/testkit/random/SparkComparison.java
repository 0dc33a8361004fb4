package org.focalspark.testkit.random;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.focalspark.testkit.StageParams;

/** Compares a case with gamma 0 with the fit of Spark's LogisticRegression. */
final class SparkComparison {
    /**
     * Messages about cases that only this library rejects. Spark trains on no rows, or silently returns coefficients
     * of 0 or NaN. No other difference is allowed.
     */
    private static final Pattern REFUSED_HERE_ALONE = Pattern.compile("their variance is not finite"
            + "|must hold some positive weight"
            + "|weights whose sum, or its square, is not finite"
            + "|is so small that its square is 0"
            + "|vectors of size 0"
            + "|Weights MUST NOT be"
            + "|Labels MUST be"
            + "|thresholds must hold");

    /**
     * Messages about cases that only Spark rejects. If all labels are 0, Spark counts one class. It then rejects params
     * for two classes, or fails when it reads the intercept of the second class.
     */
    private static final Pattern REFUSED_BY_SPARK_ALONE =
            Pattern.compile("(?i)thresholds|numClasses|lowerBound|upperBound|Index 1 out of bounds for length 1");

    /** Thrown by Breeze's L-BFGS-B at a point on a bound. */
    private static final String FAILED_ON_A_BOUND = "assertion failed: stepBound";

    private final RandomCase example;
    private final Agreement agreement;

    SparkComparison(RandomCase example) {
        this.example = example;
        this.agreement = new Agreement(example);
    }

    /** Returns the difference from Spark's fit of the same case; empty if there is none. */
    Optional<String> of(TrainedModel model) {
        LogisticRegressionModel[] fitted = new LogisticRegressionModel[1];
        Optional<Throwable> refused = fit(fitted);
        if (refused.isPresent()) {
            String text = String.valueOf(refused.get().getMessage());
            boolean onBound = example.isSet("lowerBoundsOnCoefficients") && text.startsWith(FAILED_ON_A_BOUND);
            return onBound || REFUSED_BY_SPARK_ALONE.matcher(text).find()
                    ? Optional.empty()
                    : Optional.of("is refused by Spark: " + refused.get());
        }
        return compare(model, fitted[0]);
    }

    /** Returns what is wrong with a rejection; empty if Spark rejects the case too, or the difference is known. */
    Optional<String> of(Throwable refusal) {
        LogisticRegressionModel[] fitted = new LogisticRegressionModel[1];
        if (fit(fitted).isPresent()
                || REFUSED_HERE_ALONE.matcher(refusal.getMessage()).find()) {
            return Optional.empty();
        }
        return Optional.of(
                "is refused, but not by Spark, which fits " + fitted[0].coefficientMatrix() + ": " + refusal);
    }

    private Optional<Throwable> fit(LogisticRegressionModel[] fitted) {
        LogisticRegression estimator = new LogisticRegression();
        Map<String, Object> params = new TreeMap<>(example.params());
        params.remove("gamma");
        return Refusal.of(() -> {
            for (Map.Entry<String, Object> param : params.entrySet()) {
                try {
                    StageParams.set(estimator, param.getKey(), param.getValue());
                } catch (InvocationTargetException e) {
                    throw (Exception) e.getCause();
                }
            }
            try {
                fitted[0] = estimator.fit(example.table().frame());
            } catch (AssertionError e) { // from Breeze
                throw new IllegalStateException(e.getMessage(), e);
            }
            return fitted[0];
        });
    }

    /**
     * Returns the gain of the last iteration if maxIter stopped one of the fits after more steps than rounding lets them
     * take alike, and 0 otherwise: one of them can then be an iteration ahead.
     */
    private double unfinished(TrainedModel model, LogisticRegressionModel spark) {
        double[] ours = model.summary().objectiveHistory();
        double[] sparks = spark.summary().objectiveHistory();
        boolean stopped = Math.max(ours.length, sparks.length) - 1 >= spark.getMaxIter();
        boolean alike = spark.getMaxIter() <= Agreement.EQUAL_STEPS && !agreement.sparkLosesDigits();
        return stopped && !alike ? Math.max(lastGain(ours), lastGain(sparks)) : 0.0;
    }

    private static double lastGain(double[] history) {
        return history.length < 2 ? 0.0 : Math.abs(history[history.length - 2] - history[history.length - 1]);
    }

    private Optional<String> compare(TrainedModel model, LogisticRegressionModel spark) {
        boolean sameShape =
                model.coefficients().numRows() == spark.coefficientMatrix().numRows();
        if (!sameShape) {
            // Spark does not count a class whose rows all have weight 0.
            return spark.numClasses() == 1
                            || spark.numClasses() == LabelWeights.of(example).numWithWeight()
                    ? Optional.empty()
                    : Optional.of("has " + model.coefficients().numRows() + " margins and not Spark's "
                            + spark.coefficientMatrix().numRows());
        }
        if (example.isSet("lowerBoundsOnCoefficients") && !model.summary().converged()) {
            return Optional.empty(); // the last bit decides which bound a step meets first
        }
        LogLossObjective objective = new LogLossObjective(example);
        double ours = objective.of(model.coefficients(), model.intercepts());
        double sparks = objective.of(spark.coefficientMatrix(), spark.interceptVector());
        double[] history = model.summary().objectiveHistory();
        double exact = agreement.allowedGap(sparks);
        double gap = exact + unfinished(model, spark);
        if (Double.isFinite(sparks) && !(ours <= sparks + gap)) {
            return Optional.of(String.format(
                    "has an objective of %s, Spark's model one of %s: %s and %s",
                    ours, sparks, model.coefficients(), spark.coefficientMatrix()));
        }
        boolean ordinary = !example.table().shape().hostile() && Double.isFinite(ours);
        if (!ordinary) {
            return Optional.empty();
        }
        if (Math.abs(ours - history[history.length - 1]) > agreement.allowedGap(ours)) {
            return Optional.of("has an objective of " + ours + ", but its summary says " + history[history.length - 1]);
        }
        if (!(sparks <= ours + gap)) {
            return Optional.of("has an objective of " + ours + ", below Spark's " + sparks);
        }
        return model.summary().converged() && gap == exact
                ? agreement.ofCoefficients(model.coefficients(), spark.coefficientMatrix(), exact)
                : Optional.empty();
    }
}
