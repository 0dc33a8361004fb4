package org.focalspark.param;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.focalspark.compat.ClassifierParams;
import org.focalspark.loss.Family;

/**
 * Params of focal-loss logistic regression, in addition to those of Spark's LogisticRegression.
 *
 * @since 0.1.0
 */
public interface FocalParams extends FocalTrainingParams, ClassifierParams {

    /**
     * Label distribution: {@code auto}, {@code binomial} (one margin), {@code multinomial} (softmax, one margin per
     * class) or {@code ovr} (the sum of the binary losses of every class against the rest). In ovr, gammas and
     * classWeights have one value per column, and alpha and gammaPositive apply to the rows with the class of the
     * column. Default {@code auto}, which is binomial for up to two classes and multinomial for more, as in Spark.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> family() {
        return DeclaredParam.text(
                this,
                "family",
                "label distribution: auto, binomial, multinomial or ovr (every class against the rest)",
                () -> ParamRule.oneOf("family", families()),
                "auto");
    }

    /**
     * Lower bounds of the coefficients, on the original scale.
     *
     * <p>A matrix with one row per margin: 1 x numFeatures for binomial, numClasses x numFeatures for multinomial and
     * ovr; infinite for no bound. Unset by default. Not together with an L1 penalty.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<Matrix> lowerBoundsOnCoefficients() {
        return BoundParam.of(this, "lowerBoundsOnCoefficients", "least coefficients", Matrix.class);
    }

    /**
     * Lower bounds of the intercepts.
     *
     * <p>One entry per margin: 1 for binomial, numClasses for multinomial and ovr; infinite for no bound. Unset by
     * default. Only with {@link #fitIntercept()}; not together with an L1 penalty.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<Vector> lowerBoundsOnIntercepts() {
        return BoundParam.of(this, "lowerBoundsOnIntercepts", "least intercepts", Vector.class);
    }

    /**
     * Upper bounds of the coefficients, on the original scale.
     *
     * <p>A matrix with one row per margin: 1 x numFeatures for binomial, numClasses x numFeatures for multinomial and
     * ovr; infinite for no bound. Unset by default. Not together with an L1 penalty.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<Matrix> upperBoundsOnCoefficients() {
        return BoundParam.of(this, "upperBoundsOnCoefficients", "largest coefficients", Matrix.class);
    }

    /**
     * Upper bounds of the intercepts.
     *
     * <p>One entry per margin: 1 for binomial, numClasses for multinomial and ovr; infinite for no bound. Unset by
     * default. Only with {@link #fitIntercept()}; not together with an L1 penalty.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<Vector> upperBoundsOnIntercepts() {
        return BoundParam.of(this, "upperBoundsOnIntercepts", "largest intercepts", Vector.class);
    }

    /**
     * Folder of a saved model whose coefficients are the starting point of the fit: a FocalLogisticRegressionModel or
     * Spark's LogisticRegressionModel.
     *
     * <p>A starting point near the solution saves iterations. The optimum of a convex objective does not depend on it.
     * A model of another shape is ignored with a warning, as in Spark. Unset by default. No effect if an initial model
     * is set as an object.
     *
     * @return the param
     * @since 0.1.0
     */
    default Param<String> initialModelPath() {
        return DeclaredParam.text(
                this, "initialModelPath", "folder of a saved model to start from, ours or Spark's LogisticRegression");
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
     * @return threshold, or the threshold that is equivalent to thresholds
     * @throws IllegalArgumentException if threshold and thresholds are both set and contradict each other
     */
    @Override
    default double getThreshold() {
        return Thresholds.threshold(this);
    }

    /** Returns auto and all families except multilabel, which has its own estimator. */
    private static List<String> families() {
        return Stream.concat(
                        Stream.of("auto"),
                        Arrays.stream(Family.values())
                                .filter(family -> family != Family.MULTILABEL)
                                .map(Family::text))
                .toList();
    }
}
