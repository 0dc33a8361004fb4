package org.focalspark.objective;

/** Lower and upper bound of every entry of the optimizer's vector; infinite if there is none. */
public final class Bounds {
    private final double[] lower;
    private final double[] upper;

    /**
     * Creates bounds.
     *
     * @param lower lower bound of each entry; not copied
     * @param upper upper bound of each entry, not below the lower bound; not copied
     */
    public Bounds(double[] lower, double[] upper) {
        this.lower = lower;
        this.upper = upper;
    }

    /**
     * Lower bounds.
     *
     * @return one per entry; not a copy
     */
    public double[] lower() {
        return lower;
    }

    /**
     * Upper bounds.
     *
     * @return one per entry; not a copy
     */
    public double[] upper() {
        return upper;
    }

    /**
     * Returns the nearest point within the bounds.
     *
     * @param point optimizer's vector
     * @return new vector
     */
    public double[] project(double[] point) {
        double[] projected = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            projected[i] = Math.min(Math.max(point[i], lower[i]), upper[i]);
        }
        return projected;
    }

    /**
     * Returns the projected gradient: 0 for each entry that a bound stops. It is 0 exactly at a solution.
     *
     * @param point optimizer's vector, within the bounds
     * @param gradient gradient there
     * @return projected gradient
     */
    public double[] projectedGradient(double[] point, double[] gradient) {
        double[] projected = new double[gradient.length];
        for (int i = 0; i < gradient.length; i++) {
            boolean held = gradient[i] > 0.0 ? point[i] <= lower[i] : point[i] >= upper[i];
            projected[i] = held ? 0.0 : gradient[i];
        }
        return projected;
    }
}
