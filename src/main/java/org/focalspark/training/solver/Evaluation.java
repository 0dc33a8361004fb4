package org.focalspark.training.solver;

import org.focalspark.objective.Ranges;

/**
 * An objective at one point.
 *
 * @param value objective, nats per unit of weight
 * @param gradient gradient in the optimizer's vector
 * @param nonConvexShare share of the weight of all rows at whose margin the loss is not convex, in [0, 1], or NaN if
 *     that is unknown
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Evaluation(double value, double[] gradient, double nonConvexShare) {

    /**
     * Returns the Euclidean norm of the gradient.
     *
     * @return norm
     */
    public double gradientNorm() {
        return Math.sqrt(Ranges.sum(gradient.length, (from, to) -> {
            double sum = 0.0;
            for (int i = from; i < to; i++) {
                sum += gradient[i] * gradient[i];
            }
            return sum;
        }));
    }
}
