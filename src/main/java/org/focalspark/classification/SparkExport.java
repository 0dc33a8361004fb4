package org.focalspark.classification;

import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.ParamMap;
import org.focalspark.compat.SparkClassification;
import org.focalspark.loss.Choice;
import org.focalspark.loss.Family;
import org.focalspark.loss.SavedLoss;
import org.focalspark.model.FittedModel;
import org.focalspark.model.ProbabilityMap;
import org.focalspark.param.CalibrationChoice;

/** Converts a model to Spark's LogisticRegressionModel with the same margins and predictions. */
final class SparkExport {
    /** Limit of the margins whose sigmoid can be a threshold. Above it, the sigmoid is almost 1 to double precision. */
    private static final double MARGIN_LIMIT = 36.0;

    private final FocalLogisticRegressionModel model;
    private final FittedModel fitted;

    SparkExport(FocalLogisticRegressionModel model, FittedModel fitted) {
        this.model = model;
        this.fitted = fitted;
    }

    LogisticRegressionModel export() {
        FocalLogisticRegressionModel plain = model.copy(ParamMap.empty());
        plain.clear(plain.family()); // Spark has no family ovr
        if (!fitted.isBinomial()) {
            requireSameArgmax();
        }
        LogisticRegressionModel spark = plain.copyTo(
                fitted.isBinomial()
                        ? SparkClassification.binomial(
                                model.uid(), model.coefficientMatrix(), model.interceptVector(), model.numClasses())
                        : SparkClassification.multinomial(
                                model.uid(), model.coefficientMatrix(), model.interceptVector()));
        if (fitted.isBinomial()) {
            spark.clear(spark.thresholds());
            spark.setThreshold(threshold());
        }
        return spark;
    }

    /**
     * Returns the sigmoid of the margin above which class 1 is predicted, found by bisection. The map from margin to
     * probability is increasing, so a threshold on the probability is a threshold on the margin.
     */
    private double threshold() {
        double threshold = model.getThreshold();
        ProbabilityMap map = ProbabilityMap.of(model, fitted);
        if (map.isIdentity()) {
            return threshold;
        }
        double low = -MARGIN_LIMIT;
        double high = MARGIN_LIMIT;
        if (!exceeds(map, high, threshold)) {
            return 1.0;
        }
        if (exceeds(map, low, threshold)) {
            return 0.0;
        }
        for (double middle = 0.5 * (low + high); low < middle && middle < high; middle = 0.5 * (low + high)) {
            if (exceeds(map, middle, threshold)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return 1.0 / (1.0 + Math.exp(-low));
    }

    private static boolean exceeds(ProbabilityMap map, double margin, double threshold) {
        double[] probabilities = new double[2];
        map.probabilities(new double[] {margin}, probabilities);
        return probabilities[1] > threshold;
    }

    /**
     * Checks that the largest calibrated probability belongs to the largest margin, the class that Spark's model
     * predicts.
     */
    private void requireSameArgmax() {
        CalibrationChoice calibration = Choice.of(CalibrationChoice.class, model.getCalibration());
        SavedLoss saved = SavedLoss.of(fitted.loss(), fitted.form());
        boolean ovr = saved.family() == Family.OVR;
        boolean bare = calibration == CalibrationChoice.NONE || !fitted.loss().hasPosteriorMap();
        boolean sameOrder =
                bare || (ovr ? hasEqualColumns(saved) : hasOneMap(saved, calibration == CalibrationChoice.POSTERIOR));
        boolean sameSoftmax = bare && !ovr;
        if (!sameOrder || model.isSet(model.targetPrior()) || (model.isSet(model.thresholds()) && !sameSoftmax)) {
            throw new IllegalStateException(
                    "This model decides by calibrated probabilities that Spark's LogisticRegressionModel"
                            + " cannot compute: they do not rank the classes as the margins do. Set calibration to none (or, with one"
                            + " gamma, to focal without targetPrior and thresholds) before toSpark(), or deploy this model as it is.");
        }
    }

    /** Returns whether one increasing function maps all margins of a softmax, which preserves their order. */
    private static boolean hasOneMap(SavedLoss saved, boolean posterior) {
        boolean equalWeights = isConstant(saved.classWeights());
        return isConstant(saved.gammas())
                && (equalWeights || (!posterior && saved.form().smoothing() == 0.0));
    }

    /** Returns whether all one-vs-rest columns have the same map. */
    private static boolean hasEqualColumns(SavedLoss saved) {
        int size = saved.gammas().length / 2;
        for (double[] sides : new double[][] {saved.gammas(), saved.classWeights()}) {
            if (!isConstant(Arrays.copyOf(sides, size)) || !isConstant(Arrays.copyOfRange(sides, size, 2 * size))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).distinct().count() == 1;
    }
}
