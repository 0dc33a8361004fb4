package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.focalspark.loss.tile.LossScratch;
import org.focalspark.loss.tile.ScalarTileMath;
import org.focalspark.testkit.GradientCheck;
import org.focalspark.testkit.JavaSerialization;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every pointwise loss owes to those who build on it. A new {@link LossKind} is tested without a change. */
class PointwiseLossContractTest {
    private static final double[] GAMMAS = {0.0, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0};
    private static final double THRESHOLD = 0.3;

    static Stream<Named<PointwiseLoss>> losses() {
        List<Named<PointwiseLoss>> losses = new ArrayList<>();
        for (double gamma : GAMMAS) {
            for (LossKind kind : LossKind.values()) {
                losses.add(Named.of(kind.text() + " " + gamma, plain(kind).pointwise(gamma)));
            }
            losses.add(Named.of("convexFocal in log-odds " + gamma, ConvexFocalLoss.inLogOdds(gamma, -3.0)));
            losses.add(Named.of("reduced " + gamma, new ReducedFocalLoss(gamma, THRESHOLD)));
            for (double epsilon : new double[] {-0.999999, -0.5, 20.0}) {
                losses.add(Named.of("poly1Focal " + gamma + ", " + epsilon, new Poly1FocalLoss(gamma, epsilon)));
            }
        }
        return losses.stream();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void isFiniteNotNegativeAndFallingOverAllMargins(PointwiseLoss loss) {
        double before = Double.POSITIVE_INFINITY;
        for (double z = -1e4; z <= 1e4; z += Math.abs(z) < 60 ? 0.03 : 7.3) {
            assertThat(loss.loss(z)).as("loss at %s", z).isFinite().isNotNegative();
            assertThat(loss.loss(z)).as("loss at %s", z).isLessThanOrEqualTo(Math.nextUp(before * (1 + 1e-14)));
            assertThat(loss.derivative(z)).as("derivative at %s", z).isFinite().isNotPositive();
            assertThat(loss.secondDerivative(z))
                    .as("second derivative at %s", z)
                    .isFinite();
            before = loss.loss(z);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void derivativesAreThoseOfTheLoss(PointwiseLoss loss) {
        double kink = Math.log(THRESHOLD / (1 - THRESHOLD));
        for (double z = -20.0; z <= 20.0; z += 0.37) {
            if (Math.abs(z - kink) > 0.05) {
                double[] point = {z};
                GradientCheck.assertGradient(x -> loss.loss(x[0]), point, new double[] {loss.derivative(z)}, 1e-10);
                GradientCheck.assertGradient(
                        x -> loss.derivative(x[0]), point, new double[] {loss.secondDerivative(z)}, 1e-10);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void logSlopeIsTheLogarithmOfTheSlopeAndGoesOnWhereThatUnderflows(PointwiseLoss loss) {
        for (double z = -700.0; z <= 700.0; z += 3.3) {
            double slope = -loss.derivative(z);
            if (slope > 1e-290) {
                assertThat(loss.logSlope(z)).as("at %s", z).isCloseTo(Math.log(slope), within(1e-11));
            }
            assertThat(loss.logSlope(z)).as("at %s", z).isFinite();
        }
        assertThat(loss.logSlope(1e4)).isFinite().isLessThan(loss.logSlope(9e3));
        assertThat(loss.loss(Double.POSITIVE_INFINITY)).isZero();
        assertThat(loss.loss(Double.NEGATIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(loss.logSlope(Double.POSITIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(loss.logSlope(Double.NEGATIVE_INFINITY)).isCloseTo(loss.logSlope(-1e4), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aMarginIsMappedToTheProbabilityWhoseExpectedLossItMinimizes(PointwiseLoss loss) {
        if (!loss.hasPosteriorMap()) {
            return;
        }
        BinaryCalibration map = new BinaryLoss(loss, loss, ClassWeights.equal(), 0.0).calibration();
        for (double z = -20.0; z <= 20.0; z += 0.7) {
            double logOdds = map.posteriorLogOdds(z);
            double positive = Sigmoid.of(logOdds) * loss.derivative(z);
            double negative = Sigmoid.of(-logOdds) * loss.derivative(-z);
            // logSlope, from which the map is made, has an error of 1e-11
            assertThat(positive).as("at %s", z).isCloseTo(negative, within(1e-10 * Math.abs(negative)));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theZoneWithoutConvexityEndsWhereItSays(PointwiseLoss loss) {
        double convexFrom = loss.convexFrom();
        if (Double.isNaN(convexFrom)) {
            assertThat(loss.hasPosteriorMap()).isFalse();
            return;
        }
        for (double z = -60.0; z <= 60.0; z += 0.1) {
            double curvature = loss.secondDerivative(z);
            if (Math.abs(z - convexFrom) > 1e-6 && Math.abs(curvature) > 1e-300) {
                assertThat(curvature < 0.0).as("at %s", z).isEqualTo(z < convexFrom);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aRunOfRowsIsTheRowsOneByOneBitForBit(PointwiseLoss loss) {
        double[] z = {9, -800, -3.3, -1e-9, 0, 0.1, 2.5, 40, 900, 9};
        double[] losses = new double[z.length];
        double[] derivatives = z.clone();
        loss.evaluate(derivatives, losses, 1, 9, new LossScratch(new ScalarTileMath()));
        for (int i = 1; i < 9; i++) {
            assertThat(losses[i]).isEqualTo(loss.loss(z[i]));
            assertThat(derivatives[i]).isEqualTo(loss.derivative(z[i]));
        }
        assertThat(new double[] {derivatives[0], derivatives[9], losses[0], losses[9]})
                .containsExactly(9, 9, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theFactorTimesLogLossIsTheLoss(PointwiseLoss loss) {
        loss.factor().ifPresent(factor -> {
            for (double z = -30.0; z <= 30.0; z += 0.7) {
                double expected = factor.of(z) * new FocalLoss(0).loss(z);
                assertThat(loss.loss(z)).as("at %s", z).isCloseTo(expected, within(1e-13 * Math.max(expected, 1e-300)));
                assertThat(factor.log(z)).isCloseTo(Math.log(factor.of(z)), within(1e-12));
                double step = 1e-5;
                double numeric = (factor.log(z + step) - factor.log(z - step)) / (2 * step);
                if (Math.abs(z - Math.log(THRESHOLD / (1 - THRESHOLD))) > 0.01) {
                    assertThat(factor.logDerivative(z)).as("at %s", z).isCloseTo(numeric, within(1e-7));
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("losses")
    void survivesSerialization(PointwiseLoss loss) throws IOException, ClassNotFoundException {
        PointwiseLoss copy = JavaSerialization.roundTrip(loss);
        assertThat(copy.loss(-0.3)).isEqualTo(loss.loss(-0.3));
        assertThat(copy.gamma()).isEqualTo(loss.gamma());
        assertThat(copy.isLogLoss()).isEqualTo(loss.isLogLoss());
        assertThat(copy.isInLogOdds()).isEqualTo(loss.isInLogOdds());
    }

    /** The bars are those of the focal loss: 8 ulp, 16 ulp for the second derivative, whose terms may cancel. */
    @ParameterizedTest
    @MethodSource("kindsOfTheTable")
    void isWhatMpmathSays(String kind) {
        List<References> table = References.read("pointwise_losses.csv").stream()
                .filter(row -> row.text("kind").equals(kind))
                .toList();
        assertThat(table).isNotEmpty();
        for (References row : table) {
            PointwiseLoss loss = lossOf(row);
            double gamma = loss.gamma();
            double z = row.number("z");
            assertUlps(loss.loss(z), row.number("loss"), 0.0, 8, row);
            if (!row.text("derivative").isEmpty()) { // there is none at the kink
                assertUlps(loss.derivative(z), row.number("derivative"), 0.0, 8, row);
                double terms = Math.abs(loss.derivative(z)) * (2 * gamma + 3);
                assertUlps(loss.secondDerivative(z), row.number("second_derivative"), terms, 16, row);
            }
        }
    }

    /** The kinds of the script, and every other kind of loss. Two have tables and tests of their own. */
    static Stream<String> kindsOfTheTable() {
        return Stream.concat(
                Stream.of("poly1", "reduced"),
                Stream.of(LossKind.values())
                        .filter(kind -> kind != LossKind.FOCAL) // FocalLossTest
                        .filter(kind -> kind != LossKind.CONVEX_FOCAL) // ConvexFocalLossTest
                        .filter(kind -> kind != LossKind.POLY1_FOCAL) // poly1
                        .map(LossKind::text));
    }

    private static PointwiseLoss lossOf(References row) {
        double gamma = row.number("gamma");
        return switch (row.text("kind")) {
            case "poly1" -> new Poly1FocalLoss(gamma, row.number("parameter"));
            case "reduced" -> new ReducedFocalLoss(gamma, row.number("parameter"));
            default -> plain(Choice.of(LossKind.class, row.text("kind"))).pointwise(gamma);
        };
    }

    private static LossForm plain(LossKind kind) {
        return new LossForm(kind, LossForm.Option::absent, false);
    }

    private static void assertUlps(double actual, double expected, double terms, int ulps, References row) {
        double bar = ulps * Math.ulp(Math.max(Math.max(Math.abs(expected), terms), Double.MIN_NORMAL));
        assertThat(actual).as("%s", row).isCloseTo(expected, within(bar));
    }
}
