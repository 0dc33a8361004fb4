package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.NormalizedLoss;
import org.focalspark.testkit.Blocks;
import org.focalspark.testkit.GradientCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels against the sum over rows written out, and against differences of themselves. */
class LossAggregatorTest {
    private static final double REL_1E_12 = 1e-12;
    private static final double REL_1E_8 = 1e-8;

    private final Blocks data = Blocks.random(333, 7L);

    @ParameterizedTest
    @CsvSource({"1, false", "127, false", "128, false", "129, true", "129, false", "333, true", "333, false", "7, true"
    })
    void isTheSumOverRowsHoweverTheyAreCut(int rowsPerBlock, boolean sparse) {
        assertIsTheSumOverRows(new LossAggregator(), data.cut(rowsPerBlock, sparse));
    }

    @ParameterizedTest
    @EnumSource
    void isTheSumOverRowsOfFloats(KernelChoice choice) {
        assumeTrue(choice == KernelChoice.SCALAR || KernelChoice.isVectorApiPresent());
        for (double[] row : data.rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) row[j];
            }
        }
        assertIsTheSumOverRows(new LossAggregator(choice.kernel()), data.cut(333, false));
    }

    private void assertIsTheSumOverRows(LossAggregator sums, List<FeatureBlock> blocks) {
        BinaryLoss loss = binary(2.0);
        double[] point = point(1);
        addTo(sums, blocks, point, loss);
        double expectedLoss = 0.0;
        double[] expectedGradient = new double[Blocks.NUM_FEATURES];
        double expectedOffset = 0.0;
        for (int r = 0; r < data.rows.length; r++) {
            double margin = point[Blocks.NUM_FEATURES];
            for (int j = 0; j < Blocks.NUM_FEATURES; j++) {
                margin += point[j] * data.rows[r][j];
            }
            double sign = 2 * data.labels[r] - 1;
            double weight = data.weights[r] * loss.classWeights().of((int) data.labels[r]);
            expectedLoss += weight * new FocalLoss(2.0).loss(sign * margin);
            double multiplier = weight * sign * new FocalLoss(2.0).derivative(sign * margin);
            expectedOffset += multiplier;
            for (int j = 0; j < Blocks.NUM_FEATURES; j++) {
                expectedGradient[j] += multiplier * data.rows[r][j];
            }
        }
        assertThat(sums.rows().numRows()).isEqualTo(333);
        assertThat(sums.sums(0).loss()).isCloseTo(expectedLoss, within(REL_1E_12 * expectedLoss));
        LinearGradient gradient = sums.reduce(0, loss, 1.0);
        assertThat(gradient.offsets()[0]).isCloseTo(expectedOffset, within(REL_1E_12 * 333));
        assertFeatureGradients(gradient.coefficients(), expectedGradient);
    }

    /** A large factor late in a tile raises the units of all that came before, of the runs of the same tile among them. */
    @Test
    void unitsOfNormalizedLossesMayRiseWithinATile() {
        Blocks late = Blocks.random(400, 7L);
        late.rows[397][4] = -1e5; // by far the largest focal factors, one for each class
        late.rows[398][4] = 1e5;
        late.labels[397] = 1.0;
        late.labels[398] = 0.0;
        MarginLoss loss = new NormalizedLoss(binary(2.0));
        MarginLoss other = new NormalizedLoss(binary(3.0));
        Predictor predictor = new Predictor(new double[] {0.1, -0.2, 0.3, 0.1, 0.01}, new double[] {-20.0});
        ModelBatch batch = new ModelBatch(List.of(predictor, predictor), List.of(loss, other));
        LossAggregator wide = new LossAggregator();
        late.cut(400, true).forEach(block -> wide.add(block, batch));
        LossAggregator narrow = new LossAggregator();
        late.cut(1, false).forEach(block -> narrow.add(block, batch));
        for (int m = 0; m < 2; m++) {
            LinearGradient actual = wide.reduce(m, batch.loss(m), 1.0);
            LinearGradient expected = narrow.reduce(m, batch.loss(m), 1.0);
            assertThat(actual.value()).isCloseTo(expected.value(), within(REL_1E_12 * Math.abs(expected.value())));
            for (int j = 0; j < Blocks.NUM_FEATURES; j++) {
                double gradient = expected.coefficients()[j];
                assertThat(actual.coefficients()[j])
                        .isCloseTo(gradient, within(REL_1E_12 * Math.max(1, Math.abs(gradient))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.focalspark.testkit.MarginLosses#all")
    void gradientIsTheDerivativeOfTheObjective(MarginLoss loss) {
        CoefficientLayout layout = new CoefficientLayout(Blocks.NUM_FEATURES, loss.numColumns(), true);
        Blocks labeled = data.labeledFor(loss);
        FeatureMoments moments = new FeatureMoments(Blocks.NUM_FEATURES);
        labeled.cut(50, true).forEach(block -> moments.add(block, loss.classWeights()));
        moments.finish();
        Scaling scaling = new Scaling(layout, moments.means(), moments.standardDeviations());
        L2Penalty penalty = new L2Penalty(layout, scaling, 1e-3, false);
        double[] point = new Random(3L).doubles(layout.size(), -1, 1).toArray();
        List<FeatureBlock> blocks =
                labeled.awayFromKink(loss, scaling.toOriginal(point)).cut(50, true);
        double[] gradient = new double[layout.size()];
        evaluate(blocks, scaling, penalty, point, loss, gradient);
        GradientCheck.assertGradient(
                x -> evaluate(blocks, scaling, penalty, x, loss, new double[x.length]), point, gradient, REL_1E_8);
    }

    /** In units of the largest factor, merging must not depend on which side has seen it. */
    @ParameterizedTest
    @MethodSource("org.focalspark.testkit.MarginLosses#normalized")
    void ratiosMergeInAnyOrder(MarginLoss loss) {
        List<FeatureBlock> blocks = data.labeledFor(loss).cut(64, false);
        double[] coefficients = new Random(9L)
                .doubles((long) loss.numColumns() * Blocks.NUM_FEATURES, -40, 40)
                .toArray();
        Predictor predictor = new Predictor(coefficients, new double[loss.numColumns()]);
        LossAggregator one = new LossAggregator();
        blocks.forEach(block -> one.add(block, predictor, loss));
        LinearGradient expected = one.reduce(0, loss, 1.0);
        LossAggregator merged = new LossAggregator();
        for (int i = blocks.size() - 1; i >= 0; i--) {
            merged = new LossAggregator().add(blocks.get(i), predictor, loss).merge(merged);
        }
        LinearGradient actual = merged.reduce(0, loss, 1.0);
        assertThat(actual.value()).isCloseTo(expected.value(), within(REL_1E_12 * expected.value()));
        assertThat(actual.offsets()).containsExactly(expected.offsets(), within(REL_1E_12 * 333));
        assertFeatureGradients(actual.coefficients(), expected.coefficients());
    }

    @Test
    void mergingIsAddingTheRows() {
        MarginLoss loss = binary(2.0);
        double[] point = point(1);
        List<FeatureBlock> blocks = Blocks.random(600, 7L).cut(150, false);
        LossAggregator one = aggregate(blocks, point, loss);
        LossAggregator left = aggregate(blocks.subList(0, 2), point, loss);
        LossAggregator right = aggregate(blocks.subList(2, 4), point, loss);
        LossAggregator merged =
                new LossAggregator().merge(left).merge(new LossAggregator()).merge(right);
        assertThat(merged.rows().isSame(one.rows())).isTrue();
        assertThat(merged.sums(0).loss())
                .isCloseTo(one.sums(0).loss(), within(REL_1E_12 * one.sums(0).loss()));
        assertThat(merged.sums(0).nonConvexWeight()).isCloseTo(one.sums(0).nonConvexWeight(), within(REL_1E_12 * 600));
        assertFeatureGradients(
                merged.reduce(0, loss, 1.0).coefficients(),
                one.reduce(0, loss, 1.0).coefficients());
        assertThat(merged.reduce(0, loss, 1.0).offsets())
                .containsExactly(one.reduce(0, loss, 1.0).offsets(), within(REL_1E_12 * 600));
    }

    @Test
    void aRowOfWeightKIsTheRowKTimes() {
        int[] repetitions = new int[data.rows.length];
        for (int r = 0; r < repetitions.length; r++) {
            repetitions[r] = r % 4;
            data.weights[r] = repetitions[r];
        }
        LossAggregator weighted = aggregate(data.cut(100, true), point(1), binary(2.0));
        LossAggregator repeated = aggregate(data.repeated(repetitions).cut(100, true), point(1), binary(2.0));
        assertThat(weighted.sums(0).loss())
                .isCloseTo(
                        repeated.sums(0).loss(),
                        within(REL_1E_12 * repeated.sums(0).loss()));
        assertFeatureGradients(
                weighted.reduce(0, binary(2.0), 1.0).coefficients(),
                repeated.reduce(0, binary(2.0), 1.0).coefficients());
    }

    @Test
    void countsTheWeightOfRowsWhereTheLossIsNotConvex() {
        double[] labels = {1, 1, 0, 0};
        double[] weights = {1, 2, 4, 8};
        FeatureBlock block = new DenseBlock(1, labels, weights, new double[] {-5, 5, 5, -5});
        BinaryLoss loss = binary(2.0);
        LossAggregator sums = new LossAggregator().add(block, new Predictor(new double[] {1}, new double[] {0}), loss);
        assertThat(sums.sums(0).nonConvexWeight()).isEqualTo(1 + 4);
    }

    @Test
    void aRowWithoutWeightTakesNoPart() {
        double[] labels = {1, 0};
        FeatureBlock block = new DenseBlock(1, labels, new double[] {0, 1}, new double[] {3, 2});
        LossAggregator sums =
                new LossAggregator().add(block, new Predictor(new double[] {1}, new double[] {0}), binary(1.0));
        FeatureBlock alone = new DenseBlock(1, new double[] {0}, new double[0], new double[] {2});
        LossAggregator expected =
                new LossAggregator().add(alone, new Predictor(new double[] {1}, new double[] {0}), binary(1.0));
        assertThat(sums.sums(0).loss()).isEqualTo(expected.sums(0).loss());
        assertThat(sums.reduce(0, binary(1.0), 1.0).coefficients())
                .containsExactly(expected.reduce(0, binary(1.0), 1.0).coefficients());
    }

    /** The tolerance is relative to what the sum adds up: the values of a feature times multipliers of up to 1. */
    private void assertFeatureGradients(double[] actual, double[] expected) {
        for (int j = 0; j < actual.length; j++) {
            int feature = j % Blocks.NUM_FEATURES;
            double scale = Arrays.stream(data.rows)
                    .mapToDouble(row -> Math.abs(row[feature]))
                    .sum();
            assertThat(actual[j]).as("coefficient %d", j).isCloseTo(expected[j], within(REL_1E_12 * scale));
        }
    }

    /** The objective at a point; fills in its gradient. */
    private static double evaluate(
            List<FeatureBlock> blocks,
            Scaling scaling,
            L2Penalty penalty,
            double[] point,
            MarginLoss loss,
            double[] gradient) {
        Predictor predictor = scaling.toOriginal(point);
        LossAggregator sums = new LossAggregator();
        blocks.forEach(block -> sums.add(block, predictor, loss));
        LinearGradient reduced = sums.reduce(0, loss, 333.0);
        System.arraycopy(scaling.gradient(reduced.coefficients(), reduced.offsets()), 0, gradient, 0, gradient.length);
        return reduced.value() + penalty.addTo(point, gradient);
    }

    private static LossAggregator aggregate(List<FeatureBlock> blocks, double[] point, MarginLoss loss) {
        LossAggregator sums = new LossAggregator();
        addTo(sums, blocks, point, loss);
        return sums;
    }

    private static void addTo(LossAggregator sums, List<FeatureBlock> blocks, double[] point, MarginLoss loss) {
        double[] coefficients = Arrays.copyOf(point, Blocks.NUM_FEATURES);
        Predictor predictor = new Predictor(coefficients, new double[] {point[Blocks.NUM_FEATURES]});
        blocks.forEach(block -> sums.add(block, predictor, loss));
    }

    private static double[] point(int numColumns) {
        double[] point = new Random(5L)
                .doubles((long) numColumns * (Blocks.NUM_FEATURES + 1), -0.5, 0.5)
                .toArray();
        point[Blocks.NUM_FEATURES - 1] = 1e-3;
        return point;
    }

    private static BinaryLoss binary(double gamma) {
        FocalLoss side = new FocalLoss(gamma);
        return new BinaryLoss(side, side, 0.25, 0.75);
    }
}
