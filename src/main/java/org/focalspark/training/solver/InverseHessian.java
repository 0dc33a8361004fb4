package org.focalspark.training.solver;

import breeze.linalg.DenseVector;
import breeze.optimize.FirstOrderMinimizer.State;
import breeze.optimize.NaNHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.focalspark.objective.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * L-BFGS approximation of the inverse Hessian from the last steps and their gradient changes. It is applied to a
 * gradient by the two-loop recursion (Nocedal and Wright 2006, algorithm 7.4).
 *
 * <p>It computes the same as Breeze's class, which for a million coefficients takes longer than the products of a pass:
 * 30 products and 20 sums of vectors, one after the other. Here each sum shares a loop of {@link Ranges} with the
 * product that follows.
 */
final class InverseHessian {
    private final int capacity;
    private final boolean positiveOnly;
    private final List<Pair> pairs = new ArrayList<>(); // the newest first
    private @Nullable Pair spare; // arrays for the next step

    private InverseHessian(int capacity, boolean positiveOnly) {
        this.capacity = capacity;
        this.positiveOnly = positiveOnly;
    }

    /**
     * Creates a history of all steps, for a line search that ensures positive curvature.
     *
     * @param capacity maximum number of steps, &gt;= 1
     */
    static InverseHessian ofAllSteps(int capacity) {
        return new InverseHessian(capacity, false);
    }

    /**
     * Creates a history of the steps with positive curvature; other steps are ignored.
     *
     * @param capacity maximum number of steps, &gt;= 1
     */
    static InverseHessian ofPositiveCurvature(int capacity) {
        return new InverseHessian(capacity, true);
    }

    /** A step and the change of the gradient, with step . change and change . change. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    private record Pair(double[] step, double[] change, double product, double square) {}

    /** A point and the gradient there. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    record Place(double[] point, double[] gradient) {
        private static Place of(DenseVector<Object> point, DenseVector<Object> gradient) {
            return new Place(BreezeObjective.values(point), BreezeObjective.values(gradient));
        }
    }

    /** Removes all steps. */
    void clear() {
        pairs.clear();
    }

    /** Adds the step from a state of Breeze to a new point. */
    void add(State<DenseVector<Object>, ?, ?> old, DenseVector<Object> newPoint, DenseVector<Object> newGradient) {
        add(Place.of(old.x(), old.grad()), Place.of(newPoint, newGradient));
    }

    /** Adds a step. If there are too many, the oldest is removed. */
    void add(Place from, Place to) {
        int size = to.point.length;
        Pair free = free(size);
        difference(to.point, from.point, free.step);
        difference(to.gradient, from.gradient, free.change);
        double product = product(free.step, free.change);
        if (positiveOnly && !(product > 0.0)) {
            spare = free;
            return;
        }
        pairs.add(0, new Pair(free.step, free.change, product, product(free.change, free.change)));
        spare = pairs.size() > capacity ? pairs.remove(capacity) : null;
    }

    /** Returns arrays for a step: those of the oldest step, unless it may still be needed. */
    private Pair free(int size) {
        if (spare != null) {
            return spare;
        }
        return pairs.size() == capacity && !positiveOnly
                ? pairs.remove(capacity - 1)
                : new Pair(new double[size], new double[size], 0.0, 0.0);
    }

    /**
     * Computes the direction of descent.
     *
     * @param gradient gradient g at the end of the last step
     * @return -Hg, or -g without any steps
     * @throws NaNHistory if the last step has negative curvature, or a step has length 0; Breeze then resets the
     *     history by {@link #clear}
     */
    double[] descent(double[] gradient) {
        return descent(gradient, Optional.empty());
    }

    /**
     * Computes the direction of descent from a given approximation of the inverse Hessian, which the steps improve.
     *
     * @param gradient gradient g at the end of the last step
     * @param initial inverse Hessian before any step; empty for a multiple of the identity, chosen by the last step
     * @return -Hg
     * @throws NaNHistory as above
     */
    double[] descent(double[] gradient, Optional<UnaryOperator<double[]>> initial) {
        double[] direction = new double[gradient.length];
        if (pairs.isEmpty()) {
            double[] first = initial.map(inverse -> inverse.apply(gradient)).orElse(gradient);
            new Combination(first, 0.0, first).times(-1.0, direction, first);
            return direction;
        }
        Pair newest = pairs.get(0);
        if (!(newest.product >= 0.0)) {
            throw new NaNHistory();
        }
        int last = pairs.size() - 1;
        double[] factors = new double[pairs.size()];
        double[] source = gradient;
        double product = product(newest.step, gradient);
        for (int i = 0; i <= last; i++) {
            Pair pair = pairs.get(i);
            factors[i] = product / pair.product;
            if (Double.isNaN(factors[i])) {
                throw new NaNHistory();
            }
            Combination less = new Combination(source, -factors[i], pair.change);
            product = i < last
                    ? less.times(1.0, direction, pairs.get(i + 1).step)
                    : less.times(initial.isPresent() ? 1.0 : newest.product / newest.square, direction, pair.change);
            source = direction;
        }
        if (initial.isPresent()) {
            direction = initial.get().apply(direction);
            product = product(direction, pairs.get(last).change);
        }
        for (int i = last; i >= 0; i--) {
            Pair pair = pairs.get(i);
            Combination more = new Combination(direction, factors[i] - product / pair.product, pair.step);
            product =
                    i > 0 ? more.times(1.0, direction, pairs.get(i - 1).change) : more.times(-1.0, direction, gradient);
        }
        return direction;
    }

    private static void difference(double[] minuend, double[] subtrahend, double[] difference) {
        Ranges.forEach(difference.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                difference[i] = minuend[i] - subtrahend[i];
            }
        });
    }

    private static double product(double[] left, double[] right) {
        return Ranges.sum(left.length, (from, to) -> {
            double even = 0.0;
            double odd = 0.0;
            int i = from;
            for (; i + 1 < to; i += 2) { // two sums, or each addition would wait for the one before
                even += left[i] * right[i];
                odd += left[i + 1] * right[i + 1];
            }
            return i < to ? even + odd + left[i] * right[i] : even + odd;
        });
    }

    /** Vector + factor * other. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    private record Combination(double[] vector, double factor, double[] other) {

        /**
         * Multiplies by a scale, and computes the product with another vector in the same loop.
         *
         * @param target receives scale * (vector + factor * other); may be the vector
         * @return target . next
         */
        double times(double scale, double[] target, double[] next) {
            return Ranges.sum(target.length, (from, to) -> {
                double even = 0.0;
                double odd = 0.0;
                int i = from;
                for (; i + 1 < to; i += 2) {
                    target[i] = scale * (vector[i] + factor * other[i]);
                    target[i + 1] = scale * (vector[i + 1] + factor * other[i + 1]);
                    even += target[i] * next[i];
                    odd += target[i + 1] * next[i + 1];
                }
                if (i < to) {
                    target[i] = scale * (vector[i] + factor * other[i]);
                    even += target[i] * next[i];
                }
                return even + odd;
            });
        }
    }
}
