package org.focalspark.training;

import java.util.Locale;

/** How much of the driver's memory fits take: their vectors are as long as the model is large. */
final class DriverMemory {
    /** Vectors of the optimizer that a fit keeps, measured: 20 are ten pairs of its history. */
    private static final long VECTORS_PER_FIT = 40;

    /** Share of the memory that fits may take together. */
    private static final double SHARE = 0.25;

    private DriverMemory() {}

    /**
     * Number of fits that may run at once.
     *
     * @param numFits number of fits, &gt;= 0
     * @param dimension length of the optimizer's vector
     * @return at least 1
     */
    static int fitsAtOnce(int numFits, long dimension) {
        double bytes = SHARE * Runtime.getRuntime().maxMemory();
        return (int) Math.max(1.0, Math.min(numFits, bytes / bytesOf(dimension)));
    }

    /**
     * Refuses a fit that would end in an OutOfMemoryError, which stops the whole application in local mode.
     *
     * @param featuresCol column of the vectors
     * @param numFeatures size of the vectors
     * @param dimension length of the optimizer's vector, as far as it is known
     * @throws IllegalArgumentException that names the column, the memory and the way out
     */
    static void require(String featuresCol, int numFeatures, long dimension) {
        require(featuresCol, numFeatures, dimension, Runtime.getRuntime().maxMemory());
    }

    static void require(String featuresCol, int numFeatures, long dimension, long maxMemory) {
        if (bytesOf(dimension) > maxMemory) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Column '%s' has vectors of size %,d: a fit of %,d coefficients needs about %.1f GB of driver memory, but"
                            + " the driver has %.1f GB. Raise spark.driver.memory, or hash the features into fewer, for"
                            + " example with FeatureHasher.",
                    featuresCol,
                    numFeatures,
                    dimension,
                    bytesOf(dimension) / 1e9,
                    maxMemory / 1e9));
        }
    }

    private static double bytesOf(long dimension) {
        return (double) VECTORS_PER_FIT * Double.BYTES * dimension;
    }
}
