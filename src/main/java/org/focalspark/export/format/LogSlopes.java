package org.focalspark.export.format;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.focalspark.loss.ConvexFocalLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.PointwiseLoss;
import org.focalspark.loss.Poly1FocalLoss;

/**
 * Formulas of log(-L'(z)) and log(-L'(-z)) with one loss per column, as in {@link PointwiseLoss#logSlope}.
 *
 * <pre>
 *   t = exp(-|z|), u = 1 + t, l = log u, z+ = max(z, 0)
 *   r = l / (u - 1) for z &gt; 0, t (l - z) elsewhere                                            p s / q
 *   focal:   log(1 + gamma r) - (gamma + 1)(z+ + l)
 *   convex:                   - (gamma + 1)(z+ + l)
 *   poly-1:  focal + log(b + (c (gamma + 1) p + d (q + gamma (r - p))) / (1 + gamma r))
 *            b = min(1 + epsilon, 1), c = max(epsilon, 0), d = max(-epsilon, 0)
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
        V gamma = math.constant(each(losses, PointwiseLoss::gamma));
        V power = math.constant(each(losses, loss -> loss.gamma() + 1.0));
        V exponent = math.times(power, math.plus(math.where(side, zero, side, zero), l));
        if (first instanceof ConvexFocalLoss) {
            return math.minus(zero, exponent);
        }
        V bracket = math.plus(one, math.times(gamma, ratio));
        V focal = math.minus(math.log(bracket), exponent);
        if (first instanceof FocalLoss) {
            return focal;
        }
        if (first instanceof Poly1FocalLoss) {
            return math.plus(focal, math.log(firstTerm(losses, side, ratio, bracket)));
        }
        throw new IllegalStateException(String.format(
                "The probabilities of a %s have no formula in an export. Set calibration to none, or deploy the model as"
                        + " it is.",
                first.getClass().getSimpleName()));
    }

    /** Returns the factor between the slopes of the poly-1 loss and the focal loss. */
    private V firstTerm(List<? extends PointwiseLoss> losses, V side, V ratio, V bracket) {
        V p = math.over(math.where(side, zero, one, t), u);
        V q = math.over(math.where(side, zero, t, one), u);
        V focalPart = math.constant(each(losses, loss -> Math.min(1.0 + epsilon(loss), 1.0)));
        V term =
                math.times(math.constant(each(losses, loss -> Math.max(epsilon(loss), 0.0) * (loss.gamma() + 1.0))), p);
        V rest = math.times(
                math.constant(each(losses, loss -> Math.max(-epsilon(loss), 0.0))),
                math.plus(q, math.times(math.constant(each(losses, PointwiseLoss::gamma)), math.minus(ratio, p))));
        return math.plus(focalPart, math.over(math.plus(term, rest), bracket));
    }

    private static double epsilon(PointwiseLoss loss) {
        return ((Poly1FocalLoss) loss).epsilon();
    }

    private static double[] each(
            List<? extends PointwiseLoss> losses, ToDoubleFunction<? super PointwiseLoss> property) {
        return losses.stream().mapToDouble(property).toArray();
    }
}
