package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.focalspark.testkit.GradientCheck;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The convex focal loss against mpmath's integral, and the promises of its form in log-odds. */
class ConvexFocalLossTest {
    private static final double REL_1E_13 = 1e-13;
    private static final double ABS_1E_9 = 1e-9;

    private static final List<References> TABLE = References.read("pointwise_losses.csv").stream()
            .filter(row -> row.text("kind").equals("convex_focal"))
            .toList();

    @Test
    void lossAndDerivativesAreThoseOfMpmath() {
        assertThat(TABLE).hasSizeGreaterThan(500);
        for (References row : TABLE) {
            ConvexFocalLoss loss = new ConvexFocalLoss(row.number("gamma"));
            double z = row.number("z");
            assertClose(loss.loss(z), row.number("loss"), REL_1E_13, row);
            // exp((gamma + 1) log q) is conditioned by its exponent
            double conditioning = REL_1E_13 * (1 + Math.max(z, 0) * (1 + row.number("gamma")) / 100);
            assertClose(loss.derivative(z), row.number("derivative"), conditioning, row);
            assertClose(loss.secondDerivative(z), row.number("second_derivative"), conditioning, row);
        }
    }

    @Test
    void isLogLossBitForBitWhenGammaIsZero() {
        ConvexFocalLoss loss = new ConvexFocalLoss(0);
        FocalLoss logLoss = new FocalLoss(0);
        for (References row : TABLE) {
            assertThat(loss.loss(row.number("z"))).isEqualTo(logLoss.loss(row.number("z")));
        }
        assertThat(loss.isLogLoss()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.5, 1.0, 2.5, 5.0})
    void derivativesAreThoseOfTheLossAlsoInLogOdds(double gamma) {
        for (ConvexFocalLoss loss :
                new ConvexFocalLoss[] {new ConvexFocalLoss(gamma), ConvexFocalLoss.inLogOdds(gamma, -3)}) {
            for (double z = -20.0; z <= 20.0; z += 0.37) {
                double[] point = {z};
                GradientCheck.assertGradient(x -> loss.loss(x[0]), point, new double[] {loss.derivative(z)}, 1e-10);
                GradientCheck.assertGradient(
                        x -> loss.derivative(x[0]), point, new double[] {loss.secondDerivative(z)}, 1e-10);
                assertThat(loss.secondDerivative(z)).isPositive();
                assertThat(loss.logSlope(z)).isCloseTo(Math.log(-loss.derivative(z)), within(1e-12));
            }
        }
    }

    /** At the best constant, gradient and curvature of log loss are eta (1 - eta), whatever gamma. */
    @ParameterizedTest
    @CsvSource({"0, 0.01", "1, 0.01", "2, 0.01", "5, 0.3", "2, 0.999"})
    void inLogOddsThePenaltyMeansTheSameForEveryGamma(double gamma, double eta) {
        double logOdds = Math.log(eta / (1 - eta));
        ConvexFocalLoss loss = ConvexFocalLoss.inLogOdds(gamma, logOdds);
        double expected = eta * (1 - eta);
        assertThat(-eta * loss.derivative(logOdds)).isCloseTo(expected, within(1e-13));
        assertThat(-(1 - eta) * loss.derivative(-logOdds)).isCloseTo(expected, within(1e-13));
        assertThat(eta * loss.secondDerivative(logOdds) + (1 - eta) * loss.secondDerivative(-logOdds))
                .isCloseTo(expected, within(1e-13));
    }

    @Test
    void theMarginInLogOddsIsTheLogOdds() {
        for (double gamma : new double[] {0.5, 2, 5}) {
            ConvexFocalLoss loss = ConvexFocalLoss.inLogOdds(gamma, -4);
            BinaryCalibration map = new BinaryLoss(loss, loss, 0.25, 0.75).calibration();
            for (double margin = -700; margin <= 700; margin += 7.3) {
                assertThat(map.focalLogOdds(margin)).isEqualTo(margin);
                double formula = loss.logSlope(-margin) - loss.logSlope(margin);
                assertThat(formula).isCloseTo(margin, within(1e-13 * Math.max(1, Math.abs(margin))));
                assertThat(map.posteriorLogOdds(margin)).isCloseTo(margin - Math.log(3), within(1e-12 * 700));
            }
        }
    }

    @Test
    void thePosteriorFollowsFromTheMinimiserOfTheExpectedLoss() {
        List<References> table = References.read("binary_calibration_more.csv").stream()
                .filter(row -> row.text("kind").equals("convex_focal") && row.number("smoothing") == 0.0)
                .toList();
        assertThat(table).hasSizeGreaterThan(50);
        for (References row : table) {
            BinaryLoss loss = new BinaryLoss(
                    new ConvexFocalLoss(row.number("gamma_negative")),
                    new ConvexFocalLoss(row.number("gamma_positive")),
                    row.number("weight_negative"),
                    row.number("weight_positive"));
            assertThat(Sigmoid.of(loss.calibration().posteriorLogOdds(row.number("margin"))))
                    .as("%s", row)
                    .isCloseTo(row.number("eta"), within(ABS_1E_9));
        }
    }

    @Test
    void threeClassesAreCalibratedByTheirOwnFormula() {
        List<References> table = References.read("multiclass_calibration.csv").stream()
                .filter(row -> row.text("kind").equals("convex_focal") && row.number("smoothing") == 0.0)
                .toList();
        assertThat(table).hasSizeGreaterThan(20);
        for (References row : table) {
            double[] gammas = row.numbers("gammas");
            PointwiseLoss[] losses = new PointwiseLoss[gammas.length];
            for (int k = 0; k < losses.length; k++) {
                losses[k] = new ConvexFocalLoss(gammas[k]);
            }
            double[] probabilities = new double[losses.length];
            new SoftmaxLoss(losses, row.numbers("class_weights"))
                    .calibration()
                    .probabilities(row.numbers("logits"), Calibration.Mode.POSTERIOR, probabilities);
            assertThat(probabilities).as("%s", row).containsExactly(row.numbers("eta"), within(ABS_1E_9));
        }
    }

    private static void assertClose(double actual, double expected, double relative, References row) {
        assertThat(actual).as("%s", row).isFinite();
        assertThat(Math.abs(actual - expected))
                .as("%s", row)
                .isLessThanOrEqualTo(relative * Math.max(Math.abs(expected), Double.MIN_NORMAL));
    }
}
