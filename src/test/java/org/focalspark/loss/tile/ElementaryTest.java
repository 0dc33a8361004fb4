package org.focalspark.loss.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** exp and log1p against mpmath and where they end. */
class ElementaryTest {
    /** Of log1p and its rest together, in ulp of log1p: the rounding of what is subtracted. */
    private static final double ULP_OF_SUM = 0.6;

    @ParameterizedTest
    @CsvSource({"exp, 758", "log1p, 614"})
    void isWithinOneUlpOfMpmath(String name, int numRows) {
        DoubleUnaryOperator function = name.equals("exp") ? Elementary::exp : Elementary::log1p;
        int seen = 0;
        for (References row : References.read("elementary.csv")) {
            if (row.text("function").equals(name)) {
                seen++;
                double expected = row.number("value");
                double actual = function.applyAsDouble(row.number("x"));
                assertThat(actual == expected || Math.abs(actual - expected) <= Math.ulp(expected))
                        .as("%s: %s", row, actual)
                        .isTrue();
            }
        }
        assertThat(seen).isEqualTo(numRows);
    }

    @Test
    void theRestOfALogarithmIsWhatItsRoundingTakesAway() {
        for (References row : References.read("elementary.csv")) {
            if (row.text("function").equals("log1p")) {
                double t = row.number("x");
                double l = Elementary.log1p(t);
                double error = new BigDecimal(row.text("value"))
                        .subtract(new BigDecimal(l))
                        .doubleValue();
                assertThat(Math.abs(error - Elementary.log1pRest(t)))
                        .as("%s", row)
                        .isLessThanOrEqualTo(ULP_OF_SUM * Math.ulp(l));
            }
        }
    }

    @Test
    void theExponentialEndsAsThatOfTheJdk() {
        double infinity = Double.POSITIVE_INFINITY;
        for (double x :
                new double[] {infinity, -infinity, Double.NaN, 0.0, -0.0, 1e4, -1e4, 710, -746, 709.79, -745.2}) {
            assertThat(Elementary.exp(x)).as("%s", x).isEqualTo(Double.valueOf(Math.exp(x)));
        }
        assertThat(Elementary.log1p(Double.NaN)).isNaN();
        assertThat(Elementary.log1p(0.0)).isZero();
    }

    @Test
    void bothRiseWithTheirArgument() {
        Random random = new Random(3L);
        for (int i = 0; i < 1_000_000; i++) {
            double x = -random.nextDouble() * 700;
            assertThat(Elementary.exp(x)).isLessThanOrEqualTo(Math.nextUp(Elementary.exp(Math.nextUp(x))));
            double t = random.nextDouble();
            assertThat(Elementary.log1p(t)).isLessThanOrEqualTo(Math.nextUp(Elementary.log1p(Math.nextUp(t))));
        }
    }
}
