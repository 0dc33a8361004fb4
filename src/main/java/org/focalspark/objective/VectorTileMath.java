package org.focalspark.objective;

import static org.focalspark.objective.VectorKernel.exact;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.focalspark.loss.tile.Elementary;
import org.focalspark.loss.tile.Logistic;
import org.focalspark.loss.tile.OtherClasses;
import org.focalspark.loss.tile.ScalarTileMath;
import org.focalspark.loss.tile.TileMath;

/**
 * Elementary functions in the Vector API. They use the steps of {@link Elementary} and {@link ScalarTileMath} on
 * several values at a time. Loaded only by {@link VectorKernel}.
 *
 * <p>The API's own exponential is not used: its bits depend on whether the JVM has compiled the method yet. If the
 * exponential of a value is not a normal number, its vector is evaluated by the scalar functions. Constants are
 * broadcast at each use: if a method of this class broadcasts them, HotSpot 17 does not hoist them out of the loop,
 * which halves the speed.
 */
final class VectorTileMath implements TileMath {
    private static final VectorSpecies<Double> DOUBLES = VectorKernel.DOUBLES;
    private static final int LANES = VectorKernel.LANES;
    private static final ScalarTileMath SCALAR = new ScalarTileMath();

    @Override
    public void exp(double[] x, int from, int to) {
        int i = from;
        for (; i + LANES <= to; i += LANES) {
            DoubleVector exponents = DoubleVector.fromArray(DOUBLES, x, i);
            if (areNormal(exponents.abs())) {
                exp(exponents).intoArray(x, i);
            } else {
                SCALAR.exp(x, i, i + LANES);
            }
        }
        SCALAR.exp(x, i, to);
    }

    @Override
    public void logistic(double[] z, Logistic logistic, int from, int to) {
        double[] p = logistic.p();
        double[] q = logistic.q();
        double[] s = logistic.s();
        double[] ls = logistic.l();
        double[] rest = logistic.rest();
        int i = from;
        for (; i + LANES <= to; i += LANES) {
            DoubleVector margins = DoubleVector.fromArray(DOUBLES, z, i);
            DoubleVector sizes = margins.abs();
            if (areNormal(sizes)) {
                DoubleVector t = exp(sizes.neg());
                DoubleVector missing = missing(t);
                DoubleVector l = t.sub(missing);
                DoubleVector one = DoubleVector.broadcast(DOUBLES, 1.0);
                DoubleVector larger = one.div(t.add(one));
                DoubleVector smaller = t.mul(larger);
                VectorMask<Double> isNegative = margins.compare(VectorOperators.LT, 0.0);
                larger.blend(smaller, isNegative).intoArray(p, i);
                smaller.blend(larger, isNegative).intoArray(q, i);
                l.blend(l.sub(margins), isNegative).intoArray(s, i);
                l.intoArray(ls, i);
                t.sub(l).sub(missing).intoArray(rest, i);
            } else {
                SCALAR.logistic(z, logistic, i, i + LANES);
            }
        }
        SCALAR.logistic(z, logistic, i, to);
    }

    @Override
    public void othersSoftmax(double[] logits, OtherClasses others, int from, int to) {
        int r = from;
        for (; r + LANES <= to; r += LANES) {
            if (areNearLargest(logits, others, r)) {
                powers(logits, others, r);
                divideBySum(logits, others, r);
            } else {
                SCALAR.othersSoftmax(logits, others, r, r + LANES);
            }
        }
        SCALAR.othersSoftmax(logits, others, r, to);
    }

    /**
     * Stores the largest logits, and returns whether the exponentials of all others relative to them are normal
     * numbers.
     */
    private static boolean areNearLargest(double[] logits, OtherClasses others, int row) {
        DoubleVector own = DoubleVector.fromArray(DOUBLES, others.own(), row);
        DoubleVector largest = DoubleVector.broadcast(DOUBLES, Double.NEGATIVE_INFINITY);
        DoubleVector smallest = DoubleVector.broadcast(DOUBLES, Double.POSITIVE_INFINITY);
        int i = row;
        for (int k = 0; k < others.numClasses(); k++) {
            DoubleVector x = DoubleVector.fromArray(DOUBLES, logits, i);
            VectorMask<Double> isOwn = own.compare(VectorOperators.EQ, (double) k);
            largest = x.blend(largest, isOwn).max(largest);
            smallest = x.blend(smallest, isOwn).min(smallest);
            i += others.numRows();
        }
        exact(largest).intoArray(others.largest(), row);
        return areNormal(exact(largest).sub(smallest));
    }

