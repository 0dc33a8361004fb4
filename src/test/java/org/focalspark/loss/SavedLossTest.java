package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.focalspark.loss.LossForm.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that a loss that is stored with a model is read back as the same loss. */
class SavedLossTest {
    private static final LossForm FOCAL = form(LossKind.FOCAL, Map.of(), false);

    private static Stream<LossForm> forms() {
        Stream<LossForm> kinds = Stream.of(LossKind.values()).map(kind -> form(kind, Map.of(), false));
        Stream<LossForm> modified = Stream.of(
                form(LossKind.POLY1_FOCAL, Map.of(Option.POLY_EPSILON, 0.5), false),
                form(LossKind.FOCAL, Map.of(Option.REDUCED_THRESHOLD, 0.3), false),
                form(LossKind.FOCAL, Map.of(Option.LABEL_SMOOTHING, 0.1), false),
                form(LossKind.FOCAL, Map.of(), true),
                form(LossKind.FOCAL, Map.of(Option.REDUCED_THRESHOLD, 0.3, Option.LABEL_SMOOTHING, 0.1), true));
        return Stream.concat(kinds, modified);
    }

    private static LossForm form(LossKind kind, Map<Option, Double> options, boolean normalized) {
        return new LossForm(kind, option -> options.getOrDefault(option, option.absent()), normalized);
    }

    private static Stream<Arguments> losses() {
        return forms().flatMap(form -> Stream.of(Family.values()).map(family -> Arguments.of(family, form)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theSameLossIsReadBack(Family family, LossForm form) {
        int size = family == Family.BINOMIAL ? 2 : family == Family.MULTINOMIAL ? 3 : 6;
        double[] gammas = Arrays.copyOf(new double[] {2.0, 0.5, 3.0, 1.0, 2.0, 0.0}, size);
        double[] weights = Arrays.copyOf(new double[] {1.0, 3.0, 0.5, 1.0, 2.0, 4.0}, size);
        MarginLoss loss = new SavedLoss(family, form, gammas, weights).toLoss();

        SavedLoss saved = SavedLoss.of(loss, form);
        MarginLoss again = saved.toLoss();

        assertThat(saved.family()).isEqualTo(family);
        assertThat(saved.form()).isSameAs(form);
        assertThat(saved.gammas()).containsExactly(gammas);
        assertThat(saved.classWeights()).containsExactly(weights);
        assertThat(again).hasSameClassAs(loss);
        assertThat(again instanceof NormalizedLoss).isEqualTo(form.normalized());
        assertThat(values(again)).isEqualTo(values(loss)).isNotEmpty();
    }

    /** Returns the values of every pointwise loss inside a loss at a few margins. */
    private static List<Double> values(MarginLoss loss) {
        if (loss instanceof NormalizedLoss ratio) {
            return values(ratio.unnormalized());
        }
        if (loss instanceof ColumnLoss columns) {
            return Stream.iterate(0, c -> c + 1)
                    .limit(columns.numColumns())
                    .flatMap(c -> values(columns.lossOf(c)).stream())
                    .toList();
        }
        Stream<PointwiseLoss> parts = loss instanceof BinaryLoss binary
                ? Stream.of(binary.negative(), binary.positive())
                : Stream.iterate(0, k -> k + 1).limit(loss.numColumns()).map(((SoftmaxLoss) loss)::lossOf);
        return parts.flatMap(part -> Stream.of(-3.0, 0.0, 0.7, 2.0).map(part::loss))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1.0, Double.NaN, Double.POSITIVE_INFINITY})
    void classWeightsOutOfRangeAreRejected(double weight) {
        SavedLoss saved = new SavedLoss(Family.BINOMIAL, FOCAL, new double[] {2, 2}, new double[] {1, weight});
        assertThatThrownBy(saved::toLoss)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class weights [1.0, " + weight + "] are out of range");
    }

    @ParameterizedTest
    @CsvSource({"BINOMIAL, 3, 3", "BINOMIAL, 2, 1", "OVR, 3, 3", "OVR, 4, 2", "MULTILABEL, 2, 4"})
    void numbersThatDoNotFitTheFamilyAreRejected(Family family, int gammas, int weights) {
        double[] ones = new double[weights];
        Arrays.fill(ones, 1.0);
        SavedLoss saved = new SavedLoss(family, FOCAL, new double[gammas], ones);
        assertThatThrownBy(saved::toLoss)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a loss of family '%s' with %d gammas and %d class weights is unknown"
                        .formatted(family.text(), gammas, weights));
    }

    /** With one gamma, the margin of a binary convex focal loss is the log-odds. The weights determine the scale. */
    @Test
    void equalGammasShareOneLoss() {
        LossForm convex = form(LossKind.CONVEX_FOCAL, Map.of(), false);
        BinaryLoss equal = convex.binary(new double[] {2, 2}, new double[] {1, 1}, 90.0, 10.0);
        BinaryLoss unequal = convex.binary(new double[] {2, 1}, new double[] {1, 1}, 90.0, 10.0);
        assertThat(equal.negative()).isSameAs(equal.positive());
        assertThat(unequal.negative()).isNotSameAs(unequal.positive());
        assertThat(unequal.positive().gamma()).isEqualTo(1.0);
    }

    @ParameterizedTest
    @EnumSource(LossKind.class)
    void kindsAreFoundByTheirTextInAnyCase(LossKind kind) {
        assertThat(Choice.of(LossKind.class, kind.text())).isEqualTo(kind);
        assertThat(Choice.of(LossKind.class, kind.text().toUpperCase(Locale.ROOT)))
                .isEqualTo(kind);
        assertThat(Choice.texts(LossKind.class)).contains(kind.text());
    }

    @Test
    void unknownKindsAndFamiliesAreRejected() {
        assertThatThrownBy(() -> Choice.of(LossKind.class, "dice"))
                .hasMessage("'dice' is none of " + String.join(", ", Choice.texts(LossKind.class)) + ".");
        assertThat(Choice.find(Family.class, "poisson")).isEmpty();
        assertThat(Choice.find(Family.class, "OVR")).contains(Family.OVR);
    }

    @Test
    void columnsAreThoseOfOvrAndMultilabel() {
        assertThat(Stream.of(Family.values()).filter(Family::hasColumns))
                .containsExactly(Family.OVR, Family.MULTILABEL);
    }
}
