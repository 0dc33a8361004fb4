package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
    private static SymmetricMatrix hilbert(int size) {
        SymmetricMatrix matrix = new SymmetricMatrix(size);
        for (int i = 0; i < size; i++) {
            for (int j = i; j < size; j++) {
                matrix.add(i, j, 1.0 / (i + j + 1));
            }
        }
        return matrix;
    }

    /** One column without an intercept, so that entries are coefficients. */
    private static Metric metric(SymmetricMatrix matrix, double... diagonal) {
        return Metric.of(new CoefficientLayout(matrix.size(), 1, false), List.of(matrix), diagonal);
    }

    private static double[] unit(int size) {
        double[] unit = new double[size];
        unit[0] = 1.0;
        return unit;
    }

    /** The inverse of a Hilbert matrix has integer entries (Choi 1983, Tricks or treats with the Hilbert matrix). */
    @Test
    void solvesWithHilbertMatrices() {
        assertThat(metric(hilbert(5), new double[5]).solve(unit(5)))
                .containsExactly(new double[] {25.0, -300.0, 1050.0, -1400.0, 630.0}, within(1e-6));
        assertThat(metric(hilbert(6), new double[6]).solve(unit(6)))
                .containsExactly(new double[] {36.0, -630.0, 3360.0, -7560.0, 7560.0, -2772.0}, within(1e-3));
        assertThat(metric(hilbert(5), new double[5]).gap(unit(5))).isEqualTo(12.5, within(1e-9));
    }

    /** Entry i, j of the inverse of the matrix with 2 on the diagonal and -1 beside it is min (n + 1 - max) / (n + 1). */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 7, 8, 9, 16})
    void solvesWithTridiagonalMatricesOfAnySize(int size) {
        SymmetricMatrix matrix = new SymmetricMatrix(size);
        for (int i = 0; i < size; i++) {
            matrix.add(i, i, 1.5);
            if (i > 0) {
                matrix.add(i, i - 1, -1.0);
            }
        }
        double[] half = new double[size];
        Arrays.fill(half, 0.5);
        double[] solution = metric(matrix, half).solve(unit(size));
        for (int i = 0; i < size; i++) {
            assertThat(solution[i]).isEqualTo((size - i) / (size + 1.0), within(1e-14));
        }
    }

    @Test
    void addsToAMatrixThatIsNotPositiveDefinite() {
        SymmetricMatrix matrix = new SymmetricMatrix(2);
        matrix.add(0, 0, 1.0);
        matrix.add(1, 1, -1.0);
        assertThat(matrix.factorWith(new double[2])).isEmpty();

        // Multiplied by ten from 1e-10 on, the first shift above 1 is 10.
        assertThat(metric(matrix, 0.0, 0.0).solve(new double[] {11.0, 9.0}))
                .containsExactly(new double[] {1.0, 1.0}, within(1e-6));
    }

    @Test
    void aMatrixOfZerosHasAMetric() {
        assertThat(metric(new SymmetricMatrix(3), 0.0, 0.0, 0.0).solve(new double[3]))
                .containsOnly(0.0);
    }

    @Test
    void rejectsWhatIsNotFinite() {
        SymmetricMatrix matrix = new SymmetricMatrix(1);
        matrix.add(0, 0, Double.NaN);
        assertThatThrownBy(() -> metric(matrix, 0.0)).isInstanceOf(ArithmeticException.class);
    }

    /** Two columns with intercepts: the vector has both coefficients first, and the matrices have them by column. */
    @Test
    void columnsWithoutMixedDerivativesHaveAMatrixEach() {
        CoefficientLayout layout = new CoefficientLayout(1, 2, true);
        SymmetricMatrix first = new SymmetricMatrix(2);
        first.add(0, 0, 2.0);
        first.add(0, 1, 1.0);
        first.add(1, 1, 2.0);
        SymmetricMatrix second = new SymmetricMatrix(2);
        second.add(0, 0, 4.0);
        second.add(1, 1, 5.0);
        Metric metric = Metric.of(layout, List.of(first, second), new double[4]);

        // (2 1; 1 2)^-1 (3, 0) = (2, -1), and (4 0; 0 5)^-1 (8, 10) = (2, 2).
        double[] gradient = {3.0, 8.0, 0.0, 10.0};
        assertThat(metric.solve(gradient)).containsExactly(new double[] {2.0, 2.0, -1.0, 2.0}, within(1e-14));
        assertThat(metric.gap(gradient)).isEqualTo(0.5 * (3.0 * 2.0 + 8.0 * 2.0 + 10.0 * 2.0), within(1e-13));
    }
}
