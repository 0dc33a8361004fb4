package org.focalspark.objective;

import java.io.Serializable;

/**
 * Linear part of a model on raw feature values: margin of column c = x . coefficients_c + offset_c.
 *
 * <p>Not a record: it is broadcast, and Spark's Kryo cannot read records.
 */
public final class Predictor implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] coefficients;
    private final double[] offsets;

    /**
     * Creates a linear model.
     *
     * @param coefficients coefficients of the raw values, column by column, length numFeatures * columns; not copied
     * @param offsets constant term of each column, length columns; not copied
     */
    public Predictor(double[] coefficients, double[] offsets) {
        this.coefficients = coefficients;
        this.offsets = offsets;
    }

    /**
     * Coefficients of the raw values.
     *
     * @return column by column, length numFeatures * columns; not a copy
     */
    public double[] coefficients() {
        return coefficients;
    }

    /**
     * Constant terms.
     *
     * @return one per column; not a copy
     */
    public double[] offsets() {
        return offsets;
    }
}
