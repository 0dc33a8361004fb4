package org.focalspark.loss;

/** Elementary functions one value after the other, for any JVM. */
public final class ScalarTileMath implements TileMath {

    /** Makes the functions. */
    public ScalarTileMath() {}

    @Override
    public void exp(double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = Elementary.exp(x[i]);
        }
    }

    @Override
    public void logistic(double[] z, Logistic logistic, int from, int to) {
        for (int i = from; i < to; i++) {
            double margin = z[i];
            double t = Elementary.exp(-Math.abs(margin));
            double l = Elementary.log1p(t);
            double larger = 1.0 / (1.0 + t);
            double smaller = t * larger;
            boolean isNegative = margin < 0.0;
            logistic.p()[i] = isNegative ? smaller : larger;
            logistic.q()[i] = isNegative ? larger : smaller;
            logistic.s()[i] = isNegative ? l - margin : l;
            logistic.l()[i] = l;
            logistic.rest()[i] = Elementary.log1pRest(t);
        }
    }
}
