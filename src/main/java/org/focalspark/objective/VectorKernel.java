package org.focalspark.objective;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.focalspark.loss.tile.TileMath;

/**
 * Kernel of the Vector API, for JVMs that were started with the module jdk.incubator.vector; loaded nowhere else.
 *
 * <p>Vectors are as wide as the machine's: sums on machines of another width differ in their last bits.
 */
public final class VectorKernel implements Kernel {
    private static final long serialVersionUID = 1L;

    /**
     * As wide as this machine has them. The species of the largest vectors, not the preferred one, which is as large and yet
     * another class to the compiler: Spark's own BLAS takes it, too, and see {@link #exact}. A JVM without the Vector API stops
     * here, before there is a kernel.
     */
    static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_MAX;

    static final int LANES = DOUBLES.length();

    /**
     * The same vector, of a class that the compiler knows. What a loop leaves is to HotSpot 17 some DoubleVector, whose class
     * it guesses from the calls of DoubleVector's methods so far, whoever made them. If vectors of another class have come by
     * it cannot, and every vector becomes an object: passes then took six times as long. What an operation of a vector whose
     * class it knows gives back has a class that it knows.
     */
    static DoubleVector exact(DoubleVector vector) {
        return DoubleVector.zero(DOUBLES).add(vector);
    }

    /** Makes the kernel. */
    public VectorKernel() {}

    @Override
    public DenseProducts products() {
        return new VectorProducts();
    }

    @Override
    public TileMath math() {
        return new VectorTileMath();
    }
}
