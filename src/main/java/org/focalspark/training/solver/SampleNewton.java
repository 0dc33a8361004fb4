package org.focalspark.training.solver;

import java.util.function.Function;
import org.focalspark.objective.Metric;
import org.focalspark.training.job.SparkFailure;

/**
 * Damped Newton method for an objective that is cheap to evaluate: that of a sample on the driver (Boyd and Vandenberghe
 * 2004, algorithm 9.5). A small quadratic prior around the start keeps steps finite where the sample is separable.
 */
public final class SampleNewton {
    private static final int MAX_ITERATIONS = 25;

    /** Sufficient decrease of a backtracking line search. */
    private static final double DECREASE = 1e-4;

    private static final double MIN_STEP = 1e-6;

    private final Objective objective;
    private final Function<double[], Metric> metrics;
    private final double[] prior;

    /**
     * Creates the method for an objective.
     *
     * @param objective objective of the sample
     * @param metrics its second derivatives, with those of the prior
     * @param prior strength of the prior for each entry
     */
    public SampleNewton(Objective objective, Function<double[], Metric> metrics, double[] prior) {
        this.objective = objective;
        this.metrics = metrics;
        this.prior = prior;
    }

    /**
     * Minimizes the objective plus the prior.
     *
     * @param start first point
     * @param precision share of the objective at which the Newton decrement is small enough
     * @return last point
     */
    public double[] minimize(double[] start, double precision) {
        double[] point = start.clone();
        Evaluation now = at(point, start);
        for (int iteration = 0; iteration < MAX_ITERATIONS && isFinite(now); iteration++) {
            if (Thread.currentThread().isInterrupted()) {
                throw SparkFailure.asIs(new InterruptedException());
            }
            double[] step = metrics.apply(point).solve(now.gradient());
            double decrease = product(now.gradient(), step);
            if (!(0.5 * decrease > precision * Math.abs(now.value()))) {
                break;
            }
            double length = 1.0;
            double[] next = moved(point, -length, step);
            Evaluation there = at(next, start);
            while (!(there.value() <= now.value() - DECREASE * length * decrease) && length > MIN_STEP) {
                length *= 0.5;
                next = moved(point, -length, step);
                there = at(next, start);
            }
            if (!(there.value() < now.value())) {
                break;
            }
            point = next;
            now = there;
        }
        return point;
    }

    private Evaluation at(double[] point, double[] start) {
        Evaluation evaluation = objective.evaluate(point);
        double value = evaluation.value();
        double[] gradient = evaluation.gradient();
        for (int i = 0; i < gradient.length; i++) {
            double distance = point[i] - start[i];
            value += 0.5 * prior[i] * distance * distance;
            gradient[i] += prior[i] * distance;
        }
        return new Evaluation(value, gradient, evaluation.nonConvexShare());
    }

    private static boolean isFinite(Evaluation evaluation) {
        return Double.isFinite(evaluation.value()) && Double.isFinite(evaluation.gradientNorm());
    }

    private static double[] moved(double[] point, double length, double[] step) {
        double[] moved = new double[point.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = point[i] + length * step[i];
        }
        return moved;
    }

    private static double product(double[] left, double[] right) {
        double sum = 0.0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
