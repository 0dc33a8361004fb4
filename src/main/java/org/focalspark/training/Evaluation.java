package org.focalspark.training;

/**
 * An objective at one point.
 *
 * @param value objective, nats per unit of weight
 * @param gradient gradient in the optimiser's vector
 * @param nonConvexShare share of the weight of all rows at whose margin the loss is not convex, in [0, 1], or NaN if
 *     that is unknown
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record Evaluation(double value, double[] gradient, double nonConvexShare) {

    /** Euclidean norm of the gradient. */
    double gradientNorm() {
        double sum = 0.0;
        for (double entry : gradient) {
            sum += entry * entry;
        }
        return Math.sqrt(sum);
    }
}
