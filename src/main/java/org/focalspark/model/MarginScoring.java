package org.focalspark.model;

import java.io.Serializable;
import java.util.Arrays;
import org.focalspark.param.FocalParams;
import org.focalspark.param.FocalTrainingParams;
import org.focalspark.param.Thresholds;

/**
 * Scoring of a model with classes: from the margins of a row to raw prediction, probabilities and prediction. Immutable
 * and thread-safe.
 */
public final class MarginScoring implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ProbabilityMap map;
    private final boolean binomial;
    private final int numClasses;
    private final double[] thresholds;

    private MarginScoring(ProbabilityMap map, boolean binomial, int numClasses, double[] thresholds) {
        this.map = map;
        this.binomial = binomial;
        this.numClasses = numClasses;
        this.thresholds = thresholds;
    }

    /**
     * Creates the scoring of a model from its current params.
     *
     * @param <P> type of the model
     * @param params model whose calibration, targetPrior, threshold and thresholds are read
     * @param fitted fitted part of the model
     * @return scoring; later changes of params do not affect it
     * @throws IllegalArgumentException if a param does not fit the model; the message names the param
     */
    public static <P extends FocalParams & FocalTrainingParams> MarginScoring of(P params, FittedModel fitted) {
        int numClasses = fitted.calibration().numClasses();
        return new MarginScoring(
                ProbabilityMap.of(params, fitted), fitted.isBinomial(), numClasses, thresholds(params, fitted));
    }

    private static double[] thresholds(FocalParams params, FittedModel fitted) {
        if (fitted.isBinomial()) {
            return new double[] {Thresholds.threshold(params)};
        }
        double[] equal = new double[fitted.calibration().numClasses()];
        Arrays.fill(equal, 1.0);
        return params.isDefined(params.thresholds()) ? Thresholds.thresholds(params) : equal;
    }

    /**
     * Returns the thresholds.
     *
     * @return one for class 1 of a binomial model, else one per class; a copy
     */
    public double[] thresholds() {
        return thresholds.clone();
    }

    /**
     * Returns the number of classes.
     *
     * @return length of raw predictions and probabilities
     */
    public int numClasses() {
        return numClasses;
    }

    /**
     * Converts margins to a raw prediction.
     *
     * @param margins one per margin of the model
     * @return (-margin, margin) for a binomial model, else a copy of the margins
     */
    public double[] raw(double[] margins) {
        return binomial ? new double[] {-margins[0], margins[0]} : margins.clone();
    }

    /**
     * Converts a raw prediction to probabilities.
     *
     * @param raw raw prediction, length numClasses; overwritten with the probabilities
     */
    public void toProbabilities(double[] raw) {
        map.probabilities(binomial ? new double[] {raw[1]} : raw.clone(), raw);
    }

    /**
     * Returns the predicted class of a row.
     *
     * <p>Saturated one-vs-rest columns have bitwise equal probabilities. The larger margin then wins; among equal
     * margins, the lower index.
     *
     * @param raw the raw prediction
     * @param probabilities its probabilities
     * @return index of the class, NaN if the probabilities are NaN
     */
    public double prediction(double[] raw, double[] probabilities) {
        if (Double.isNaN(probabilities[0])) {
            return Double.NaN; // all comparisons would be false, which would give class 0
        }
        if (binomial) {
            return probabilities[1] > thresholds[0] ? 1.0 : 0.0;
        }
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < probabilities.length; k++) {
            // As in Spark, a class with threshold 0 has ratio infinity and wins, unless its probability is 0 too.
            double scaled = probabilities[k] / thresholds[k];
            boolean tie = scaled == largest && probabilities[k] == probabilities[best];
            if (scaled > largest || (tie && raw[k] > raw[best])) {
                largest = scaled;
                best = k;
            }
        }
        return best;
    }
}
