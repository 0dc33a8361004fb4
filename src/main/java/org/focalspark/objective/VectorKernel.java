package org.focalspark.objective;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.focalspark.loss.TileMath;

/**
 * Kernel of the Vector API, for JVMs that were started with the module jdk.incubator.vector; loaded nowhere else.
 *
 * <p>Vectors are as wide as the machine's: sums on machines of another width differ in their last bits.
 */
public final class VectorKernel implements Kernel {
    private static final long serialVersionUID = 1L;

    /** As wide as this machine has them. A JVM without the Vector API stops here, before there is a kernel. */
    static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

    static final int LANES = DOUBLES.length();

    /** Rows, and columns, that are taken together. */
    static final int BLOCK = 4;

    /** Makes the kernel. */
    public VectorKernel() {}

    @Override
    public void addMargins(Rows rows, double[] coefficients, double[] margins) {
        VectorMargins.add(rows, coefficients, margins);
    }

    @Override
    public void addGradient(Rows rows, double[] multipliers, double[] gradient) {
        VectorGradient.add(rows, multipliers, gradient);
    }

    @Override
    public void addMargins(FloatRows rows, double[] coefficients, double[] margins) {
        if (coefficients.length == rows.width()) {
            VectorFloats.addMargins(rows, coefficients, margins);
        } else {
            Kernel.super.addMargins(rows, coefficients, margins);
        }
    }

    @Override
    public void addGradient(FloatRows rows, double[] multipliers, double[] gradient) {
        if (gradient.length == rows.width()) {
            VectorFloats.addGradient(rows, multipliers, gradient);
        } else {
            Kernel.super.addGradient(rows, multipliers, gradient);
        }
    }

    @Override
    public void widen(float[] values, int start, double[] target, int length) {
        VectorFloats.widen(values, start, target, length);
    }

    @Override
    public TileMath math() {
        return new VectorTileMath();
    }
}
