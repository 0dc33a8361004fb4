package org.focalspark.classification;

import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.focalspark.param.FocalParams;
import org.focalspark.training.CoefficientBounds;

/** The bounds that the params of a stage set on coefficients and intercepts. */
final class BoundParams {
    private BoundParams() {}

    static boolean areSet(FocalParams params) {
        return areSet(params, params.lowerBoundsOnCoefficients(), params.upperBoundsOnCoefficients())
                || areSet(params, params.lowerBoundsOnIntercepts(), params.upperBoundsOnIntercepts());
    }

    private static boolean areSet(FocalParams params, Param<?> lower, Param<?> upper) {
        return params.isSet(lower) || params.isSet(upper);
    }

    /**
     * Throws an IllegalArgumentException if other params do not allow bounds. Its message starts with Spark's message.
     */
    static void check(FocalParams params) {
        if (areSet(params) && params.getElasticNetParam() != 0.0) {
            throw new IllegalArgumentException(String.format(
                    "Fitting under bound constrained optimization only supports L2 regularization, but got elasticNetParam = %s."
                            + " Set elasticNetParam to 0.0 or leave out the bounds.",
                    params.getElasticNetParam()));
        }
        if (!params.getFitIntercept()
                && areSet(params, params.lowerBoundsOnIntercepts(), params.upperBoundsOnIntercepts())) {
            throw new IllegalArgumentException(
                    "Please don't set bounds on intercepts if fitting without intercept. Set fitIntercept to true or leave out"
                            + " lowerBoundsOnIntercepts and upperBoundsOnIntercepts.");
        }
    }

    static CoefficientBounds of(FocalParams params) {
        return new CoefficientBounds(
                value(params, params.lowerBoundsOnCoefficients()),
                value(params, params.upperBoundsOnCoefficients()),
                value(params, params.lowerBoundsOnIntercepts()),
                value(params, params.upperBoundsOnIntercepts()));
    }

    private static <T> Optional<T> value(FocalParams params, Param<T> param) {
        return params.isSet(param) ? Optional.of(params.getOrDefault(param)) : Optional.empty();
    }
}
