package org.focalspark.training.job;

import java.util.Locale;

/** Limits fits by the driver's memory: a fit has many vectors of the model's size. */
public final class DriverMemory {
    /** Measured number of vectors that a fit stores: 20 of them are the ten pairs of L-BFGS history. */
    private static final long VECTORS_PER_FIT = 40;

    /** Share of the memory that all fits together may use. */
    private static final double SHARE = 0.25;

    private DriverMemory() {}

    /**
     * Returns the number of fits that may run at once.
     *
     * @param numFits number of fits, &gt;= 0
     * @param dimension length of the optimizer's vector
     * @param metric numbers of a metric, 0 without one
     * @return at least 1
     */
    public static int fitsAtOnce(int numFits, long dimension, long metric) {
        double bytes = SHARE * Runtime.getRuntime().maxMemory();
        double ofFit = bytesOf(dimension) + (double) Double.BYTES * metric;
        return (int) Math.max(1.0, Math.min(numFits, bytes / ofFit));
    }

    /**
     * Rejects a fit that would end in an OutOfMemoryError, which stops the whole application in local mode.
     *
     * @param featuresCol column of the vectors
     * @param numFeatures size of the vectors
     * @param dimension length of the optimizer's vector, as far as known
     * @throws IllegalArgumentException if the fit does not fit; the message names the column, the memory and the fix
     */
    public static void require(String featuresCol, int numFeatures, long dimension) {
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
