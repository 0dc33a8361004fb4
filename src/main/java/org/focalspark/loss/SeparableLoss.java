package org.focalspark.loss;

import java.util.Arrays;
import org.focalspark.loss.tile.TileRows;

/**
 * A loss that is a sum of pointwise losses of signed margins, each with the weight of its class.
 *
 * <pre>
 *   f(margins, y) = sum over classes k of y'_k a_k L_k(z_k),   y' = (1 - smoothing) onehot(y) + smoothing / K
 * </pre>
 *
 * <p>K is 2 for a binary loss and for every column of a column-wise one. Without smoothing only the term of the row's
 * own class is left, which subclasses take by a faster way. Immutable and thread-safe.
 */
public abstract class SeparableLoss implements MarginLoss {
    private static final long serialVersionUID = 1L;

    private final double smoothing;

    /**
     * Makes the loss.
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

    /** Takes the terms of a row. */
    @FunctionalInterface
    public interface TermVisitor {
        /**
         * Takes a term.
         *
         * @param column class or label
         * @param loss share of the label times class weight times loss, nats
         * @param factor share of the label times what makes the loss focal, without class weight; NaN if it has no
         *     factor
         */
        void accept(int column, double loss, double factor);
    }

    /**
     * Hands over the terms of one row: one for its label, or with columns or label smoothing several.
     *
     * @param margins one margin per column, infinities allowed where a column stands for itself
     * @param labels class index, or label of each column, NaN where unknown
     * @param visitor takes the terms
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

    /** The rows of the tile as terms; margins are read only. */
    abstract SignedMargins terms(double[] margins, TileRows rows);

    /**
     * Brings the derivatives of the terms back to the margins they were made of.
     *
     * @param terms terms of a tile
     * @param slopes derivative of each term in its signed margin
     * @param margins margins of the tile
     * @param multipliers receives the derivatives, laid out as the margins, at {@code offset}; was 0 there
     */
    void scatter(SignedMargins terms, double[] slopes, double[] margins, double[] multipliers, int offset) {
        int numRows = margins.length / numColumns();
        for (int i = 0; i < terms.size(); i++) {
            int target = offset + terms.column(i) * numRows + terms.row(i);
            multipliers[target] += terms.isPositive(i) ? slopes[i] : -slopes[i];
        }
    }

    /** Sums over all terms, for losses that have no faster way. */
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

    /** 1 where the loss is not convex, 0 where it is, NaN if that is unknown. */
    static double nonConvexShare(PointwiseLoss loss, double z) {
        double convexFrom = loss.convexFrom();
        return Double.isNaN(convexFrom) ? Double.NaN : z < convexFrom ? 1.0 : 0.0;
    }

    /** Columns whose terms share no row's term can have units of their own: one scale for all, or one per column. */
    int numScales() {
        return 1;
    }

    /** Whether a normalized loss is one ratio over all columns, and not one ratio per column. */
    boolean isPooled() {
        return true;
    }
}
