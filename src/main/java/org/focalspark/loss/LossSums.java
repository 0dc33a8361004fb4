package org.focalspark.loss;

import java.io.Serializable;

/** Running sums of a loss over rows. Not thread-safe: one instance per task, merged afterward. */
public final class LossSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final RatioSums ratios = new RatioSums();
    private double loss;
    private double nonConvexWeight;
    private double weight;

    /** Creates empty sums. */
    public LossSums() {}

    /**
     * Adds the sums of some rows.
     *
     * @param lossOfRows sum of w a L, nats
     * @param nonConvexWeightOfRows sum of w over the terms whose loss is not convex at their margin
     * @param weightOfRows sum of w over all terms that were checked for convexity
     */
    public void add(double lossOfRows, double nonConvexWeightOfRows, double weightOfRows) {
        loss += lossOfRows;
        nonConvexWeight += nonConvexWeightOfRows;
        weight += weightOfRows;
    }

    /**
     * Adds the sums of other rows.
     *
     * @param other sums over rows that are not in this one
     */
    public void merge(LossSums other) {
        add(other.loss, other.nonConvexWeight, other.weight);
        ratios.merge(other.ratios);
    }

    /**
     * Numerators and denominators of a normalized loss.
     *
     * @return empty for other losses; not a copy
     */
    public RatioSums ratios() {
        return ratios;
    }

    /**
     * Sum of the weighted losses.
     *
     * @return sum of w a L, nats
     */
    public double loss() {
        return loss;
    }

    /**
     * Share of the weight in the zone where the loss is not convex; with columns, over all known labels of the columns
     * that are fitted.
     *
     * @return share in [0, 1], 0 without rows, NaN if the zone is unknown
     */
    public double nonConvexShare() {
        return weight == 0.0 ? 0.0 : nonConvexWeight / weight;
    }

    /**
     * Weight of the terms in the zone where the loss is not convex.
     *
     * @return sum of w over them, NaN if the zone is unknown
     */
    public double nonConvexWeight() {
        return nonConvexWeight;
    }

    /** Weight of all terms that were checked for convexity. */
    double weight() {
        return weight;
    }
}
