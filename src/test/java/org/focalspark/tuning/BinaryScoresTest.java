package org.focalspark.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BinaryScoresTest {
    private static final double ABS_1E_12 = 1e-12;
    /** Scores keep 14 bits or so of their mantissa: pairs that close may change places. */
    private static final double ABS_1E_4 = 1e-4;

    /** Positive and negative scores by pairs: the area is the share of pairs in the right order, ties being half right. */
    @Test
    void areaUnderRocIsTheShareOfPairsInTheRightOrder() {
        double[] scores = {0.1, -0.0, 0.4, 0.35, 0.8, 0.4, -3.0, 0.0};
        double[] labels = {0, 1, 0, 1, 1, 1, 0, 0};
        double[] weights = {1, 2, 1, 0.5, 1, 3, 1, 2};
        assertThat(table(scores, labels, weights).areaUnderRoc())
                .isEqualTo(pairsInOrder(scores, labels, weights), within(ABS_1E_12));
    }

    /** Recall and precision by hand: (0, 1), (1/2, 1), (1/2, 1/2), (1, 2/3), (1, 1/2). */
    @Test
    void areaUnderPrIsMadeOfTrapezoids() {
        BinaryScores table =
                table(new double[] {0.1, 0.4, 0.35, 0.8}, new double[] {0, 0, 1, 1}, new double[] {1, 1, 1, 1});
        assertThat(table.areaUnderPr()).isEqualTo(0.5 + 0.5 * (0.5 + 2.0 / 3.0) / 2.0, within(ABS_1E_12));
    }

    @Test
    void mergedTablesAreOneTable() {
        Random random = new Random(5L);
        double[] scores = random.doubles(500, -2.0, 2.0).toArray();
        double[] labels = random.doubles(500).map(v -> v < 0.2 ? 1.0 : 0.0).toArray();
        double[] weights = random.doubles(500).toArray();
        BinaryScores one = table(scores, labels, weights);
        BinaryScores left = part(scores, labels, weights, 0, 300);
        BinaryScores right = part(scores, labels, weights, 300, 500);
        BinaryScores merged = right.merge(left);
        assertThat(merged.numScores()).isEqualTo(one.numScores()).isEqualTo(500);
        assertThat(merged.areaUnderRoc()).isEqualTo(one.areaUnderRoc(), within(ABS_1E_12));
        assertThat(merged.areaUnderPr()).isEqualTo(one.areaUnderPr(), within(ABS_1E_12));
    }

    @Test
    void manyScoresLoseTheSameBitsInWhateverOrderTablesAreMerged() {
        int size = 5 * BinaryScores.MAX_SCORES;
        Random random = new Random(6L);
        double[] scores = random.doubles(size, -4.0, 4.0).toArray();
        double[] labels = Arrays.stream(scores)
                .map(score -> random.nextGaussian() + score > 1.0 ? 1.0 : 0.0)
                .toArray();
        double[] weights = new double[size];
        Arrays.fill(weights, 1.0);
        BinaryScores whole = table(scores, labels, weights);
        BinaryScores first = part(scores, labels, weights, 0, 100);
        BinaryScores second = part(scores, labels, weights, 100, size / 2);
        BinaryScores third = part(scores, labels, weights, size / 2, size);
        BinaryScores merged = third.merge(first).merge(second);
        assertThat(whole.droppedBits()).isPositive();
        assertThat(merged.droppedBits()).isEqualTo(whole.droppedBits());
        assertThat(merged.numScores())
                .isEqualTo(whole.numScores())
                .isBetween(BinaryScores.MAX_SCORES / 4, BinaryScores.MAX_SCORES);
        assertThat(merged.areaUnderRoc()).isEqualTo(whole.areaUnderRoc(), within(ABS_1E_12));
        assertThat(whole.areaUnderRoc()).isEqualTo(pairsInOrder(scores, labels), within(ABS_1E_4));
    }

    @Test
    void theLimitItselfIsExact() {
        double[] scores =
                new Random(8L).doubles(BinaryScores.MAX_SCORES).distinct().toArray();
        double[] zeros = new double[scores.length];
        BinaryScores table = table(scores, zeros, zeros);
        assertThat(table.numScores()).isEqualTo(scores.length);
        assertThat(table.droppedBits()).isZero();
    }

    @Test
    void oneClassAloneHasTheAreasOfSpark() {
        BinaryScores negatives = table(new double[] {0.1, 0.2}, new double[] {0, 0}, new double[] {1, 1});
        // A recall of 0 everywhere, then the last point (1, 1): as BinaryClassificationMetrics have it.
        assertThat(negatives.areaUnderRoc()).isZero();
        assertThat(negatives.areaUnderPr()).isZero();
        assertThatThrownBy(
                        () -> table(new double[0], new double[0], new double[0]).areaUnderPr())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none was held out");
    }

    private static BinaryScores table(double[] scores, double[] labels, double[] weights) {
        return part(scores, labels, weights, 0, scores.length);
    }

    private static BinaryScores part(double[] scores, double[] labels, double[] weights, int from, int to) {
        BinaryScores table = new BinaryScores(null);
        for (int i = from; i < to; i++) {
            table.addScore(scores[i], labels[i], weights[i]);
        }
        return table;
    }

    private static double pairsInOrder(double[] scores, double[] labels, double[] weights) {
        double right = 0.0;
        double all = 0.0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (labels[i] == 1.0 && labels[j] == 0.0) {
                    double weight = weights[i] * weights[j];
                    right += scores[i] > scores[j] ? weight : scores[i] == scores[j] ? weight / 2.0 : 0.0;
                    all += weight;
                }
            }
        }
        return right / all;
    }

    /** By ranks, since there are many rows; no two scores are equal. */
    private static double pairsInOrder(double[] scores, double[] labels) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> Double.compare(scores[i], scores[j]));
        double negatives = 0.0;
        double right = 0.0;
        double positives = 0.0;
        for (int i : order) {
            positives += labels[i];
            right += labels[i] * negatives;
            negatives += 1.0 - labels[i];
        }
        return right / (positives * negatives);
    }
}
