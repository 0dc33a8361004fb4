package org.focalspark.loss;

import java.io.Serializable;

/** Running sums of a loss over rows. Not thread-safe: one per task, merged afterwards. */
public final class LossSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final RatioSums ratios = new RatioSums();
    private double loss;
    private double nonConvexWeight;

    /** Makes sums over no rows. */
    public LossSums() {}

    /**
     * Adds the sums of some rows.
     *
     * @param lossOfRows sum of w a L, nats
     * @param nonConvexWeightOfRows sum of w over the rows whose loss is not convex at their margin
     */
    public void add(double lossOfRows, double nonConvexWeightOfRows) {
        loss += lossOfRows;
        nonConvexWeight += nonConvexWeightOfRows;
    }

    /**
     * Adds the sums of other rows.
     *
     * @param other sums over rows that are not in this one
     */
    public void merge(LossSums other) {
        add(other.loss, other.nonConvexWeight);
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
     * Instance weight of the rows in the zone where the loss is not convex.
     *
     * @return sum of w over those rows, NaN if the zone is unknown
     */
    public double nonConvexWeight() {
        return nonConvexWeight;
    }
}
