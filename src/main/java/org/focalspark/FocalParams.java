package org.focalspark;

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
     * class) or {@code ovr} (the sum of the binary losses of every class against the rest). In ovr, gammas and classWeights
     * belong to the columns, alpha and gammaPositive to the rows of a column's class. Default {@code auto}, which is binomial for up to two classes and multinomial for more, as in Spark.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> family() {
        return sharedParams().get("family");
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
