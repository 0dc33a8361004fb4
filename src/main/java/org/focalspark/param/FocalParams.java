package org.focalspark.param;

import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.ClassifierParams;

/**
 * Params of focal-loss logistic regression beside those it shares with Spark's LogisticRegression.
 *
 * @since 0.1.0
 */
public interface FocalParams extends FocalTrainingParams, ClassifierParams {

    /**
     * Label distribution: {@code auto}, {@code binomial} (one margin) or {@code multinomial} (softmax, one margin per
     * class) or {@code ovr} (the sum of the binary losses of every class against the rest). In ovr, gammas and
     * classWeights belong to the columns, alpha and gammaPositive to the rows of a column's class. Default
     * {@code auto}, which is binomial for up to two classes and multinomial for more, as in Spark.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> family() {
        return sharedParams().get("family");
    }

    /**
     * Least coefficients, on the original scale.
     *
     * <p>A matrix with one row per margin: 1 x numFeatures for binomial, numClasses x numFeatures for multinomial and
     * ovr; infinite where there is no bound. Unset by default. Not together with an L1 penalty.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<Matrix> lowerBoundsOnCoefficients() {
        return sharedParams().get("lowerBoundsOnCoefficients");
    }

    /**
     * Least intercepts.
     *
     * <p>One entry per margin: 1 for binomial, numClasses for multinomial and ovr; infinite where there is no bound.
     * Unset by default. Only with {@link #fitIntercept()}; not together with an L1 penalty.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<Vector> lowerBoundsOnIntercepts() {
        return sharedParams().get("lowerBoundsOnIntercepts");
    }

    /**
     * Largest coefficients, on the original scale.
     *
     * <p>A matrix with one row per margin: 1 x numFeatures for binomial, numClasses x numFeatures for multinomial and
     * ovr; infinite where there is no bound. Unset by default. Not together with an L1 penalty.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<Matrix> upperBoundsOnCoefficients() {
        return sharedParams().get("upperBoundsOnCoefficients");
    }

    /**
     * Largest intercepts.
     *
     * <p>One entry per margin: 1 for binomial, numClasses for multinomial and ovr; infinite where there is no bound.
     * Unset by default. Only with {@link #fitIntercept()}; not together with an L1 penalty.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<Vector> upperBoundsOnIntercepts() {
        return sharedParams().get("upperBoundsOnIntercepts");
    }

    /**
     * Folder of a saved model to start from: one of ours, or of Spark's LogisticRegression.
     *
     * <p>Saves iterations where the new fit is near the old one; the optimum of a convex objective stays the same. A
     * model of another shape is passed over with a warning, as in Spark. Unset by default. Of no effect where an
     * initial model was given as an object.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> initialModelPath() {
        return sharedParams().get("initialModelPath");
    }

    /**
     * Value of {@link #family()}.
     *
     * @return auto, binomial, multinomial or ovr
     */
    default String getFamily() {
        return getOrDefault(family());
    }

    /**
     * Value of {@link #lowerBoundsOnCoefficients()}.
     *
     * @return the bounds
     * @throws java.util.NoSuchElementException if it is not set
     */
    default Matrix getLowerBoundsOnCoefficients() {
        return getOrDefault(lowerBoundsOnCoefficients());
    }

    /**
     * Value of {@link #lowerBoundsOnIntercepts()}.
     *
     * @return the bounds
     * @throws java.util.NoSuchElementException if it is not set
     */
    default Vector getLowerBoundsOnIntercepts() {
        return getOrDefault(lowerBoundsOnIntercepts());
    }

    /**
     * Value of {@link #upperBoundsOnCoefficients()}.
     *
     * @return the bounds
     * @throws java.util.NoSuchElementException if it is not set
     */
    default Matrix getUpperBoundsOnCoefficients() {
        return getOrDefault(upperBoundsOnCoefficients());
    }

    /**
     * Value of {@link #upperBoundsOnIntercepts()}.
     *
     * @return the bounds
     * @throws java.util.NoSuchElementException if it is not set
     */
    default Vector getUpperBoundsOnIntercepts() {
        return getOrDefault(upperBoundsOnIntercepts());
    }

    /**
     * Value of {@link #initialModelPath()}.
     *
     * @return folder
     * @throws java.util.NoSuchElementException if it is not set
     */
    default String getInitialModelPath() {
        return getOrDefault(initialModelPath());
    }

    /**
     * Probability of class 1 above which class 1 is predicted.
     *
     * @return the threshold, or what thresholds amount to
     * @throws IllegalArgumentException if threshold and thresholds are both set and contradict each other
     */
    @Override
    default double getThreshold() {
        return Thresholds.threshold(this);
    }
}
