package org.focalspark.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.focalspark.classification.FocalLogisticRegression;

/**
 * Focusing parameters of a fit. gammas, gammaNegative and gammaPositive override gamma.
 *
 * @param negative gamma of negative rows: one value, or one per class
 * @param positive gamma of positive rows: one value, or one per class
 */
record Focusing(List<Double> negative, List<Double> positive) {

    static Focusing of(FocalLogisticRegression estimator) {
        List<Double> gamma = estimator.isSet(estimator.gammas())
                ? Arrays.stream(estimator.getGammas()).boxed().toList()
                : List.of(estimator.getGamma());
        return new Focusing(
                estimator.isSet(estimator.gammaNegative()) ? List.of(estimator.getGammaNegative()) : gamma,
                estimator.isSet(estimator.gammaPositive()) ? List.of(estimator.getGammaPositive()) : gamma);
    }

    /** Returns "2.0", "0.0, 1.0, 2.0" by class, or "4.0 / 0.0" by side, negative first. */
    String shown() {
        return bySide() ? shown(negative) + " / " + shown(positive) : shown(positive);
    }

    /** Returns a number, a list by class, or an object with one of these for each side. */
    Object json() {
        return bySide() ? Map.of("negative", json(negative), "positive", json(positive)) : json(positive);
    }

    private boolean bySide() {
        return !json(negative).equals(json(positive));
    }

    private static String shown(List<Double> gammas) {
        return isOne(gammas)
                ? gammas.get(0).toString()
                : gammas.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static Object json(List<Double> gammas) {
        return isOne(gammas) ? gammas.get(0) : gammas;
    }

    private static boolean isOne(List<Double> gammas) {
        return gammas.stream().distinct().count() == 1;
    }
}
