package org.focalspark.loss;

import org.focalspark.loss.tile.Elementary;

/** Logistic link between log-odds and probability. */
public final class Sigmoid {
    private Sigmoid() {}

    /**
     * Returns the probability of given log-odds, accurate to a few ulp in both tails. The complement is {@code of(-x)},
     * since {@code 1 - of(x)} would cancel.
     *
     * @param logOdds log-odds, nats, infinities allowed
     * @return 1 / (1 + exp(-logOdds)), in [0, 1]
     */
    public static double of(double logOdds) {
        if (logOdds >= 0.0) {
            return 1.0 / (1.0 + Elementary.exp(-logOdds));
        }
        double t = Elementary.exp(logOdds);
        return t / (1.0 + t);
    }
}
