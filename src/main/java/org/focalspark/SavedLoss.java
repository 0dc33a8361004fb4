package org.focalspark;

import java.util.Arrays;
import java.util.List;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.SoftmaxFocalLoss;
import org.focalspark.loss.SoftmaxLoss;

/**
 * A loss as it is stored with a model: calibration must undo what was trained, whatever the params say later.
 *
 * @param family binomial (one margin) or multinomial (softmax)
 * @param gammas focusing parameter of each class
 * @param classWeights weight of each class
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record SavedLoss(String family, double[] gammas, double[] classWeights) {
    private static final String BINOMIAL = "binomial";
    private static final String MULTINOMIAL = "multinomial";

    static SavedLoss of(MarginLoss loss) {
        if (loss instanceof BinaryLoss binary) {
            double[] gammas = {binary.negative().gamma(), binary.positive().gamma()};
            return new SavedLoss(BINOMIAL, gammas, loss.classWeights().toArray(2));
        }
        SoftmaxLoss softmax = (SoftmaxLoss) loss;
        double[] gammas = new double[softmax.numColumns()];
        for (int k = 0; k < gammas.length; k++) {
            gammas[k] = softmax.lossOf(k).gamma();
        }
        return new SavedLoss(MULTINOMIAL, gammas, loss.classWeights().toArray(gammas.length));
    }

    /** The loss again, or an IllegalArgumentException if no loss was saved so. */
    MarginLoss toLoss() {
        if (!Arrays.stream(classWeights).allMatch(weight -> weight >= 0.0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("class weights " + Arrays.toString(classWeights) + " are out of range");
        }
        if (family.equals(MULTINOMIAL)) {
            return new SoftmaxFocalLoss(gammas, classWeights);
        }
        if (family.equals(BINOMIAL) && gammas.length == 2 && classWeights.length == 2) {
            return new BinaryLoss(new FocalLoss(gammas[0]), new FocalLoss(gammas[1]), classWeights[0], classWeights[1]);
        }
        throw new IllegalArgumentException(String.format(
                "a loss of family '%s' with %d gammas and %d class weights is unknown",
                family, gammas.length, classWeights.length));
    }

    static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
