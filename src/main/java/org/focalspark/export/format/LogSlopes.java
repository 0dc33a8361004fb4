package org.focalspark.export.format;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.focalspark.loss.PointwiseLoss;
import org.focalspark.loss.SlopeTerms;

/**
 * Terms of log(-L'(z)) and log(-L'(-z)) with one loss per column. {@link PointwiseLoss#logSlope(SlopeTerms)} combines
 * them.
 *
 * <pre>
 *   t = exp(-|z|), u = 1 + t, l = log u, z+ = max(z, 0)
 *   r = l / (u - 1) for z &gt; 0, t (l - z) elsewhere             p s / q
 *   focal:   log(1 + gamma r) - (gamma + 1)(z+ + l)
 * </pre>
 *
 * <p>l / (u - 1) is more accurate than l / t, because the rounding error of u cancels.
 *
 * @param <V> representation of numbers in the format
 */
final class LogSlopes<V> {
    private final ColumnMath<V> math;
    private final V zero;
    private final V one;
    private final V z;
    private final V t;
    private final V u;
    private final V l;
    /** Ratio r at |z|. */
    private final V ahead;
    /** Ratio r at -|z|. */
    private final V behind;

    /**
     * Creates the terms that all losses share.
     *
     * @param z margins, or logits of each class against all others
     * @param prefix prefix of the names of the terms
     */
    LogSlopes(ColumnMath<V> math, V z, String prefix) {
        this.math = math;
        this.zero = math.constant(0.0);
        this.one = math.constant(1.0);
        this.z = z;
        V size = math.abs(z);
        this.t = math.named(prefix + "t", math.exp(math.minus(zero, size)));
        this.u = math.named(prefix + "u", math.plus(one, t));
        this.l = math.named(prefix + "l", math.log(u));
        this.ahead = math.named(prefix + "a", math.where(u, one, math.over(l, math.minus(u, one)), one));
        // avoids 0 * infinity: t underflows if |z| is infinite
        this.behind = math.named(prefix + "b", math.where(t, zero, math.times(t, math.plus(l, size)), zero));
    }

    /** Returns log sigmoid(z) + log sigmoid(-z). */
    V logOfBothSides() {
        return math.minus(math.minus(zero, math.abs(z)), math.plus(l, l));
    }

    /** Returns log(-L'(z)), with one loss per column. */
    V of(List<? extends PointwiseLoss> losses) {
        return of(losses, z, math.where(z, zero, ahead, behind));
    }

    /** Returns log(-L'(-z)), with one loss per column. */
    V ofOpposite(List<? extends PointwiseLoss> losses) {
        return of(losses, math.minus(zero, z), math.where(z, zero, behind, ahead));
    }

    private V of(List<? extends PointwiseLoss> losses, V side, V ratio) {
        PointwiseLoss first = losses.get(0);
        if (losses.stream().anyMatch(loss -> loss.getClass() != first.getClass())) {
            throw new IllegalStateException("The losses of the columns are of several kinds, for which an export has"
                    + " no formula. Set calibration to none.");
        }
        return first.logSlope(new Terms(losses, side, ratio))
                .orElseThrow(() -> new IllegalStateException(String.format(
                        "The probabilities of a %s have no formula in an export. Set calibration to none, or deploy the model"
                                + " as it is.",
                        first.getClass().getSimpleName())));
    }

    /** The terms at one side: z or -z. */
    private final class Terms implements SlopeTerms<V> {
        private final List<? extends PointwiseLoss> losses;
        private final V side;
        private final V ratio;

        private Terms(List<? extends PointwiseLoss> losses, V side, V ratio) {
            this.losses = losses;
            this.side = side;
            this.ratio = ratio;
        }

        @Override
        public V each(ToDoubleFunction<? super PointwiseLoss> property) {
            return math.constant(losses.stream().mapToDouble(property).toArray());
        }

        @Override
        public V plus(V left, V right) {
            return math.plus(left, right);
        }

        @Override
        public V minus(V left, V right) {
            return math.minus(left, right);
        }

        @Override
        public V times(V left, V right) {
            return math.times(left, right);
        }

        @Override
        public V over(V dividend, V divisor) {
            return math.over(dividend, divisor);
        }

        @Override
        public V log(V value) {
            return math.log(value);
        }

        @Override
        public V p() {
            return math.over(math.where(side, zero, one, t), u);
        }

        @Override
        public V q() {
            return math.over(math.where(side, zero, t, one), u);
        }

        @Override
        public V ratio() {
            return ratio;
        }

        @Override
        public V logOfPower() {
            return math.minus(zero, exponent());
        }

        private V exponent() {
            V power = each(loss -> loss.gamma() + 1.0);
            return math.times(power, math.plus(math.where(side, zero, side, zero), l));
        }

        @Override
        public V focal() {
            V bracket = math.plus(one, math.times(each(PointwiseLoss::gamma), ratio));
            return math.minus(math.log(bracket), exponent());
        }
    }
}
