package org.focalspark.loss;

import java.util.Arrays;

/**
 * Parameters of a loss as a saved model stores them. Calibration must invert the trained loss even if params change
 * after the fit.
 *
 * @param family family of the loss
 * @param form kind and modifications of the loss
 * @param gammas focusing parameter of each class. For a loss with columns: of the negative side of each column, then of
 *     the positive side of each column, length 2 x numColumns
 * @param classWeights weight of each class; for a loss with columns, laid out as gammas
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record SavedLoss(Family family, LossForm form, double[] gammas, double[] classWeights) {

    /**
     * Extracts the parameters of a loss.
     *
     * @param loss loss of a fit, normalized or not
     * @param form form that the loss was created from
     * @return parameters of the loss
     */
    public static SavedLoss of(MarginLoss loss, LossForm form) {
        if (loss instanceof NormalizedLoss normalized) {
            return of(normalized.unnormalized(), form);
        }
        if (loss instanceof BinaryLoss binary) {
            return of(Family.BINOMIAL, form, loss, binary.negative(), binary.positive());
        }
        if (loss instanceof ColumnLoss columns) {
            return of(columns, form);
        }
        SoftmaxLoss softmax = (SoftmaxLoss) loss;
        PointwiseLoss[] losses = new PointwiseLoss[softmax.numColumns()];
        for (int k = 0; k < losses.length; k++) {
            losses[k] = softmax.lossOf(k);
        }
        return of(Family.MULTINOMIAL, form, loss, losses);
    }

    private static SavedLoss of(ColumnLoss loss, LossForm form) {
        int size = loss.numColumns();
        double[] gammas = new double[2 * size];
        double[] classWeights = new double[2 * size];
        for (int c = 0; c < size; c++) {
            SavedLoss column = of(loss.lossOf(c), form);
            for (int side = 0; side < 2; side++) {
                gammas[side * size + c] = column.gammas[side];
                classWeights[side * size + c] = column.classWeights[side];
            }
        }
        Family family = loss instanceof MultilabelLoss ? Family.MULTILABEL : Family.OVR;
        return new SavedLoss(family, form, gammas, classWeights);
    }

    private static SavedLoss of(Family family, LossForm form, MarginLoss loss, PointwiseLoss... losses) {
        double[] gammas =
                Arrays.stream(losses).mapToDouble(PointwiseLoss::gamma).toArray();
        return new SavedLoss(family, form, gammas, loss.classWeights().toArray(gammas.length));
    }

    /**
     * Creates the loss from its parameters.
     *
     * @return the trained loss up to a positive factor, which calibration does not depend on
     * @throws IllegalArgumentException if class weights are out of range or the lengths do not fit the family; the
     *     message is a clause without a full stop
     */
    public MarginLoss toLoss() {
        if (!Arrays.stream(classWeights).allMatch(weight -> weight >= 0.0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("class weights " + Arrays.toString(classWeights) + " are out of range");
        }
        boolean columns = family.hasColumns();
        if (family == Family.MULTINOMIAL) {
            return form.finished(form.softmax(gammas, classWeights));
        }
        if (family == Family.BINOMIAL && gammas.length == 2 && classWeights.length == 2) {
            return form.finished(form.binary(gammas, classWeights, 1.0, 1.0));
        }
        if (columns && gammas.length == classWeights.length && gammas.length % 2 == 0) {
            return form.finished(toColumns());
        }
        throw new IllegalArgumentException(String.format(
                "a loss of family '%s' with %d gammas and %d class weights is unknown",
                family, gammas.length, classWeights.length));
    }

    private ColumnLoss toColumns() {
        int size = gammas.length / 2;
        BinaryLoss[] columns = new BinaryLoss[size];
        double[] columnWeights = new double[size];
        for (int c = 0; c < size; c++) {
            double[] columnGammas = {gammas[c], gammas[size + c]};
            double[] sides = {classWeights[c], classWeights[size + c]};
            columns[c] = form.binary(columnGammas, sides, 1.0, 1.0);
            columnWeights[c] = 1.0;
        }
        return family == Family.MULTILABEL
                ? new MultilabelLoss(columns, columnWeights)
                : new OneVsRestLoss(columns, columnWeights);
    }
}
