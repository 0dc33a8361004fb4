package org.focalspark.model;

import java.io.Serializable;
import java.util.Arrays;
import org.focalspark.param.FocalParams;
import org.focalspark.param.FocalTrainingParams;
import org.focalspark.param.Thresholds;

/** From the margins of a row to its raw prediction, its probabilities and its class, as the params of a model say. */
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
     * The scoring of a model with classes.
     *
     * @throws IllegalArgumentException that names the param which the model cannot serve
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

    /** One for class 1 of a binomial model, else one per class. */
    public double[] thresholds() {
        return thresholds.clone();
    }

    public int numClasses() {
        return numClasses;
    }

    /** The raw prediction: (-margin, margin), or the margins. */
    public double[] raw(double[] margins) {
        return binomial ? new double[] {-margins[0], margins[0]} : margins.clone();
    }

    /** Turns a raw prediction into probabilities. */
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
            return Double.NaN; // comparisons would all be false, and the class 0
        }
        if (binomial) {
            return probabilities[1] > thresholds[0] ? 1.0 : 0.0;
        }
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < probabilities.length; k++) {
            // As in Spark, a threshold of 0 wins by infinity, unless the probability is 0 too.
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
