package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.focalspark.loss.tile.Elementary;
import org.focalspark.testkit.GradientCheck;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scalar loss against mpmath and against its own definition. */
class FocalLossTest {
    private static final int MAX_ULP = 8;
    private static final int MAX_ULP_OF_TERMS = 16;
    private static final double REL_1E_10 = 1e-10;

    private static final List<References> TABLE = References.read("focal_loss.csv");

    @Test
    void lossAndDerivativeAreWithinEightUlpOfMpmath() {
        assertThat(TABLE).hasSizeGreaterThan(1000);
        for (References row : TABLE) {
            FocalLoss loss = new FocalLoss(row.number("gamma"));
            double z = row.number("z");
            assertUlps(loss.loss(z), row.number("loss"), MAX_ULP, "loss", row);
            assertUlps(loss.derivative(z), row.number("derivative"), MAX_ULP, "derivative", row);
        }
    }

    @Test
    void secondDerivativeIsWithinSixteenUlpOfItsTerms() {
        for (References row : TABLE) {
            double gamma = row.number("gamma");
            double z = row.number("z");
            double expected = row.number("second_derivative");
            double actual = new FocalLoss(gamma).secondDerivative(z);
            double p = 1.0 / (1.0 + Math.exp(-z));
            double q = 1.0 / (1.0 + Math.exp(z));
            double s = Math.log1p(Math.exp(-Math.abs(z))) - Math.min(z, 0.0);
            double terms = Math.pow(q, gamma) * p * ((1 + 2 * gamma) * q + gamma * s * (gamma + (1 + gamma) * q));
            double scale = Math.max(Math.max(Math.abs(expected), terms), Double.MIN_NORMAL);
            assertThat(Math.abs(actual - expected))
                    .as("second derivative at %s", row)
                    .isLessThanOrEqualTo(MAX_ULP_OF_TERMS * Math.ulp(scale));
        }
    }

    @Test
    void isLogLossBitForBitWhenGammaIsZero() {
        FocalLoss loss = new FocalLoss(0.0);
        for (References row : TABLE) {
            double z = row.number("z");
            double logLoss = z >= 0 ? Elementary.log1p(Elementary.exp(-z)) : Elementary.log1p(Elementary.exp(z)) - z;
            assertThat(loss.loss(z)).isEqualTo(logLoss);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 1e-12, 0.3, 0.5, 1.0, 1.5, 2.0, 5.0, 10.0})
    void staysFiniteForEveryFiniteMargin(double gamma) {
        FocalLoss loss = new FocalLoss(gamma);
        for (double z : new double[] {1e4, 1e18, 1e20, 1e100, 1e300, Double.MAX_VALUE, Double.MIN_VALUE, 0.0}) {
            for (double margin : new double[] {z, -z}) {
                assertThat(loss.loss(margin)).isFinite().isNotNegative();
                assertThat(loss.derivative(margin)).isFinite().isNotPositive();
                assertThat(loss.secondDerivative(margin)).isFinite();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.3, 1.0, 2.0, 2.5, 5.0})
    void derivativesAreThoseOfTheLoss(double gamma) {
        FocalLoss loss = new FocalLoss(gamma);
        for (double z = -30.0; z <= 30.0; z += 0.37) {
            double[] point = {z};
            GradientCheck.assertGradient(x -> loss.loss(x[0]), point, new double[] {loss.derivative(z)}, REL_1E_10);
            GradientCheck.assertGradient(
                    x -> loss.derivative(x[0]), point, new double[] {loss.secondDerivative(z)}, REL_1E_10);
        }
    }

    /** Roots of mpmath.diff(L, z, 2) at 40 digits, where L is the definition (1 - p)^gamma (-log p). */
    @ParameterizedTest
    @CsvSource({
        "0.5, -4.0184664866431653",
        "1, -3.0977010625771395",
        "2, -2.7903774805517592",
        "3, -2.7968080242202934",
        "5, -2.9394814368819580"
    })
    void isConvexFromTheRootOfTheSecondDerivativeOn(double gamma, double expected) {
        FocalLoss loss = new FocalLoss(gamma);
        double z = loss.convexFrom();
        assertThat(z).isCloseTo(expected, within(1e-14));
        assertThat(loss.secondDerivative(z - 1e-6)).isNegative();
        assertThat(loss.secondDerivative(z + 1e-6)).isPositive();
    }

    @Test
    void isConvexEverywhereWhenGammaIsZero() {
        assertThat(new FocalLoss(0.0).convexFrom()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-3, 0.1, 0.5, 1, 2, 2.38, 2.5, 5, 10, 50, 1000})
    void isNeverConcaveAboveMinusTwoPointSevenSeven(double gamma) {
        assertThat(new FocalLoss(gamma).convexFrom()).isLessThan(-2.77);
    }

    @Test
    void logSlopeIsTheLogarithmOfTheDerivative() {
        for (References row : TABLE) {
            double derivative = row.number("derivative");
            if (Math.abs(derivative) >= Double.MIN_NORMAL) {
                double expected = Math.log(-derivative);
                assertThat(new FocalLoss(row.number("gamma")).logSlope(row.number("z")))
                        .as("%s", row)
                        .isCloseTo(expected, within(1e-13 * Math.max(1.0, Math.abs(expected))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-300, -1.0, Double.NaN, Double.POSITIVE_INFINITY})
    void rejectsGammaThatIsNegativeOrNotFinite(double gamma) {
        assertThatThrownBy(() -> new FocalLoss(gamma))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gamma must be >= 0 and finite, but was " + gamma + ".");
    }

    private static void assertUlps(double actual, double expected, int ulps, String what, References row) {
        assertThat(actual).as("%s at %s", what, row).isFinite();
        assertThat(Math.abs(actual - expected))
                .as("%s at %s", what, row)
                .isLessThanOrEqualTo(ulps * Math.ulp(expected));
    }
}
