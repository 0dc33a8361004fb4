package org.focalspark.loss;

import java.util.Arrays;

/** Rule that computes class weights from the instance weights of the classes. Immutable and thread-safe. */
public enum ClassBalance {
    /** a_k proportional to 1 / W_k: every class has the same total weight. */
    BALANCED {
        @Override
        double weight(double weightSum, double beta) {
            return 1.0 / weightSum;
        }
    },
    /**
     * a_k proportional to (1 - beta) / (1 - beta^W_k), the inverse of the effective number of rows of Cui et al. 2019
     * (arXiv 1901.05555), eq. 2: between equal weights (beta = 0) and balanced ones (beta toward 1).
     */
    EFFECTIVE_NUMBER {
        @Override
        double weight(double weightSum, double beta) {
            // In logarithms: 1 - beta^W cancels if beta is close to 1.
            return (1.0 - beta) / -Math.expm1(weightSum * Math.log(beta));
        }
    };

    abstract double weight(double weightSum, double beta);

    /**
     * Computes class weights with a mean of 1 over the rows. Classes without rows get weight 1.
     *
     * @param weightSums W, sum of the instance weights of each class
     * @param beta beta of the effective number, in [0, 1); unused by {@link #BALANCED}
     * @return weight of each class, &gt; 0
     */
    public ClassWeights of(double[] weightSums, double beta) {
        double[] weights = new double[weightSums.length];
        double weighted = 0.0;
        for (int k = 0; k < weights.length; k++) {
            weights[k] = weightSums[k] > 0.0 ? weight(weightSums[k], beta) : 0.0;
            weighted += weights[k] * weightSums[k];
        }
        double mean = weighted / Arrays.stream(weightSums).sum();
        for (int k = 0; k < weights.length; k++) {
            weights[k] = weights[k] > 0.0 ? weights[k] / mean : 1.0;
        }
        return ClassWeights.of(weights);
    }
}
