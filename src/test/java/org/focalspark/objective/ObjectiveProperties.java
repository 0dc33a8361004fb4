package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.focalspark.loss.MarginLoss;
import org.focalspark.testkit.Blocks;
import org.focalspark.testkit.MarginLosses;
import org.junit.jupiter.api.Named;

/** What holds for the sums of every loss, however rows are cut, stored, ordered and repeated. */
class ObjectiveProperties {
    private static final double REL_1E_10 = 1e-10;
    private static final int NUM_ROWS = 180;

    @Provide
    Arbitrary<MarginLoss> losses() {
        return Arbitraries.of(MarginLosses.all().map(Named::getPayload).toList());
    }

    @Property(tries = 300, seed = "20171")
    void sumsDoNotDependOnBlocksStorageOrMergeOrder(
            @ForAll("losses") MarginLoss loss,
            @ForAll @IntRange(min = 1, max = 190) int rowsPerBlock,
            @ForAll boolean sparse,
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        Blocks rows = Blocks.random(NUM_ROWS, seed).labeledFor(loss);
        Predictor predictor = predictor(loss, seed);
        LinearGradient expected = aggregate(rows.cut(NUM_ROWS, false), predictor, loss);
        List<FeatureBlock> blocks = rows.cut(rowsPerBlock, sparse);
        LossAggregator left = new LossAggregator();
        LossAggregator right = new LossAggregator();
        for (int b = 0; b < blocks.size(); b++) {
            LossAggregator one = new LossAggregator().add(blocks.get(b), predictor, loss);
            if (b % 2 == 0) {
                left = one.merge(left);
            } else {
                right.merge(one);
            }
        }
        assertSame(left.merge(right).reduce(0, loss, NUM_ROWS), expected);
    }

    @Property(tries = 100, seed = "20171")
    void aRowOfWeightKIsTheRowKTimes(
            @ForAll("losses") MarginLoss loss, @ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        Blocks rows = Blocks.random(NUM_ROWS, seed).labeledFor(loss);
        int[] repetitions = new Random(seed).ints(NUM_ROWS, 0, 4).toArray();
        for (int r = 0; r < NUM_ROWS; r++) {
            rows.weights[r] = repetitions[r];
        }
        Predictor predictor = predictor(loss, seed);
        assertSame(
                aggregate(rows.cut(40, true), predictor, loss),
                aggregate(rows.repeated(repetitions).cut(40, true), predictor, loss));
    }

    /** The model on raw values has the margins that the optimizer's point has on standardized ones. */
    @Property(tries = 100, seed = "20171")
    void scalingIsUndoneOnTheWayOut(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        Random random = new Random(seed);
        CoefficientLayout layout = new CoefficientLayout(3, 2, random.nextBoolean());
        double[] means = random.doubles(3, -5, 5).toArray();
        double[] deviations = random.doubles(3, 0.1, 9).toArray();
        double[] point = random.doubles(layout.size(), -2, 2).toArray();
        double[] x = random.doubles(3, -5, 5).toArray();
        Predictor original = new Scaling(layout, means, deviations).toOriginal(point);
        for (int c = 0; c < 2; c++) {
            double expected = layout.fitIntercept() ? point[layout.interceptIndex(c)] : 0.0;
            double actual = original.offsets()[c];
            for (int j = 0; j < 3; j++) {
                double center = layout.fitIntercept() ? means[j] : 0.0;
                expected += point[c * 3 + j] * (x[j] - center) / deviations[j];
                actual += original.coefficients()[c * 3 + j] * x[j];
            }
            assertThat(actual).isCloseTo(expected, within(REL_1E_10));
        }
    }

    @Property(tries = 100, seed = "20171")
    void interceptsAreNeverPenalized(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        Random random = new Random(seed);
        CoefficientLayout layout = new CoefficientLayout(3, 2, true);
        Scaling scaling = new Scaling(layout, new double[3], new double[] {1, 2, 3});
        L2Penalty penalty = new L2Penalty(layout, scaling, random.nextDouble(), random.nextBoolean());
        double[] point = random.doubles(layout.size(), -2, 2).toArray();
        double[] moved = point.clone();
        moved[layout.interceptIndex(0)] += 100;
        moved[layout.interceptIndex(1)] -= 100;
        double[] gradient = new double[layout.size()];
        assertThat(penalty.addTo(moved, gradient)).isEqualTo(penalty.addTo(point, new double[layout.size()]));
        assertThat(gradient[layout.interceptIndex(0)]).isZero();
        assertThat(gradient[layout.interceptIndex(1)]).isZero();
    }

    private static Predictor predictor(MarginLoss loss, long seed) {
        Random random = new Random(seed + 1);
        double[] coefficients = random.doubles((long) loss.numColumns() * Blocks.NUM_FEATURES, -1, 1)
                .toArray();
        for (int c = 0; c < loss.numColumns(); c++) {
            coefficients[(c + 1) * Blocks.NUM_FEATURES - 1] *= 1e-3; // the feature about 1000
        }
        return new Predictor(
                coefficients, random.doubles(loss.numColumns(), -1, 1).toArray());
    }

    private static LinearGradient aggregate(List<FeatureBlock> blocks, Predictor predictor, MarginLoss loss) {
        LossAggregator aggregator = new LossAggregator();
        blocks.forEach(block -> aggregator.add(block, predictor, loss));
        return aggregator.reduce(0, loss, NUM_ROWS);
    }

    private static void assertSame(LinearGradient actual, LinearGradient expected) {
        assertThat(actual.value()).isCloseTo(expected.value(), within(REL_1E_10 * expected.value()));
        assertThat(actual.offsets()).containsExactly(expected.offsets(), within(REL_1E_10 * scale(expected.offsets())));
        assertThat(actual.coefficients())
                .containsExactly(expected.coefficients(), within(REL_1E_10 * scale(expected.coefficients())));
    }

    private static double scale(double[] values) {
        return Math.max(1.0, Arrays.stream(values).map(Math::abs).max().orElse(0.0));
    }
}
