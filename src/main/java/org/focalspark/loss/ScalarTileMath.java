package org.focalspark.loss;

/** Elementary functions one value after the other, for any JVM. */
public final class ScalarTileMath implements TileMath {

    /** Makes the functions. */
    public ScalarTileMath() {}

    @Override
    public void exp(double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = Math.exp(x[i]);
        }
    }
}
