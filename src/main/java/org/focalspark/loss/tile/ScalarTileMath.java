package org.focalspark.loss.tile;

/** Elementary functions in scalar loops, for any JVM. */
public final class ScalarTileMath implements TileMath {

    /** Creates the functions. */
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

    @Override
    public void othersSoftmax(double[] logits, OtherClasses others, int from, int to) {
        int numRows = others.numRows();
        int end = others.numClasses() * numRows;
        for (int r = from; r < to; r++) {
            int own = classOf(others, r) * numRows + r;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = r; i < end; i += numRows) {
                largest = i == own ? largest : Math.max(largest, logits[i]);
            }
            others.ownLogits()[r] = logits[own];
            double sum = 0.0;
            for (int i = r; i < end; i += numRows) {
                logits[i] = i == own ? 0.0 : Elementary.exp(logits[i] - largest);
                sum += logits[i];
            }
            double inverse = 1.0 / sum;
            for (int i = r; i < end; i += numRows) {
                logits[i] *= inverse;
            }
            others.largest()[r] = largest;
            others.sums()[r] = sum;
        }
    }

    @Override
    public void othersDerivatives(double[] softmax, OtherClasses others, double[] slopes, int from, int to) {
        int numRows = others.numRows();
        for (int r = from; r < to; r++) {
            int own = classOf(others, r) * numRows + r;
            for (int i = r; i < others.numClasses() * numRows; i += numRows) {
                softmax[i] = i == own ? slopes[r] : softmax[i] * -slopes[r];
            }
        }
    }

    private static int classOf(OtherClasses others, int row) {
        return (int) others.own()[row];
    }
}
