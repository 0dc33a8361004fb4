package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.focalspark.loss.tile.TileRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneVsRestLossTest {
    private static final double ABS_1E_15 = 1e-15;

    /** The definition, written out from the scalar losses. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isTheWeightedSumOfItsColumns(boolean weighted) {
        double[] columnWeights = {1, 0.5, 3};
        double[] weights = weighted ? new double[] {9, 2, 0, 0.5} : new double[0];
        double[] labels = {9, 2, 1, 0};
        double[] margins = {0.1, -9, 3, -4, 2, 2, -1, 0.5, 1};
        double[] tile = margins.clone();
        LossSums sums = new LossSums();
        loss().evaluate(tile, TileRows.of(labels, weights, 1, 3), sums);
        double expected = 0.0;
        double nonConvex = 0.0;
        for (int c = 0; c < 3; c++) {
            for (int r = 0; r < 3; r++) {
                boolean isClass = labels[1 + r] == c;
                FocalLoss side = new FocalLoss(isClass ? 2 : c);
                double weight = weighted ? weights[1 + r] : 1.0;
                double z = isClass ? margins[c * 3 + r] : -margins[c * 3 + r];
                double factor = columnWeights[c] * weight * (isClass ? 0.75 : 0.25);
                expected += factor * side.loss(z);
                nonConvex += z < side.convexFrom() ? weight / 3 : 0.0;
                double derivative = isClass ? side.derivative(z) : -side.derivative(z);
                assertThat(tile[c * 3 + r]).isCloseTo(factor * derivative, within(ABS_1E_15));
            }
        }
        assertThat(sums.loss()).isCloseTo(expected, within(1e-14));
        assertThat(sums.nonConvexWeight()).isCloseTo(nonConvex, within(ABS_1E_15));
    }

    @Test
    void itsProbabilitiesAreThoseOfTheColumnsDividedByTheirSum() {
        Calibration map = loss().calibration();
        double[] margins = {-1, 0.5, -2};
        for (Calibration.Mode mode : Calibration.Mode.values()) {
            double[] probabilities = new double[3];
            map.probabilities(margins, mode, probabilities);
            double[] columns = new double[3];
            double sum = 0.0;
            for (int c = 0; c < 3; c++) {
                double[] pair = new double[2];
                column(c).calibration().probabilities(new double[] {margins[c]}, mode, pair);
                columns[c] = pair[1];
                sum += pair[1];
            }
            for (int c = 0; c < 3; c++) {
                assertThat(probabilities[c]).isCloseTo(columns[c] / sum, within(ABS_1E_15));
            }
        }
    }

    @Test
    void extremeMarginsStayProbabilities() {
        Calibration map = loss().calibration();
        double[] probabilities = new double[3];
        double minus = Double.NEGATIVE_INFINITY;
        map.probabilities(new double[] {minus, Double.POSITIVE_INFINITY, minus}, Calibration.Mode.FOCAL, probabilities);
        assertThat(probabilities).containsExactly(0, 1, 0);
        map.probabilities(new double[] {minus, minus, minus}, Calibration.Mode.FOCAL, probabilities);
        assertThat(probabilities).containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(ABS_1E_15));
        map.probabilities(new double[] {-900, -1000, -1100}, Calibration.Mode.NONE, probabilities);
        assertThat(probabilities[0]).isCloseTo(1.0, within(ABS_1E_15));
        assertThat(map.numClasses()).isEqualTo(3);
    }

    @Test
    void isLogLossIfAllColumnsAre() {
        BinaryLoss logLoss = new BinaryLoss(new FocalLoss(0), new FocalLoss(0), 1, 1);
        assertThat(new OneVsRestLoss(new BinaryLoss[] {logLoss, logLoss}, new double[] {1, 1}).isLogLoss())
                .isTrue();
        assertThat(loss().isLogLoss()).isFalse();
        assertThat(loss().classWeights().of(2)).isEqualTo(1.0);
    }

    @Test
    void needsTwoClasses() {
        assertThatThrownBy(() -> new OneVsRestLoss(new BinaryLoss[] {column(0)}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 classes");
        assertThatThrownBy(() -> new OneVsRestLoss(new BinaryLoss[] {column(0), column(1)}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 losses and 1 weights");
    }

    private static OneVsRestLoss loss() {
        return new OneVsRestLoss(new BinaryLoss[] {column(0), column(1), column(2)}, new double[] {1, 0.5, 3});
    }

    private static BinaryLoss column(int index) {
        return new BinaryLoss(new FocalLoss(index), new FocalLoss(2), 0.25, 0.75);
    }
}
