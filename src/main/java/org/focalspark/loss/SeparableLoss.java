package org.focalspark.loss;

import java.util.Arrays;
import org.focalspark.loss.tile.TileRows;

/**
 * Loss that is a sum of pointwise losses of signed margins, each with the weight of its class.
 *
 * <pre>
 *   f(margins, y) = sum over classes k of y'_k a_k L_k(z_k),   y' = (1 - smoothing) onehot(y) + smoothing / K
 * </pre>
 *
 * <p>K is 2 for a binary loss and for every column of a column-wise loss. Without smoothing only the term of the row's
 * own class remains, which subclasses evaluate by a faster method. Immutable and thread-safe.
 */
public abstract class SeparableLoss implements MarginLoss {
    private static final long serialVersionUID = 1L;

    private final double smoothing;

    /**
     * Creates the loss.
     *
     * @param smoothing label smoothing, in [0, 1)
     * @throws IllegalArgumentException if it is out of range
     */
    SeparableLoss(double smoothing) {
        if (!(smoothing >= 0.0 && smoothing < 1.0)) {
            throw new IllegalArgumentException("labelSmoothing must be in [0, 1), but was " + smoothing + ".");
        }
        this.smoothing = smoothing;
    }

    /**
     * Label smoothing.
     *
     * @return share of every label that is spread over all classes, in [0, 1)
     */
    public final double smoothing() {
        return smoothing;
    }

    /** Visitor of the terms of a row. */
    @FunctionalInterface
    public interface TermVisitor {
        /**
         * Visits a term.
         *
         * @param column class or label
         * @param loss share of the label times class weight times loss, nats
         * @param factor share of the label times focal factor, without class weight; NaN if the loss has no focal
         *     factor
         */
        void accept(int column, double loss, double factor);
    }

    /**
     * Visits the terms of one row: one for its label, or several with columns or label smoothing.
     *
     * @param margins one margin per column; infinite only if no term depends on several columns
     * @param labels class index, or label of each column, NaN if unknown
     * @param visitor receives the terms
     */
    public final void visitTerms(double[] margins, double[] labels, TermVisitor visitor) {
        SignedMargins terms = terms(margins, TileRows.of(labels, new double[0], 0, 1));
        for (int i = 0; i < terms.size(); i++) {
            PointwiseLoss loss = terms.loss(i);
            double z = terms.z(i);
            double weight = terms.weight(i) * terms.classWeight(i);
            double factor = loss.factor().isPresent() ? loss.factor().get().of(z) : Double.NaN;
            visitor.accept(terms.column(i), weight == 0.0 ? 0.0 : weight * loss.loss(z), terms.weight(i) * factor);
        }
    }

    /** Returns the terms of the rows of a tile. The margins are not changed. */
    abstract SignedMargins terms(double[] margins, TileRows rows);

    /**
     * Converts the derivatives of the terms to multipliers of their margins.
     *
     * @param terms terms of a tile
     * @param slopes derivative of each term in its signed margin
     * @param margins margins of the tile
     * @param multipliers receives the derivatives, laid out as the margins, from index {@code offset}; 0 there on entry
     */
    void scatter(SignedMargins terms, double[] slopes, double[] margins, double[] multipliers, int offset) {
        int numRows = margins.length / numColumns();
        for (int i = 0; i < terms.size(); i++) {
            int target = offset + terms.column(i) * numRows + terms.row(i);
            multipliers[target] += terms.isPositive(i) ? slopes[i] : -slopes[i];
        }
    }

    /** Evaluates all terms, for losses without a faster method. */
    final void evaluateTerms(double[] margins, TileRows rows, LossSums sums) {
        double[] original = Arrays.copyOf(margins, numColumns() * rows.numRows());
        SignedMargins terms = terms(original, rows);
        double[] slopes = new double[terms.size()];
        double lossSum = 0.0;
        double nonConvexWeight = 0.0;
        double allWeight = 0.0;
        for (int i = 0; i < slopes.length; i++) {
            double weight = terms.weight(i) * terms.classWeight(i);
            allWeight += terms.weight(i);
            if (weight > 0.0) {
                lossSum += weight * terms.loss(i).loss(terms.z(i));
                slopes[i] = weight * terms.loss(i).derivative(terms.z(i));
                nonConvexWeight += nonConvexShare(terms.loss(i), terms.z(i)) * terms.weight(i);
            }
        }
        Arrays.fill(margins, 0, original.length, 0.0);
        scatter(terms, slopes, original, margins, 0);
        sums.add(lossSum, nonConvexWeight, allWeight);
    }

    /** Returns 1 if the loss is not convex at z, 0 if it is convex, NaN if that is unknown. */
    static double nonConvexShare(PointwiseLoss loss, double z) {
        double convexFrom = loss.convexFrom();
        return Double.isNaN(convexFrom) ? Double.NaN : z < convexFrom ? 1.0 : 0.0;
    }

    /**
     * Number of scales of a normalized loss: 1 for all columns, or one per column if no term depends on several
     * columns.
     */
    int numScales() {
        return 1;
    }

    /** Whether a normalized loss is one ratio over all columns, and not one ratio per column. */
    boolean isPooled() {
        return true;
    }
}
