package org.focalspark.classification;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** For every param that the estimators have in common, a valid value other than its default. */
final class TrainingParamValues {
    private static final Map<String, Object> COMMON = Map.ofEntries(
            Map.entry("aggregationDepth", 3),
            Map.entry("alpha", 0.25),
            Map.entry("alphas", new double[] {0.5, 0.125}),
            Map.entry("beta", 0.5),
            Map.entry("calibration", "posterior"),
            Map.entry("classWeightMode", "balanced"),
            Map.entry("classWeights", new double[] {1.0, 3.0}),
            Map.entry("elasticNetParam", 0.5),
            Map.entry("featuresCol", "myFeatures"),
            Map.entry("fitIntercept", false),
            Map.entry("gamma", 0.5),
            Map.entry("gammaNegative", 1.5),
            Map.entry("gammaPositive", 0.75),
            Map.entry("gammas", new double[] {0.0, 3.0}),
            Map.entry("handleInvalid", "keep"),
            Map.entry("ignoreLabel", -1.0),
            Map.entry("labelCol", "myLabel"),
            Map.entry("labelSmoothing", 0.125),
            Map.entry("loss", "poly1Focal"),
            Map.entry("maxBlockSizeInMB", 0.25),
            Map.entry("maxIter", 7),
            Map.entry("normalized", true),
            Map.entry("polyEpsilon", 0.5),
            Map.entry("predictionCol", "myPrediction"),
            Map.entry("probabilityCol", "myProbability"),
            Map.entry("rawPredictionCol", "myRawPrediction"),
            Map.entry("reducedThreshold", 0.25),
            Map.entry("regParam", 0.125),
            Map.entry("standardization", false),
            Map.entry("targetPrior", new double[] {0.875, 0.125}),
            Map.entry("threshold", 0.25),
            Map.entry("thresholds", new double[] {0.75, 0.25}),
            Map.entry("tol", 1e-3),
            Map.entry("weightCol", "myWeight"));

    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "alpha",
            "alphas",
            "classWeights",
            "gammaNegative",
            "gammaPositive",
            "gammas",
            "ignoreLabel",
            "reducedThreshold",
            "targetPrior",
            "thresholds",
            "weightCol");

    private TrainingParamValues() {}

    /** The common values and those of the params that an estimator has of its own. */
    static Map<String, Object> and(Map<String, Object> own) {
        Map<String, Object> values = new TreeMap<>(COMMON);
        values.putAll(own);
        return values;
    }

    /** The common params without default and those of an estimator's own. */
    static Set<String> withoutDefaultAnd(String... own) {
        Set<String> names = new TreeSet<>(WITHOUT_DEFAULT);
        names.addAll(Set.of(own));
        return names;
    }
}