    private static void powers(double[] logits, OtherClasses others, int row) {
        DoubleVector own = DoubleVector.fromArray(DOUBLES, others.own(), row);
        DoubleVector largest = DoubleVector.fromArray(DOUBLES, others.largest(), row);
        DoubleVector sum = DoubleVector.zero(DOUBLES);
        DoubleVector none = DoubleVector.broadcast(DOUBLES, -0.0); // x + -0.0 is x, for -0.0 too
        DoubleVector ownLogit = none;
        int i = row;
        for (int k = 0; k < others.numClasses(); k++) {
            DoubleVector x = DoubleVector.fromArray(DOUBLES, logits, i);
            VectorMask<Double> isOwn = own.compare(VectorOperators.EQ, (double) k);
            DoubleVector power = exp(x.blend(largest, isOwn).sub(largest)).blend(0.0, isOwn);
            power.intoArray(logits, i);
            sum = power.add(sum);
            ownLogit = none.blend(x, isOwn).add(ownLogit);
            i += others.numRows();
        }
        exact(sum).intoArray(others.sums(), row);
        exact(ownLogit).intoArray(others.ownLogits(), row);
    }

    private static void divideBySum(double[] powers, OtherClasses others, int row) {
        DoubleVector inverse =
                DoubleVector.broadcast(DOUBLES, 1.0).div(DoubleVector.fromArray(DOUBLES, others.sums(), row));
        int i = row;
        for (int k = 0; k < others.numClasses(); k++) {
            DoubleVector.fromArray(DOUBLES, powers, i).mul(inverse).intoArray(powers, i);
            i += others.numRows();
        }
    }

    @Override
    public void othersDerivatives(double[] softmax, OtherClasses others, double[] slopes, int from, int to) {
        int r = from;
        for (; r + LANES <= to; r += LANES) {
            DoubleVector own = DoubleVector.fromArray(DOUBLES, others.own(), r);
            DoubleVector slope = DoubleVector.fromArray(DOUBLES, slopes, r);
            DoubleVector opposite = slope.neg();
            int i = r;
            for (int k = 0; k < others.numClasses(); k++) {
                VectorMask<Double> isOwn = own.compare(VectorOperators.EQ, (double) k);
                DoubleVector.fromArray(DOUBLES, softmax, i)
                        .mul(opposite)
                        .blend(slope, isOwn)
                        .intoArray(softmax, i);
                i += others.numRows();
            }
        }
        SCALAR.othersDerivatives(softmax, others, slopes, r, to);
    }

    /** Returns false also for NaN. */
    private static boolean areNormal(DoubleVector sizes) {
        return sizes.compare(VectorOperators.LT, Elementary.EXP_NORMAL).allTrue();
    }

    private static DoubleVector exp(DoubleVector x) {
        DoubleVector rounding = DoubleVector.broadcast(DOUBLES, Elementary.ROUNDING);
        DoubleVector shifted = x.fma(DoubleVector.broadcast(DOUBLES, Elementary.LOG2_E), rounding);
        DoubleVector k = shifted.sub(rounding);
        DoubleVector r = k.fma(
                DoubleVector.broadcast(DOUBLES, -Elementary.LN2_LOW),
                k.fma(DoubleVector.broadcast(DOUBLES, -Elementary.LN2_HIGH), x));
        DoubleVector p =
                DoubleVector.broadcast(DOUBLES, Elementary.P9).fma(r, DoubleVector.broadcast(DOUBLES, Elementary.P8));
        p = p.fma(r, DoubleVector.broadcast(DOUBLES, Elementary.P7));
        p = p.fma(r, DoubleVector.broadcast(DOUBLES, Elementary.P6));
        p = p.fma(r, DoubleVector.broadcast(DOUBLES, Elementary.P5));
        p = p.fma(r, DoubleVector.broadcast(DOUBLES, Elementary.P4));
        p = p.fma(r, DoubleVector.broadcast(DOUBLES, Elementary.P3));
        p = p.fma(r, DoubleVector.broadcast(DOUBLES, Elementary.P2));
        p = p.fma(r, DoubleVector.broadcast(DOUBLES, Elementary.P1));
        p = p.fma(r, DoubleVector.broadcast(DOUBLES, Elementary.P0));
        DoubleVector ofRest = r.mul(r).fma(p, r).add(1.0);
        return ofRest.reinterpretAsLongs()
                .add(shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52))
                .reinterpretAsDoubles();
    }

    /** t - log(1 + t). */
    private static DoubleVector missing(DoubleVector t) {
        DoubleVector s = t.div(t.add(2.0));
        DoubleVector w = s.mul(s);
        DoubleVector q =
                DoubleVector.broadcast(DOUBLES, Elementary.Q9).fma(w, DoubleVector.broadcast(DOUBLES, Elementary.Q8));
        q = q.fma(w, DoubleVector.broadcast(DOUBLES, Elementary.Q7));
        q = q.fma(w, DoubleVector.broadcast(DOUBLES, Elementary.Q6));
        q = q.fma(w, DoubleVector.broadcast(DOUBLES, Elementary.Q5));
        q = q.fma(w, DoubleVector.broadcast(DOUBLES, Elementary.Q4));
        q = q.fma(w, DoubleVector.broadcast(DOUBLES, Elementary.Q3));
        q = q.fma(w, DoubleVector.broadcast(DOUBLES, Elementary.Q2));
        q = q.fma(w, DoubleVector.broadcast(DOUBLES, Elementary.Q1));
        q = q.fma(w, DoubleVector.broadcast(DOUBLES, Elementary.Q0));
        DoubleVector h = t.mul(0.5).mul(t);
        return s.neg().fma(w.fma(q, h), h);
    }
}
