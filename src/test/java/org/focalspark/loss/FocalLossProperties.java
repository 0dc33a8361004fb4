package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.focalspark.loss.tile.TileRows;

class FocalLossProperties {
    private static final double REL_1E_12 = 1e-12;

    @Property(seed = "20171")
    void isFiniteAndFallsWithTheMargin(
            @ForAll @DoubleRange(min = 0, max = 10) double gamma,
            @ForAll @DoubleRange(min = -1e4, max = 1e4) double z) {
        FocalLoss loss = new FocalLoss(gamma);
        assertThat(loss.loss(z)).isFinite().isNotNegative();
        assertThat(loss.derivative(z)).isFinite().isNotPositive();
        assertThat(loss.secondDerivative(z)).isFinite();
    }

    @Property(seed = "20171")
    void fallsWithGamma(
            @ForAll @DoubleRange(min = -50, max = 50) double z,
            @ForAll @DoubleRange(min = 0, max = 10) double gamma,
            @ForAll @DoubleRange(min = 0, max = 10) double more) {
        double loss = new FocalLoss(gamma).loss(z);
        assertThat(new FocalLoss(gamma + more).loss(z)).isLessThanOrEqualTo(loss * (1 + REL_1E_12));
    }

    @Property(seed = "20171")
    void isPositiveFromTheInflectionOnAndNegativeBelow(
            @ForAll @DoubleRange(min = 0.01, max = 10) double gamma,
            @ForAll @DoubleRange(min = 0.01, max = 30) double distance) {
        FocalLoss loss = new FocalLoss(gamma);
        assertThat(loss.secondDerivative(loss.convexFrom() + distance)).isPositive();
        assertThat(loss.secondDerivative(loss.convexFrom() - distance)).isNegative();
    }

    @Property(seed = "20171")
    void swappingLabelAndClassWeightMirrorsTheMargin(
            @ForAll @DoubleRange(min = -100, max = 100) double margin,
            @ForAll @DoubleRange(min = 0, max = 10) double gamma,
            @ForAll @DoubleRange(min = 0, max = 1) double alpha,
            @ForAll @DoubleRange(min = 0, max = 5) double weight) {
        FocalLoss side = new FocalLoss(gamma);
        double[] multiplier = {margin};
        double[] mirrored = {-margin};
        LossSums sums = new LossSums();
        LossSums mirroredSums = new LossSums();
        double[] weights = {weight};
        new BinaryLoss(side, side, 1 - alpha, alpha)
                .evaluate(multiplier, TileRows.of(new double[] {1}, weights, 0, 1), sums);
        new BinaryLoss(side, side, alpha, 1 - alpha)
                .evaluate(mirrored, TileRows.of(new double[] {0}, weights, 0, 1), mirroredSums);
        assertThat(sums.loss()).isEqualTo(mirroredSums.loss());
        assertThat(sums.nonConvexWeight()).isEqualTo(mirroredSums.nonConvexWeight());
        assertThat(multiplier[0]).isCloseTo(-mirrored[0], within(0.0));
    }

    @Property(seed = "20171")
    void theTileHasTheLossAndDerivativeOfTheScalars(
            @ForAll @DoubleRange(min = -100, max = 100) double margin,
            @ForAll @DoubleRange(min = 0, max = 10) double gamma,
            @ForAll boolean positive) {
        FocalLoss side = new FocalLoss(gamma);
        double z = positive ? margin : -margin;
        double[] tile = {margin};
        LossSums sums = new LossSums();
        new BinaryLoss(side, side, 0.25, 0.75)
                .evaluate(tile, TileRows.of(new double[] {positive ? 1 : 0}, new double[0], 0, 1), sums);
        double classWeight = positive ? 0.75 : 0.25;
        assertThat(sums.loss()).isEqualTo(classWeight * side.loss(z));
        assertThat(tile[0]).isEqualTo(classWeight * (positive ? side.derivative(z) : -side.derivative(z)));
        assertThat(sums.nonConvexWeight()).isEqualTo(z < side.convexFrom() ? 1.0 : 0.0);
    }

    @Property(seed = "20171")
    void eachRowOfATileIsJudgedByItsSideAlone(
            @ForAll @Size(5) List<@DoubleRange(min = -30, max = 30) Double> margins,
            @ForAll @Size(5) List<Boolean> positives) {
        FocalLoss negative = new FocalLoss(0.5);
        FocalLoss positive = new FocalLoss(3);
        double[] tile = margins.stream().mapToDouble(m -> m).toArray();
        double[] labels = positives.stream().mapToDouble(p -> p ? 1 : 0).toArray();
        double[] weights = {1, 0, 2, 0.5, 3};
        LossSums sums = new LossSums();
        new BinaryLoss(negative, positive, 0.25, 0.75).evaluate(tile, TileRows.of(labels, weights, 0, 5), sums);
        double loss = 0.0;
        double nonConvexWeight = 0.0;
        for (int r = 0; r < 5; r++) {
            FocalLoss side = positives.get(r) ? positive : negative;
            double sign = positives.get(r) ? 1 : -1;
            double z = sign * margins.get(r);
            double weight = weights[r] * (positives.get(r) ? 0.75 : 0.25);
            loss += weight * side.loss(z);
            nonConvexWeight += z < side.convexFrom() ? weights[r] : 0.0;
            assertThat(tile[r]).isCloseTo(weight * sign * side.derivative(z), within(1e-15));
        }
        assertThat(sums.loss()).isCloseTo(loss, within(REL_1E_12 * loss));
        assertThat(sums.nonConvexWeight()).isEqualTo(nonConvexWeight);
    }
}
