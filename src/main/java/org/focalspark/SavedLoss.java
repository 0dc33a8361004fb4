package org.focalspark;

import java.util.Arrays;
import java.util.List;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ConvexFocalLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.OneVsRestLoss;
import org.focalspark.loss.PointwiseLoss;
import org.focalspark.loss.SoftmaxLoss;

/**
 * A loss as it is stored with a model: calibration must undo what was trained, whatever the params say later.
 *
 * @param family binomial (one margin), multinomial (softmax) or ovr (every class against the rest)
 * @param loss focal or convexFocal
 * @param gammas focusing parameter of each class; in ovr of the rest of each column, then of each class
 * @param classWeights weight of each class; in ovr as for gammas
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record SavedLoss(String family, String loss, double[] gammas, double[] classWeights) {

    static SavedLoss of(MarginLoss loss) {
        if (loss instanceof BinaryLoss binary) {
            return of(LossParams.BINOMIAL, loss, binary.negative(), binary.positive());
        }
        if (loss instanceof OneVsRestLoss oneVsRest) {
            return of(oneVsRest);
        }
        SoftmaxLoss softmax = (SoftmaxLoss) loss;
        PointwiseLoss[] losses = new PointwiseLoss[softmax.numColumns()];
        for (int k = 0; k < losses.length; k++) {
            losses[k] = softmax.lossOf(k);
        }
        return of(LossParams.MULTINOMIAL, loss, losses);
    }

    private static SavedLoss of(OneVsRestLoss loss) {
        int numClasses = loss.numColumns();
        double[] gammas = new double[2 * numClasses];
        double[] classWeights = new double[2 * numClasses];
        for (int c = 0; c < numClasses; c++) {
            SavedLoss column = of(loss.lossOf(c));
            for (int side = 0; side < 2; side++) {
                gammas[side * numClasses + c] = column.gammas[side];
                classWeights[side * numClasses + c] = column.classWeights[side];
            }
        }
        return new SavedLoss(LossParams.OVR, of(loss.lossOf(0)).loss, gammas, classWeights);
    }

    private static SavedLoss of(String family, MarginLoss loss, PointwiseLoss... losses) {
        double[] gammas =
                Arrays.stream(losses).mapToDouble(PointwiseLoss::gamma).toArray();
        String name = losses[0] instanceof ConvexFocalLoss ? LossParams.CONVEX_FOCAL : LossParams.FOCAL;
        return new SavedLoss(family, name, gammas, loss.classWeights().toArray(gammas.length));
    }

    /** The loss again, up to a constant factor, or an IllegalArgumentException if no loss was saved so. */
    MarginLoss toLoss() {
        if (!Arrays.stream(classWeights).allMatch(weight -> weight >= 0.0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("class weights " + Arrays.toString(classWeights) + " are out of range");
        }
        boolean known = List.of(LossParams.FOCAL, LossParams.CONVEX_FOCAL).contains(loss);
        if (known && family.equals(LossParams.MULTINOMIAL)) {
            return LossParams.softmax(loss, gammas, classWeights);
        }
        if (known && family.equals(LossParams.BINOMIAL) && gammas.length == 2 && classWeights.length == 2) {
            return LossParams.binary(loss, gammas, classWeights, 0.0);
        }
        if (known && family.equals(LossParams.OVR) && gammas.length == classWeights.length && gammas.length % 2 == 0) {
            return toOneVsRest();
        }
        throw new IllegalArgumentException(String.format(
                "a loss '%s' of family '%s' with %d gammas and %d class weights is unknown",
                loss, family, gammas.length, classWeights.length));
    }

    private MarginLoss toOneVsRest() {
        int numClasses = gammas.length / 2;
        BinaryLoss[] columns = new BinaryLoss[numClasses];
        double[] columnWeights = new double[numClasses];
        for (int c = 0; c < numClasses; c++) {
            double[] columnGammas = {gammas[c], gammas[numClasses + c]};
            double[] sides = {classWeights[c], classWeights[numClasses + c]};
            columns[c] = (BinaryLoss) LossParams.binary(loss, columnGammas, sides, 0.0);
            columnWeights[c] = 1.0;
        }
        return new OneVsRestLoss(columns, columnWeights);
    }

    static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
