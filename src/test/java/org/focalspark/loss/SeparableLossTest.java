package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.focalspark.loss.tile.TileRows;
import org.focalspark.testkit.GradientCheck;
import org.focalspark.testkit.MarginLosses;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Margins to sums and multipliers, in every family and with every option. */
class SeparableLossTest {
    private static final double REL_1E_14 = 1e-14;
    private static final double REL_1E_9 = 1e-9;
    private static final double NAN = Double.NaN;

    /** Multipliers are the derivative of the sum, row by row and column by column. */
    @ParameterizedTest
    @MethodSource("org.focalspark.testkit.MarginLosses#all")
    void multipliersAreTheDerivativesOfTheObjective(MarginLoss loss) {
        int columns = loss.numColumns();
        double[] weights = {9, 0.5, 2, 3, 0};
        double[] labels = MarginLosses.isMultilabel(loss)
                ? new double[] {9, 9, 9, 1, 0, NAN, 0, 0, 1, 1, 1, 1, NAN, 0, 1}
                : columns == 1 ? new double[] {9, 1, 0, 1, 0} : new double[] {9, 2, 0, 1, 1};
        double[] point = new Random(4L).doubles(4L * columns, -3, 3).toArray();
        double[] multipliers = Arrays.copyOf(point, 4 * loss.numMultipliers());
        LossSums sums = new LossSums();
        loss.evaluate(multipliers, TileRows.of(labels, weights, 1, 4), sums);
        Reduction reduction = loss.reduce(sums, 5.5);
        double[] derivatives = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            int column = i / 4;
            derivatives[i] = reduction.perLoss()[column] * multipliers[i];
            derivatives[i] += reduction.perFactor().length == 0
                    ? 0.0
                    : reduction.perFactor()[column] * multipliers[point.length + i];
        }
        GradientCheck.assertGradient(
                x -> {
                    LossSums moved = new LossSums();
                    loss.evaluate(
                            Arrays.copyOf(x, 4 * loss.numMultipliers()), TileRows.of(labels, weights, 1, 4), moved);
                    return loss.reduce(moved, 5.5).value();
                },
                point,
                derivatives,
                REL_1E_9);
    }

    @Test
    void softmaxWithLabelSmoothingIsWhatMpmathSays() {
        int seen = 0;
        for (References row : References.read("softmax_focal.csv")) {
            double smoothing = row.number("smoothing");
            if (smoothing > 0.0) {
                seen++;
                double[] gammas = row.numbers("gammas");
                double[] weights = row.numbers("class_weights");
                double[] multipliers = row.numbers("logits");
                LossSums sums = new LossSums();
                softmax(gammas, weights, smoothing)
                        .evaluate(
                                multipliers,
                                TileRows.of(new double[] {row.number("label")}, new double[0], 0, 1),
                                sums);
                double[] expected = row.numbers("derivatives");
                double range = Arrays.stream(row.numbers("logits")).max().orElseThrow()
                        - Arrays.stream(row.numbers("logits")).min().orElseThrow();
                double tolerance = REL_1E_14
                        * (1 + range * (1 + Arrays.stream(gammas).max().orElseThrow()));
                double loss = row.number("loss");
                assertThat(sums.loss()).as("%s", row).isCloseTo(loss, within(tolerance * loss));
                double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
                assertThat(multipliers).as("%s", row).containsExactly(expected, within(tolerance * scale));
            }
        }
        assertThat(seen).isGreaterThan(20);
    }

    @Test
    void unknownLabelsTakeNoPart() {
        FocalLoss focal = new FocalLoss(2);
        BinaryLoss column = new BinaryLoss(focal, focal, 0.25, 0.75);
        MultilabelLoss loss = new MultilabelLoss(new BinaryLoss[] {column, column}, new double[] {1, 3});
        double[] multipliers = {0.3, -1.2, 0.8, 2.0};
        LossSums sums = new LossSums();
        loss.evaluate(multipliers, TileRows.of(new double[] {1, NAN, NAN, 0}, new double[] {2, 5}, 0, 2), sums);
        double expected = 2 * 0.75 * focal.loss(0.3) + 3 * 5 * 0.25 * focal.loss(-2.0);
        assertThat(sums.loss()).isCloseTo(expected, within(REL_1E_14 * expected));
        assertThat(multipliers[0]).isEqualTo(2 * 0.75 * focal.derivative(0.3));
        assertThat(multipliers[1]).isZero();
        assertThat(multipliers[2]).isZero();
        assertThat(multipliers[3]).isEqualTo(-3 * 5 * 0.25 * focal.derivative(-2.0));
    }

    /** Labels that are unknown, and columns that are not fitted, say nothing of convexity. */
    @Test
    void theNonConvexShareIsThatOfKnownLabels() {
        FocalLoss focal = new FocalLoss(2);
        BinaryLoss column = new BinaryLoss(focal, focal, 1, 1);
        MultilabelLoss loss = new MultilabelLoss(new BinaryLoss[] {column, column, column}, new double[] {1, 1, 0});
        LossSums sums = new LossSums();
        double[] margins = {-5, -5, 5, 5, -9, -9};
        loss.evaluate(margins, TileRows.of(new double[] {1, NAN, 1, 1, 1, 1}, new double[] {3, 1}, 0, 2), sums);
        assertThat(sums.nonConvexShare()).isEqualTo(4.0 / 5.0);
    }

    /** (exp(-800) exp(-400) + exp(-802) exp(-401)) / (exp(-800) + exp(-802)), where every factor underflows. */
    @Test
    void ratiosDoNotVanishOnSeparableData() {
        FocalLoss focal = new FocalLoss(2);
        NormalizedLoss loss = new NormalizedLoss(new BinaryLoss(focal, focal, 1, 1));
        LossSums sums = new LossSums();
        double[] first = {401, NAN};
        double[] second = {-400, NAN};
        loss.evaluate(first, TileRows.of(new double[] {1}, new double[0], 0, 1), sums);
        loss.evaluate(second, TileRows.of(new double[] {0}, new double[0], 0, 1), sums);
        double expected = Math.exp(-400) * ((1 + Math.exp(-3)) / (1 + Math.exp(-2)));
        assertThat(loss.reduce(sums, 2).value()).isCloseTo(expected, within(1e-12 * expected));
        LossSums otherWay = new LossSums();
        LossSums last = new LossSums();
        loss.evaluate(new double[] {-400, NAN}, TileRows.of(new double[] {0}, new double[0], 0, 1), otherWay);
        loss.evaluate(new double[] {401, NAN}, TileRows.of(new double[] {1}, new double[0], 0, 1), last);
        otherWay.merge(last);
        assertThat(loss.reduce(otherWay, 2).value()).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void aFactorOfOneLeavesTheMeanLoss() {
        FocalLoss logLoss = new FocalLoss(0);
        BinaryLoss plain = new BinaryLoss(logLoss, logLoss, 1, 1);
        double[] margins = {0.3, -2, 1.5};
        double[] labels = {1, 0, 0};
        LossSums expected = new LossSums();
        plain.evaluate(margins.clone(), TileRows.of(labels, new double[0], 0, 3), expected);
        LossSums sums = new LossSums();
        NormalizedLoss loss = new NormalizedLoss(plain);
        loss.evaluate(Arrays.copyOf(margins, 6), TileRows.of(labels, new double[0], 0, 3), sums);
        assertThat(loss.reduce(sums, 3).value()).isCloseTo(expected.loss() / 3, within(1e-15));
    }

    @Test
    void aLargeClassDoesNotHideTheOthers() {
        assertThat(LabelSums.ofClasses(1, 1e20, 2).negative()).containsExactly(1e20, 3, 1e20);
    }

    @Test
    void oneLabelAloneNeedsNoFit() {
        FocalLoss focal = new FocalLoss(2);
        double infinity = Double.POSITIVE_INFINITY;
        BinaryLoss binary = new BinaryLoss(focal, focal, 1, 1);
        assertThat(binary.constantMargins(LabelSums.ofClasses(0, 3))).containsExactly(infinity);
        assertThat(binary.constantMargins(LabelSums.ofClasses(3, 0))).containsExactly(-infinity);
        assertThat(binary.constantMargins(LabelSums.ofClasses(3, 1))).containsExactly(NAN);
        assertThat(new BinaryLoss(focal, focal, ClassWeights.equal(), 0.1).constantMargins(LabelSums.ofClasses(0, 3)))
                .containsExactly(NAN);
        SoftmaxLoss softmax = softmax(new double[] {2, 2, 2}, new double[] {1, 1, 1}, 0);
        assertThat(softmax.constantMargins(LabelSums.ofClasses(0, 3, 0))).containsExactly(0, infinity, 0);
        assertThat(softmax.constantMargins(LabelSums.ofClasses(0, 3, 1))).containsExactly(NAN, NAN, NAN);
        BinaryLoss[] columns = {binary, binary, binary};
        assertThat(new OneVsRestLoss(columns, new double[] {1, 1, 1}).constantMargins(LabelSums.ofClasses(0, 3, 1)))
                .containsExactly(-infinity, NAN, NAN);
    }

    @Test
    void refusesWhatIsNoLoss() {
        FocalLoss focal = new FocalLoss(2);
        assertThatThrownBy(() -> new BinaryLoss(focal, focal, ClassWeights.equal(), 1.0))
                .hasMessage("labelSmoothing must be in [0, 1), but was 1.0.");
        assertThatThrownBy(() -> new MultilabelLoss(new BinaryLoss[0], new double[0]))
                .hasMessageContaining("at least 1 label");
        assertThatThrownBy(() -> new Poly1FocalLoss(2, -1))
                .hasMessage("polyEpsilon must be > -1 and finite, but was -1.0.");
        assertThatThrownBy(() -> new ReducedFocalLoss(2, 1))
                .hasMessage("reducedThreshold must be in (0, 1), but was 1.0.");
        assertThatThrownBy(() -> new ReducedFocalLoss(1e5, 0.5)).hasMessageContaining("Choose a smaller gamma");
    }

    private static SoftmaxLoss softmax(double[] gammas, double[] weights, double smoothing) {
        PointwiseLoss[] losses = Arrays.stream(gammas).mapToObj(FocalLoss::new).toArray(PointwiseLoss[]::new);
        return new SoftmaxLoss(losses, weights, smoothing);
    }
}
