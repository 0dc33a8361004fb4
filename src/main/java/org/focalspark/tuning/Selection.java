package org.focalspark.tuning;

import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamPair;

/** Chooses a candidate by its metrics. */
final class Selection {
    private final Trials trials;
    private final Evaluator evaluator;

    Selection(Trials trials, Evaluator evaluator) {
        this.trials = trials;
        this.evaluator = evaluator;
    }

    /**
     * Returns the candidate with the best mean metric; the first one in case of ties.
     *
     * @throws IllegalArgumentException if no candidate has a metric
     */
    int best() {
        double[] means = trials.means();
        boolean largerIsBetter = evaluator.isLargerBetter();
        int best = -1;
        for (int c = 0; c < means.length; c++) {
            boolean better = best < 0 || (largerIsBetter ? means[c] > means[best] : means[c] < means[best]);
            best = !Double.isNaN(means[c]) && better ? c : best;
        }
        if (best < 0) {
            throw new IllegalArgumentException(String.format(
                    "The metric %s of all %d candidates is NaN, so none can be chosen. %s",
                    UndefinedMetric.name(evaluator), means.length, UndefinedMetric.wayOut(evaluator)));
        }
        return best;
    }

    /**
     * Returns the simplest candidate whose mean metric is within one standard error of the best mean. The simplest
     * candidate has the largest regParam, then the smallest gamma, then the smallest index.
     */
    int oneStandardError(Estimator<?> estimator, ParamMap[] paramMaps) {
        int best = best();
        double error = trials.standardError(best);
        double[] means = trials.means();
        return IntStream.range(0, means.length)
                .filter(c -> c == best || Math.abs(means[c] - means[best]) <= error)
                .boxed()
                .min(Comparator.<Integer>comparingDouble(c -> -value(estimator, paramMaps[c], "regParam"))
                        .thenComparingDouble(c -> value(estimator, paramMaps[c], "gamma")))
                .orElse(best);
    }

    /**
     * Returns a numeric param of a candidate by name: from its map, for any stage, else from the estimator; 0 if there
     * is none.
     */
    private static double value(Estimator<?> estimator, ParamMap map, String name) {
        Stream<Object> mapped = map.toList().stream()
                .filter(pair -> pair.param().name().equals(name))
                .map(ParamPair::value);
        Stream<Object> own = Stream.of(name)
                .filter(estimator::hasParam)
                .map(estimator::getParam)
                .filter(param -> estimator.isDefined(param))
                .map(param -> estimator.getOrDefault(param));
        return Stream.concat(mapped, own)
                .filter(Number.class::isInstance)
                .map(Number.class::cast)
                .findFirst()
                .map(Number::doubleValue)
                .orElse(0.0);
    }
}
