package org.focalspark.training;

import java.util.Arrays;
import org.focalspark.objective.Predictor;
import org.focalspark.training.input.InputChecks;
import org.focalspark.training.input.InputColumns;
import org.focalspark.training.input.InputStatistics;

/**
 * Rejects fits in which a product overflows or underflows although its factors are valid: class weights times instance
 * weights, a penalty over squared deviations, initial coefficients times values. Here the message names the cause; in
 * the objective the result would only be NaN.
 */
final class RangeChecks {
    private final InputStatistics statistics;
    private final InputColumns columns;

    RangeChecks(InputStatistics statistics, InputColumns columns) {
        this.statistics = statistics;
        this.columns = columns;
    }

    /**
     * Checks the total weight of the rows after class weights.
     *
     * @param lossWeightSum sum of w a
     * @throws IllegalArgumentException if the sum is out of range; the message names the class weights, the sum and the
     *     fix
     */
    void requireClassWeights(double lossWeightSum) {
        if (!InputChecks.isInRange(lossWeightSum)) {
            throw new IllegalArgumentException(String.format(
                    "The class weights (alpha, classWeights or classWeightMode) give the rows a total weight of %s, whose square is"
                            + " not in the range of double. Choose class weights near 1%s.",
                    lossWeightSum,
                    columns.weight()
                            .map(name -> ", or multiply column '" + name + "' by a constant")
                            .orElse("")));
        }
    }

    /**
     * Checks the factors of an L2 penalty on the original scale.
     *
     * @throws IllegalArgumentException if a factor is out of range; the message names the feature, its deviation and
     *     the fix
     */
    void requirePenalty(TrainingSpec.Penalty penalty) {
        if (penalty.l2() == 0.0 || penalty.standardization()) {
            return;
        }
        double[] deviations = statistics.standardDeviations();
        for (int j = 0; j < deviations.length; j++) {
            double inverse = 1.0 / deviations[j];
            if (deviations[j] > 0.0 && !Double.isFinite(penalty.l2() * inverse * inverse)) {
                throw new IllegalArgumentException(String.format(
                        "Column '%s' has values in feature %d that are too small for a penalty on the original scale: their"
                                + " standard deviation is %s. Rescale the feature, set standardization to true, or set regParam"
                                + " to 0.",
                        columns.features(), j, deviations[j]));
            }
        }
    }

    /**
     * Checks the margins of the initial model of a fit.
     *
     * @param start coefficients and offsets on the original scale
     * @param weightSum sum of the weights of all rows
     * @throws IllegalArgumentException if a margin is out of range; the message names the feature, the coefficient and
     *     the fix
     */
    void requireStart(Predictor start, double weightSum) {
        double[] means = statistics.means();
        double[] deviations = statistics.standardDeviations();
        for (int i = 0; i < start.coefficients().length; i++) {
            int j = i % means.length;
            // No value is more than this many deviations from the mean.
            double largest = Math.abs(means[j]) + deviations[j] * Math.sqrt((double) statistics.numRows());
            double coefficient = start.coefficients()[i];
            boolean isPossible =
                    coefficient == 0.0 || Double.isFinite(coefficient * largest * Math.max(weightSum, 1.0));
            if (!isPossible) {
                throw new IllegalArgumentException(String.format(
                        "The fit would start from a coefficient of %s of feature %d, whose products with the values in column"
                                + " '%s' are not in the range of double. Rescale the feature, or choose another initial model or"
                                + " other lowerBoundsOnCoefficients and upperBoundsOnCoefficients.",
                        coefficient, j, columns.features()));
            }
        }
        if (!Arrays.stream(start.offsets()).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(String.format(
                    "The fit would start from intercepts of %s. Choose another initial model or other lowerBoundsOnIntercepts and"
                            + " upperBoundsOnIntercepts.",
                    Arrays.toString(start.offsets())));
        }
    }
}
