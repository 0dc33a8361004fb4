package org.focalspark.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Test;

/** The way back from the minimizer of the expected loss, found by mpmath, for every loss and with label smoothing. */
class CalibrationTableTest {
    private static final double ABS_1E_9 = 1e-9;

    @Test
    void binaryMinimisersGiveThePosteriorBack() {
        List<References> table = References.read("binary_calibration_more.csv");
        assertThat(table).hasSizeGreaterThan(700);
        for (References row : table) {
            double eta = row.number("eta");
            BinaryLoss loss = new BinaryLoss(
                    pointwise(row, row.number("gamma_negative")),
                    pointwise(row, row.number("gamma_positive")),
                    ClassWeights.of(row.number("weight_negative"), row.number("weight_positive")),
                    row.number("smoothing"));
            double positive = eta * row.number("weight_positive");
            double negative = (1 - eta) * row.number("weight_negative");
            double[] margin = {row.number("margin")};
            assertProbabilities(loss.calibration(), margin, Calibration.Mode.POSTERIOR, row, 1 - eta, eta);
            assertProbabilities(loss.calibration(), margin, Calibration.Mode.FOCAL, row, negative, positive);
            double back = loss.calibration().marginOf(loss.logOdds(1 - eta, eta));
            assertThat(back).as("%s", row).isCloseTo(margin[0], within(1e-8 * Math.max(1, Math.abs(margin[0]))));
        }
    }

    @Test
    void softmaxMinimisersGiveThePosteriorBack() {
        List<References> table = References.read("multiclass_calibration.csv");
        assertThat(table).hasSizeGreaterThan(250);
        for (References row : table) {
            double[] eta = row.numbers("eta");
            double[] weights = row.numbers("class_weights");
            PointwiseLoss[] losses = Arrays.stream(row.numbers("gammas"))
                    .mapToObj(gamma -> pointwise(row, gamma))
                    .toArray(PointwiseLoss[]::new);
            Calibration map = new SoftmaxLoss(losses, weights, row.number("smoothing")).calibration();
            double[] weighted = eta.clone();
            for (int k = 0; k < eta.length; k++) {
                weighted[k] *= weights[k];
            }
            assertProbabilities(map, row.numbers("logits"), Calibration.Mode.POSTERIOR, row, eta);
            assertProbabilities(map, row.numbers("logits"), Calibration.Mode.FOCAL, row, weighted);
        }
    }

    /** alpha 0.75, smoothing 0.1, eta 0.01: smoothing undone before the class weights are put back gives 0.0294. */
    @Test
    void theOrderOfUndoingIsTheRightOne() {
        FocalLoss focal = new FocalLoss(2);
        BinaryLoss loss = new BinaryLoss(focal, focal, ClassWeights.of(0.25, 0.75), 0.1);
        double margin = loss.calibration().marginOf(loss.logOdds(0.99, 0.01));
        double[] probabilities = new double[2];
        loss.calibration().probabilities(new double[] {margin}, Calibration.Mode.FOCAL, probabilities);
        assertThat(probabilities[1]).isCloseTo(0.0075 / (0.0075 + 0.2475), within(ABS_1E_9));
    }

