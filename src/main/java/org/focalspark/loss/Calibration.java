package org.focalspark.loss;

import java.io.Serializable;

/**
 * Calibration map from the margins of a row to the probabilities of its classes. Immutable and thread-safe.
 *
 * <p>The margins that minimize a loss other than log loss are not the log-odds of the class posterior, but the
 * posterior can be computed from them (Charoenphakdee et al. 2021, arXiv 2011.09172).
 */
public interface Calibration extends Serializable {

    /** Smallest probability after label smoothing is undone. Its log loss is 34.5 nats. */
    double UNSMOOTHED_FLOOR = 1e-15;

    /** Effects of the loss that the map undoes. */
    enum Mode {
        /** Nothing: sigmoid or softmax of the margins, as in deep-learning libraries. */
        NONE,
        /** Focusing: the results are the probabilities in the class-weighted population. */
        FOCAL,
        /** Focusing and class weights: the results are the probabilities in the population of the data. */
        POSTERIOR
    }

    /**
     * Number of classes.
     *
     * @return length of the probabilities, &gt;= 1
     */
    int numClasses();

    /**
     * Whether the map is the identity on margins: probabilities are their sigmoid or softmax.
     *
     * @param mode effects of the loss to undo
     * @return false if that is not known
     */
    default boolean isIdentity(Mode mode) {
        return false;
    }

    /**
     * Probabilities of a row.
     *
     * @param margins one margin per column of the model, infinities allowed
     * @param mode effects of the loss to undo
     * @param probabilities receives the probability of each class; they sum to 1 up to rounding
     */
    default void probabilities(double[] margins, Mode mode, double[] probabilities) {
        probabilities(margins, mode, new double[numClasses()], probabilities);
    }

    /**
     * Probabilities of a row in a population with other base rates, by Bayes' rule on the odds.
     *
     * @param margins one margin per column of the model, infinities allowed
     * @param mode effects of the loss to undo
     * @param logRatios logarithm of new to old base rate of each class, or of new to old odds of each label; minus
     *     infinity for a class or label that no longer occurs
     * @param probabilities receives the probability of each class; NaN if infinite margins select only classes that no
     *     longer occur
     */
    void probabilities(double[] margins, Mode mode, double[] logRatios, double[] probabilities);
}
