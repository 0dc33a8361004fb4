package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The worked examples of docs/numerics.md section 1: 1,000,000 easy negatives against 10 hard positives, and the table
 * of cross entropy over focal loss. Expected values are closed forms, evaluated by mpmath 1.4.1 at 40 digits and
 * written as the nearest double.
 */
class WorkedExampleTest {
    /** The probabilities are given, the margins are their rounded logits: a few ulp each way. */
    private static final double REL_1E_13 = 1e-13;

    private static final double GAMMA = 2.0;
    private static final double ALPHA = 0.25;
    private static final double LOG_99 = 4.59511985013459;
    private static final double LOG_9 = 2.1972245773362196;

    private static final double NUM_NEGATIVES = 1e6;
    private static final double NUM_POSITIVES = 10;

    /** All rows get the probability 0.01 of class 1: right for the negatives, wrong for the positives. */
    private static final double MARGIN = -LOG_99;

    /** 10^6 (-log10 0.99) = 4364.805... and 10 (-log10 0.01) = 20; the positives have 0.0046 of the sum. */
    @Test
    void underCrossEntropyTheEasyNegativesDrownTheHardPositives() {
        FocalLoss logLoss = new FocalLoss(0.0);
        double negatives = NUM_NEGATIVES * logLoss.loss(-MARGIN) / Math.log(10);
        double positives = NUM_POSITIVES * logLoss.loss(MARGIN) / Math.log(10);
        assertRelative(negatives, 4364.805402450084);
        assertRelative(positives, 20.0);
        assertRelative(positives / (negatives + positives), 0.004561205837965958);
    }

    /** 10^6 0.75 0.01^2 (-log10 0.99) = 0.32736... and 10 0.25 0.99^2 2 = 4.9005; the positives have 0.9374 of the sum. */
    @Test
    void underFocalLossTheHardPositivesCount() {
        double negatives = NUM_NEGATIVES * balancedFocalLoss(MARGIN, 0) / Math.log(10);
        double positives = NUM_POSITIVES * balancedFocalLoss(MARGIN, 1) / Math.log(10);
        assertRelative(negatives, 0.32736040518375636);
        assertRelative(positives, 4.9005);
        assertRelative(positives / (negatives + positives), 0.9373815710803682);
    }

    /** The base of the logarithm cancels in the shares: the same totals in nats, log 10 times as large. */
    @Test
    void theTotalsInNatsAreLogTenTimesThose() {
        assertRelative(NUM_NEGATIVES * new FocalLoss(0.0).loss(-MARGIN), 10050.335853501441);
        assertRelative(NUM_POSITIVES * new FocalLoss(0.0).loss(MARGIN), 46.051701859880914);
        assertRelative(NUM_NEGATIVES * balancedFocalLoss(MARGIN, 0), 0.7537751890126081);
        assertRelative(NUM_POSITIVES * balancedFocalLoss(MARGIN, 1), 11.28381824821732);
    }

    /** CE / FL = 1 / (a (1 - p_t)^2), whatever the logarithm: 400, 400/3, 400/81, 400/243. */
    @ParameterizedTest
    @CsvSource({
        "easy positive, 1,  1, 400.0",
        "easy negative, 0, -1, 133.3333333333333333",
        "hard positive, 1, -1, 4.938271604938271605",
        "hard negative, 0,  1, 1.646090534979423868"
    })
    void crossEntropyOverFocalLossIsTheInverseOfItsFactors(String row, int label, int side, double expected) {
        double margin = side * LOG_9; // probability of class 1: 0.9 or 0.1
        assertThat(crossEntropy(margin, label) / balancedFocalLoss(margin, label))
                .as(row)
                .isCloseTo(expected, within(REL_1E_13 * expected));
    }

    /** What the ratios are made of, in nats: -log 0.9, -log 0.1 and these times a (1 - p_t)^2. */
    @ParameterizedTest
    @CsvSource({
        "easy positive, 1,  1, 0.1053605156578263012, 0.0002634012891445657531",
        "easy negative, 0, -1, 0.1053605156578263012, 0.0007902038674336972592",
        "hard positive, 1, -1, 2.302585092994045684,  0.4662734813312942510",
        "hard negative, 0,  1, 2.302585092994045684,  1.398820443993882753"
    })
    void theLossesBehindTheRatios(String row, int label, int side, double crossEntropy, double focal) {
        double margin = side * LOG_9;
        assertThat(crossEntropy(margin, label)).as(row).isCloseTo(crossEntropy, within(REL_1E_13 * crossEntropy));
        assertThat(balancedFocalLoss(margin, label)).as(row).isCloseTo(focal, within(REL_1E_13 * focal));
    }

    private static double crossEntropy(double margin, int label) {
        return new FocalLoss(0.0).loss((2 * label - 1) * margin);
    }

    private static double balancedFocalLoss(double margin, int label) {
        double classWeight = label == 1 ? ALPHA : 1.0 - ALPHA;
        return classWeight * new FocalLoss(GAMMA).loss((2 * label - 1) * margin);
    }

    private static void assertRelative(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(REL_1E_13 * expected));
    }
}