    @Test
    void whatSmoothedLabelsCannotSayIsHeldAboveZero() {
        FocalLoss focal = new FocalLoss(2);
        Calibration map = new BinaryLoss(focal, focal, ClassWeights.equal(), 0.1).calibration();
        for (double margin : new double[] {-50, -6, 6, 50}) {
            double[] probabilities = new double[2];
            map.probabilities(new double[] {margin}, Calibration.Mode.POSTERIOR, probabilities);
            assertThat(probabilities[margin > 0 ? 0 : 1]).isBetween(1e-16, 1e-14);
            assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-15));
        }
    }

    @Test
    void labelsAreCalibratedEachByItself() {
        FocalLoss two = new FocalLoss(2);
        BinaryLoss first = new BinaryLoss(two, two, 1, 1);
        BinaryLoss second = new BinaryLoss(new FocalLoss(0), two, 0.25, 0.75);
        MultilabelLoss loss = new MultilabelLoss(new BinaryLoss[] {first, second}, new double[] {1, 1});
        double[] probabilities = new double[2];
        loss.calibration().probabilities(new double[] {-1.7, 0.4}, Calibration.Mode.POSTERIOR, probabilities);
        assertThat(probabilities)
                .containsExactly(
                        Sigmoid.of(first.calibration().posteriorLogOdds(-1.7)),
                        Sigmoid.of(second.calibration().posteriorLogOdds(0.4)));
    }

    /** sigmoid(38 + log(1e-14 / (1 - 1e-14)) - log(1)) by 30 digits: neither side may be formed as 1 - p. */
    @Test
    void otherBaseRatesShiftTheLogOddsNotTheProbability() {
        FocalLoss logLoss = new FocalLoss(0);
        BinaryLoss column = new BinaryLoss(logLoss, logLoss, 1, 1);
        double shift = Math.log(1e-14) - Math.log1p(-1e-14);
        double[] label = new double[1];
        new MultilabelLoss(new BinaryLoss[] {column}, new double[] {1})
                .calibration()
                .probabilities(new double[] {38}, Calibration.Mode.POSTERIOR, new double[] {shift}, label);
        double[] classes = new double[2];
        column.calibration()
                .probabilities(new double[] {38}, Calibration.Mode.POSTERIOR, new double[] {0, shift}, classes);
        double expected = 0.9968706905259385;
        assertThat(label[0]).isCloseTo(classes[1], within(1e-15));
        assertThat(classes[1]).isCloseTo(expected, within(1e-14));
        double[] three = new double[3];
        new SoftmaxFocalLoss(new double[3], new double[] {1, 1, 1})
                .calibration()
                .probabilities(new double[] {800, 0, -5}, Calibration.Mode.POSTERIOR, new double[] {-800, 0, 0}, three);
        assertThat(three[0]).isCloseTo(1 / (2 + Math.exp(-5)), within(1e-14));
    }

    @Test
    void softmaxOfInfiniteMarginsIsCertainty() {
        Calibration map = new SoftmaxFocalLoss(new double[] {2, 0, 5}, new double[] {1, 2, 3}).calibration();
        double infinity = Double.POSITIVE_INFINITY;
        double[][] margins = {{0, infinity, 1}, {-infinity, 3, -infinity}, {-infinity, -infinity, -infinity}};
        double[][] expected = {{0, 1, 0}, {0, 1, 0}, {1 / 3.0, 1 / 3.0, 1 / 3.0}};
        for (int i = 0; i < margins.length; i++) {
            for (Calibration.Mode mode : Calibration.Mode.values()) {
                double[] probabilities = new double[3];
                map.probabilities(margins[i], mode, probabilities);
                assertThat(probabilities).containsExactly(expected[i]);
            }
        }
        double[] two = new double[3];
        map.probabilities(new double[] {-infinity, 0, 0}, Calibration.Mode.POSTERIOR, two);
        assertThat(two[0]).isZero();
        assertThat(two[1] + two[2]).isCloseTo(1, within(1e-15));
    }

    private static void assertProbabilities(
            Calibration map, double[] margins, Calibration.Mode mode, References row, double... unnormalized) {
        double sum = Arrays.stream(unnormalized).sum();
        double[] expected =
                Arrays.stream(unnormalized).map(value -> value / sum).toArray();
        double[] probabilities = new double[expected.length];
        map.probabilities(margins, mode, probabilities);
        assertThat(probabilities).as("%s, %s", mode, row).containsExactly(expected, within(ABS_1E_9));
    }

    private static PointwiseLoss pointwise(References row, double gamma) {
        return switch (row.text("kind")) {
            case "convex_focal" -> new ConvexFocalLoss(gamma);
            case "poly1" -> new Poly1FocalLoss(gamma, row.number("parameter"));
            default -> new FocalLoss(gamma);
        };
    }
}
