package org.focalspark.loss.tile;

/**
 * exp, and log1p over [0, 1], computed with additions, multiplications, divisions and fused multiply-adds only. IEEE
 * 754 defines how these operations round, so results are bit-identical on every machine, before and after JIT
 * compilation, and for scalars and vectors. docs/numerics.md section 2 derives the error bound.
 *
 * <pre>
 *   exp:    x = k log 2 + r, |r| &lt;= log 2 / 2;   exp x = 2^k (1 + (r + r^2 P(r)))
 *   log1p:  s = t / (2 + t), w = s^2, h = t^2 / 2;   log(1 + t) = t - (h - s (h + w Q(w)))
 * </pre>
 *
 * <p>P and Q are minimax polynomials of degree 9 (src/test/reference/elementary.py); the error is at most 1 ulp if the
 * result is normal. The constants are public for implementations of {@link TileMath}, which must use the same steps.
 */
public final class Elementary {
    /** Bound of |x| below which 2^k is a normal number, so that k can be added to the exponent bits. */
    public static final double EXP_NORMAL = 707.0;
    /** Adding it rounds a number to an integer, which the lowest bits of the sum contain. */
    public static final double ROUNDING = 0x1.8p52;

    /** 1 / log 2. */
    public static final double LOG2_E = 1.4426950408889634;
    /** Leading part of log 2. A fused multiply-add subtracts k times it without rounding the product. */
    public static final double LN2_HIGH = 0.6931471805599453;
    /** Remainder of log 2. */
    public static final double LN2_LOW = 2.3190468138462996e-17;

    /** Coefficient 0 of P. */
    public static final double P0 = 0.5000000000000011;
    /** Coefficient 1 of P. */
    public static final double P1 = 0.16666666666666413;
    /** Coefficient 2 of P. */
    public static final double P2 = 0.04166666666653019;
    /** Coefficient 3 of P. */
    public static final double P3 = 0.008333333333494525;
    /** Coefficient 4 of P. */
    public static final double P4 = 0.0013888888943622028;
    /** Coefficient 5 of P. */
    public static final double P5 = 0.00019841269506425197;
    /** Coefficient 6 of P. */
    public static final double P6 = 2.4801493107786176e-05;
    /** Coefficient 7 of P. */
    public static final double P7 = 2.755758652317159e-06;
    /** Coefficient 8 of P. */
    public static final double P8 = 2.763024504301453e-07;
    /** Coefficient 9 of P. */
    public static final double P9 = 2.5000010853119453e-08;

    /** Coefficient 0 of Q. */
    public static final double Q0 = 0.6666666666666631;
    /** Coefficient 1 of Q. */
    public static final double Q1 = 0.40000000000155117;
    /** Coefficient 2 of Q. */
    public static final double Q2 = 0.285714285481179;
    /** Coefficient 3 of Q. */
    public static final double Q3 = 0.22222223953642595;
    /** Coefficient 4 of Q. */
    public static final double Q4 = 0.18181744479360276;
    /** Coefficient 5 of Q. */
    public static final double Q5 = 0.1538654838596431;
    /** Coefficient 6 of Q. */
    public static final double Q6 = 0.13301121456732692;
    /** Coefficient 7 of Q. */
    public static final double Q7 = 0.12104944451939254;
    /** Coefficient 8 of Q. */
    public static final double Q8 = 0.0834497260457457;
    /** Coefficient 9 of Q. */
    public static final double Q9 = 0.17009756300218243;

    /** exp is 0 below this exponent. */
    private static final double EXP_LOWEST = -746.0;

    /** exp is infinite above this exponent. */
    private static final double EXP_HIGHEST = 710.0;

    private Elementary() {}

    /**
     * Exponential.
     *
     * @param x exponent, infinities and NaN allowed
     * @return e^x, subnormal or 0 if x is very negative
     */
    public static double exp(double x) {
        if (!(Math.abs(x) < EXP_NORMAL)) {
            return expOfFar(x);
        }
        double shifted = Math.fma(x, LOG2_E, ROUNDING);
        long exponent = Double.doubleToRawLongBits(shifted) << 52;
        return Double.longBitsToDouble(Double.doubleToRawLongBits(expOfRest(x, shifted - ROUNDING)) + exponent);
    }

    /** Evaluates exp for |x| at or above EXP_NORMAL, or NaN. scalb rounds a subnormal result only once. */
    private static double expOfFar(double x) {
        double near = Math.min(Math.max(x, EXP_LOWEST), EXP_HIGHEST);
        double k = Math.fma(near, LOG2_E, ROUNDING) - ROUNDING;
        return Math.scalb(expOfRest(near, k), (int) k);
    }

    /** exp(x - k log 2), in (0.7, 1.5). */
    private static double expOfRest(double x, double k) {
        double r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
        double p = Math.fma(P9, r, P8);
        p = Math.fma(p, r, P7);
        p = Math.fma(p, r, P6);
        p = Math.fma(p, r, P5);
        p = Math.fma(p, r, P4);
        p = Math.fma(p, r, P3);
        p = Math.fma(p, r, P2);
        p = Math.fma(p, r, P1);
        p = Math.fma(p, r, P0);
        return 1.0 + Math.fma(r * r, p, r);
    }

    /**
     * log(1 + t).
     *
     * @param t in [0, 1], or NaN
     * @return logarithm, nats, accurate for the smallest t too
     */
    public static double log1p(double t) {
        return t - missing(t);
    }

    /**
     * Returns the rounding error of {@link #log1p}, by which a multiple of the logarithm can be corrected.
     *
     * @param t in [0, 1], or NaN
     * @return log(1 + t) - log1p(t), up to the rounding error of the subtracted term in the formula above
     */
    public static double log1pRest(double t) {
        double missing = missing(t);
        return t - (t - missing) - missing;
    }

    /** t - log(1 + t). */
    private static double missing(double t) {
        double s = t / (2.0 + t);
        double w = s * s;
        double q = Math.fma(Q9, w, Q8);
        q = Math.fma(q, w, Q7);
        q = Math.fma(q, w, Q6);
        q = Math.fma(q, w, Q5);
        q = Math.fma(q, w, Q4);
        q = Math.fma(q, w, Q3);
        q = Math.fma(q, w, Q2);
        q = Math.fma(q, w, Q1);
        q = Math.fma(q, w, Q0);
        double h = 0.5 * t * t;
        return Math.fma(-s, Math.fma(w, q, h), h);
    }
}
