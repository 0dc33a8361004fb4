package org.focalspark.loss;

import org.focalspark.loss.tile.LossScratch.Use;
import org.focalspark.loss.tile.TileRows;

/**
 * Class-weighted binary loss of a margin, with a pointwise loss per side.
 *
 * <pre>
 *   f(m, y) = a_y L_y(z),  z = (2y - 1) m
 * </pre>
 *
 * <p>With label smoothing e, the loss is 1 - e/2 times this loss plus e/2 times the loss of the other label. The alpha
 * of the paper corresponds to a_1 = alpha, a_0 = 1 - alpha. The loss has one column. Immutable and thread-safe.
 */
public final class BinaryLoss extends SeparableLoss {
    private static final long serialVersionUID = 1L;

    private final PointwiseLoss negative;
    private final PointwiseLoss positive;
    private final double negativeWeight;
    private final double positiveWeight;
    private final ClassLosses sides;

    /**
     * Creates the loss from its two sides.
     *
     * @param negative loss of the rows with label 0
     * @param positive loss of the rows with label 1
     * @param negativeWeight class weight of label 0, finite and &gt;= 0
     * @param positiveWeight class weight of label 1, finite and &gt;= 0
     */
    public BinaryLoss(PointwiseLoss negative, PointwiseLoss positive, double negativeWeight, double positiveWeight) {
        this(negative, positive, ClassWeights.of(negativeWeight, positiveWeight), 0.0);
    }

    /**
     * Creates the loss from its two sides, with label smoothing.
     *
     * @param negative loss of the rows with label 0
     * @param positive loss of the rows with label 1
     * @param classWeights class weights of the two labels
     * @param smoothing label smoothing, in [0, 1)
     * @throws IllegalArgumentException if the smoothing is out of range
     */
    public BinaryLoss(PointwiseLoss negative, PointwiseLoss positive, ClassWeights classWeights, double smoothing) {
        super(smoothing);
        this.negative = negative;
        this.positive = positive;
        this.negativeWeight = classWeights.of(0);
        this.positiveWeight = classWeights.of(1);
        this.sides = new ClassLosses(
                new PointwiseLoss[] {negative, positive}, new double[] {negativeWeight, positiveWeight});
    }

    @Override
    public int numColumns() {
        return 1;
    }

    @Override
    public ClassWeights classWeights() {
        return ClassWeights.of(negativeWeight, positiveWeight);
    }

    /**
     * Loss of the rows with label 0.
     *
     * @return loss in the signed margin, without class weight
     */
    public PointwiseLoss negative() {
        return negative;
    }

    /**
     * Loss of the rows with label 1.
     *
     * @return loss in the signed margin, without class weight
     */
    public PointwiseLoss positive() {
        return positive;
    }

    @Override
    public boolean isLogLoss() {
        return smoothing() == 0.0 && negative.isLogLoss() && positive.isLogLoss();
    }

    @Override
    public boolean hasPosteriorMap() {
        return negative.hasPosteriorMap() && positive.hasPosteriorMap();
    }

    @Override
    public BinaryCalibration calibration() {
        return new BinaryCalibration(this);
    }

    @Override
    public double[] constantMargins(LabelSums sums) {
        double[] sides = {negativeWeight * sums.negative(1), positiveWeight * sums.positive(1)};
        return new double[] {constantMargin(sides)};
    }

    /** Returns an infinite margin if only one side has weight, or NaN if a finite margin has to be fitted. */
    double constantMargin(double[] weightsOfSides) {
        if (smoothing() > 0.0 || (weightsOfSides[0] > 0.0 && weightsOfSides[1] > 0.0)) {
            return Double.NaN;
        }
        return weightsOfSides[1] > 0.0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    /**
     * Log-odds of the weighted and smoothed labels.
     *
     * @param negativeSum sum of the instance weights of the rows with label 0
     * @param positiveSum sum of the instance weights of the rows with label 1
     * @return log-odds, nats; infinite if one side has no weight
     */
    public double logOdds(double negativeSum, double positiveSum) {
        double mean = 0.5 * smoothing() * (negativeSum + positiveSum);
        double smoothedNegative = (1.0 - smoothing()) * negativeSum + mean;
        double smoothedPositive = (1.0 - smoothing()) * positiveSum + mean;
        return Math.log(positiveWeight * smoothedPositive / (negativeWeight * smoothedNegative));
    }

    @Override
    SignedMargins terms(double[] margins, TileRows rows) {
        SignedMargins terms = new SignedMargins(2 * rows.numRows());
        for (int r = 0; r < rows.numRows(); r++) {
            addTerms(terms, r, new Entry(0, margins[r], rows.label(r), rows.weight(r)), 1.0);
        }
        return terms;
    }

    /** One label of a row, and the margin of its column. */
    record Entry(int column, double margin, double label, double weight) {}

    /** Adds one term for the side of the label, and one for the other side if labels are smoothed. */
    void addTerms(SignedMargins terms, int row, Entry entry, double columnWeight) {
        for (int side = 0; side < 2; side++) {
            boolean isPositive = side == 1;
            double share = 0.5 * smoothing() + (entry.label() > 0.0 == isPositive ? 1.0 - smoothing() : 0.0);
            if (share > 0.0) {
                SignedMargins.Term term = new SignedMargins.Term(
                        entry.column(),
                        isPositive,
                        isPositive ? positive : negative,
                        columnWeight * (isPositive ? positiveWeight : negativeWeight));
                terms.add(row, term, isPositive ? entry.margin() : -entry.margin(), share * entry.weight());
            }
        }
    }

    @Override
    public void evaluate(double[] margins, TileRows rows, LossSums sums) {
        if (smoothing() > 0.0) {
            evaluateTerms(margins, rows, sums);
            return;
        }
        int numRows = rows.numRows();
        double[] signs = rows.scratch().array(Use.SIGNS, numRows);
        double[] z = rows.scratch().array(Use.SIGNED_MARGINS, numRows);
        for (int r = 0; r < numRows; r++) {
            signs[r] = 2.0 * rows.label(r) - 1.0;
            z[r] = signs[r] * margins[r];
        }
        sides.evaluate(rows, z, sums);
        for (int r = 0; r < numRows; r++) {
            margins[r] = signs[r] * z[r];
        }
    }
}
