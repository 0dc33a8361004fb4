package org.focalspark.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both kernels against exact sums, at sizes that leave every kind of rest. */
class KernelTest {
    /** Rounding of a sum of that many products, in units of the sum of their magnitudes. */
    private static final double REL_1E_14 = 1e-14;

    private static final int[] WIDTHS = {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 127};
    private static final int[] ROWS = {1, 2, 3, 4, 5, 7, 8, 63, 64, 128};
    private static final int[] COLUMNS = {1, 2, 3, 5, 7, 8, 9, 17};

    private static DenseProducts products(KernelChoice choice) {
        assumeTrue(choice == KernelChoice.SCALAR || KernelChoice.isVectorApiPresent());
        return choice.kernel().products();
    }

    @AfterEach
    void nothingIsForced() {
        System.clearProperty(KernelChoice.PROPERTY);
    }

    @ParameterizedTest
    @EnumSource
    void marginsAreExactSumsToRounding(KernelChoice choice) {
        DenseProducts products = products(choice);
        for (Problem problem : Problem.all()) {
            double[] margins = problem.margins.clone();
            products.addMargins(problem.rows, problem.coefficients, margins);
            for (int c = 0; c < problem.numColumns; c++) {
                for (int r = 0; r < problem.rows.numRows(); r++) {
                    Sum expected = new Sum(problem.margins[c * problem.rows.numRows() + r]);
                    for (int j = 0; j < problem.rows.width(); j++) {
                        expected.add(problem.value(r, j), problem.coefficients[c * problem.rows.width() + j]);
                    }
                    expected.assertIs(margins[c * problem.rows.numRows() + r], problem.name());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreExactSumsToRounding(KernelChoice choice) {
        DenseProducts products = products(choice);
        for (Problem problem : Problem.all()) {
            double[] gradient = problem.coefficients.clone();
            products.addGradient(problem.rows, problem.margins, gradient);
            products.flush(gradient);
            for (int c = 0; c < problem.numColumns; c++) {
                for (int j = 0; j < problem.rows.width(); j++) {
                    Sum expected = new Sum(problem.coefficients[c * problem.rows.width() + j]);
                    for (int r = 0; r < problem.rows.numRows(); r++) {
                        expected.add(problem.value(r, j), problem.margins[c * problem.rows.numRows() + r]);
                    }
                    expected.assertIs(gradient[c * problem.rows.width() + j], problem.name());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFloatIsWidenedToItself(KernelChoice choice) {
        DenseProducts products = products(choice);
        float[] values = {1, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, -3, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
        };
        for (int length = 0; length < values.length; length++) {
            double[] target = new double[values.length];
            Arrays.fill(target, -1.0);
            products.widen(values, 1, target, length);
            for (int i = 0; i < target.length; i++) {
                assertThat(target[i]).isEqualTo(i < length ? (double) values[1 + i] : -1.0);
            }
        }
    }

    /** Whether they are widened first or on the way. */
    @ParameterizedTest
    @EnumSource
    void rowsOfFloatsHaveTheBitsOfTheirDoubles(KernelChoice choice) {
        DenseProducts products = products(choice);
        for (Problem problem : Problem.all()) {
            DenseProducts.Rows rows = problem.rows;
            float[] floats = new float[rows.values().length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) rows.values()[i];
                rows.values()[i] = floats[i];
            }
            FloatRows floatRows = new FloatRows().moveTo(floats, rows.start(), rows.numRows(), rows.width());
            double[] margins = problem.margins.clone();
            double[] expectedMargins = problem.margins.clone();
            products.addMargins(floatRows, problem.coefficients, margins);
            products.addMargins(rows, problem.coefficients, expectedMargins);
            assertThat(margins).as(problem.name()).containsExactly(expectedMargins);
            double[] gradient = problem.coefficients.clone();
            double[] expectedGradient = problem.coefficients.clone();
            products.addGradient(floatRows, problem.margins, gradient);
            products.flush(gradient);
            products.addGradient(rows, problem.margins, expectedGradient);
            products.flush(expectedGradient);
            assertThat(gradient).as(problem.name()).containsExactly(expectedGradient);
        }
    }

    @Test
    void aJvmWithTheVectorApiChoosesIt() {
        assertThat(KernelChoice.ofThisJvm())
                .isEqualTo(KernelChoice.isVectorApiPresent() ? KernelChoice.VECTOR : KernelChoice.SCALAR);
    }

    @Test
    void thePropertyForcesAKernel() {
        System.setProperty(KernelChoice.PROPERTY, "scalar");
        assertThat(KernelChoice.ofThisJvm()).isEqualTo(KernelChoice.SCALAR);
        System.setProperty(KernelChoice.PROPERTY, "vector");
        assertThat(KernelChoice.ofThisJvm()).isEqualTo(KernelChoice.VECTOR).hasToString("vector");
        System.setProperty(KernelChoice.PROPERTY, "gpu");
        assertThatThrownBy(KernelChoice::ofThisJvm)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("focalspark.kernel must be scalar or vector, but was 'gpu'.");
    }

    /** Rows that do not begin where their array does. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    private record Problem(DenseProducts.Rows rows, int numColumns, double[] coefficients, double[] margins) {
        static Iterable<Problem> all() {
            Random random = new Random(77L);
            return () -> Arrays.stream(WIDTHS)
                    .boxed()
                    .flatMap(width -> Arrays.stream(ROWS)
                            .boxed()
                            .flatMap(rows ->
                                    Arrays.stream(COLUMNS).mapToObj(columns -> random(random, width, rows, columns))))
                    .iterator();
        }

        private static Problem random(Random random, int width, int numRows, int numColumns) {
            int start = random.nextInt(5);
            double[] values =
                    random.doubles(start + (long) width * numRows, -3, 3).toArray();
            return new Problem(
                    new DenseProducts.Rows(values, start, numRows, width),
                    numColumns,
                    random.doubles((long) width * numColumns, -1, 1).toArray(),
                    random.doubles((long) numRows * numColumns, -1, 1).toArray());
        }

        double value(int row, int feature) {
            return rows.values()[rows.start() + row * rows.width() + feature];
        }

        String name() {
            return rows.numRows() + " rows of " + rows.width() + " values, " + numColumns + " columns";
        }
    }

    /** A sum of products without rounding. */
    private static final class Sum {
        private BigDecimal sum;
        private double magnitude;

        Sum(double start) {
            sum = new BigDecimal(start);
            magnitude = Math.abs(start);
        }

        void add(double x, double y) {
            sum = sum.add(new BigDecimal(x).multiply(new BigDecimal(y)));
            magnitude += Math.abs(x * y);
        }

        void assertIs(double actual, String name) {
            assertThat(actual).as(name).isCloseTo(sum.doubleValue(), within(REL_1E_14 * magnitude));
        }
    }
}
