package org.focalspark.objective;

/** Least and largest value of every entry of the optimizer's vector; infinite where there is none. */
public final class Bounds {
    private final double[] lower;
    private final double[] upper;

    /**
     * Makes bounds.
     *
     * @param lower least value of each entry; not copied
     * @param upper largest value of each entry, none below the least; not copied
     */
    public Bounds(double[] lower, double[] upper) {
        this.lower = lower;
        this.upper = upper;
    }

    /**
     * Least values.
     *
     * @return one per entry; not a copy
     */
    public double[] lower() {
        return lower;
    }

    /**
     * Largest values.
     *
     * @return one per entry; not a copy
     */
    public double[] upper() {
        return upper;
    }

    /**
     * The nearest point within the bounds.
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
     * The gradient without what a bound holds against, which is 0 exactly at a solution.
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
