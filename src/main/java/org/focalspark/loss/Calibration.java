package org.focalspark.loss;

import java.io.Serializable;

/**
 * The way from the margins of a row to the probabilities of its classes. Immutable and thread-safe.
 *
 * <p>A loss other than log loss drives its margins to a minimizer from which the class posterior can be computed, but
 * which is not the posterior itself (Charoenphakdee et al. 2021, arXiv 2011.09172).
 */
public interface Calibration extends Serializable {

    /** What a probability is not set below when label smoothing is undone: its log loss is 34.5 nats. */
    double UNSMOOTHED_FLOOR = 1e-15;

    /** What of the loss is undone. */
    enum Mode {
        /** Nothing: sigmoid or softmax of the margins, as deep-learning libraries print it. */
        NONE,
        /** The focusing; what remains are the probabilities in the class-weighted population. */
        FOCAL,
        /** Focusing and class weights: the probabilities in the population of the data. */
        POSTERIOR
    }

    /**
     * Number of classes.
     *
     * @return length of the probabilities, &gt;= 1
     */
    int numClasses();

    /**
     * Whether there is nothing to undo, so that probabilities are the sigmoid or softmax of the margins.
     *
     * @param mode what of the loss is undone
     * @return false where that is not known
     */
    default boolean isIdentity(Mode mode) {
        return false;
    }

    /**
     * Probabilities of a row.
     *
     * @param margins one margin per column of the model, infinities allowed
     * @param mode what of the loss is undone
     * @param probabilities receives the probability of each class; they sum to 1 up to rounding
     */
    default void probabilities(double[] margins, Mode mode, double[] probabilities) {
        probabilities(margins, mode, new double[numClasses()], probabilities);
    }

    /**
     * Probabilities of a row in a population with other base rates, by Bayes' rule on the odds.
     *
     * @param margins one margin per column of the model, infinities allowed
     * @param mode what of the loss is undone
     * @param logRatios logarithm of new to old base rate of each class, or of new to old odds of each label; minus
     *     infinity
     *     where there are none any more
     * @param probabilities receives the probability of each class, NaN where margins are certain of what has none
     */
    void probabilities(double[] margins, Mode mode, double[] logRatios, double[] probabilities);
}
