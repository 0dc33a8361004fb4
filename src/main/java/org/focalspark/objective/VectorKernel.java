package org.focalspark.objective;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.focalspark.loss.tile.TileMath;

/**
 * Kernel of the Vector API, for JVMs that were started with the module jdk.incubator.vector. Not loaded in other JVMs.
 *
 * <p>Vectors have the width of the machine, so sums on machines of different width differ in their last bits.
 */
public final class VectorKernel implements Kernel {
    private static final long serialVersionUID = 1L;

    /**
     * Species of the largest vectors of this machine, which Spark's own BLAS uses too. The preferred species has the
     * same size but is another class to the compiler, see {@link #exact}. In a JVM without the Vector API, this
     * initialization fails before a kernel is created.
     */
    static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_MAX;

    static final int LANES = DOUBLES.length();

    /**
     * Returns the same vector with a class that the compiler knows. To HotSpot 17, the result of a loop is a
     * DoubleVector of unknown class, which it guesses from all calls of DoubleVector's methods so far. If vectors of
     * different classes have occurred, it cannot guess, and every vector becomes an object: passes then took six times
     * as long. The result of an operation on a vector of known class has a known class.
     */
    static DoubleVector exact(DoubleVector vector) {
        return DoubleVector.zero(DOUBLES).add(vector);
    }

    /** Creates the kernel. */
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
