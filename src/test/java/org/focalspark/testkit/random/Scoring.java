package org.focalspark.testkit.random;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

/** Results of a model for rows: by predict, by transform, and by its exports. */
final class Scoring {
    private static final String[] OUTPUTS = {"rawPrediction", "probability", "prediction"};
    private static final int MOST_VECTORS = 12;

    /** Same as in check_exports.py, which explains it. */
    private static final double TOLERANCE = 0x1p-40;

    private static final double PMML_TOLERANCE = 1e-11;
    private static final double SUM_ERROR = 0x1p-50;
    private static final double SENSELESS = 0.01;

    private final TrainedModel model;
    private final List<Vector> vectors;
    private final List<double[][]> expected;
    private final double smoothing;
    private final double slope;
    private final boolean thresholds;

    Scoring(TrainedModel model, RandomCase example) {
        this.model = model;
        this.slope = example.largestGamma() + 2.0;
        this.smoothing = example.number("labelSmoothing", 0.0);
        this.thresholds = example.isSet("threshold") || example.isSet("thresholds");
        this.vectors = vectors(example);
        this.expected = vectors.stream().map(model::scores).toList();
    }

    /** Some rows of the table and some that lead to certainty, to infinity and to no number. */
    private static List<Vector> vectors(RandomCase example) {
        List<Vector> all = example.table().vectors();
        List<Vector> vectors = new ArrayList<>(all.subList(0, Math.min(MOST_VECTORS, all.size())));
        int size = example.table().shape().numFeatures();
        for (double value : new double[] {0.0, -1.0, 1e3, 1e30, -1e300, Double.POSITIVE_INFINITY, Double.NaN}) {
            double[] same = new double[size];
            Arrays.fill(same, value);
            vectors.add(Vectors.dense(same));
            double[] first = new double[size];
            first[0] = value;
            vectors.add(Vectors.dense(first).toSparse());
        }
        return vectors;
    }

    /** Probabilities are in [0, 1], those of classes add up to 1, and they are NaN only where margins are. */
    Optional<String> faultOfProbabilities(boolean multilabel) {
        for (int i = 0; i < vectors.size(); i++) {
            double[] raw = expected.get(i)[0];
            double[] probability = expected.get(i)[1];
            boolean unknown = Arrays.stream(raw).anyMatch(Double::isNaN);
            boolean inRange = Arrays.stream(probability).allMatch(p -> p >= 0.0 && p <= 1.0);
            double sum = Arrays.stream(probability).sum();
            if (!unknown && !(inRange && (multilabel || Math.abs(sum - 1.0) <= 1e-9))) {
                return Optional.of("gives " + vectors.get(i) + " probabilities of " + Arrays.toString(probability)
                        + " for margins of " + Arrays.toString(raw));
            }
        }
        return Optional.empty();
    }

    Optional<String> faultOfTransform() {
        return differenceTo(model.transformed(vectors), "by transform");
    }

    /** The same bits from a model that was saved and loaded. */
    Optional<String> faultOf(TrainedModel loaded) {
        return differenceTo(vectors.stream().map(loaded::scores).toList(), "after it was saved and loaded");
    }

    private Optional<String> differenceTo(List<double[][]> actual, String how) {
        for (int i = 0; i < vectors.size(); i++) {
            if (!Arrays.deepEquals(actual.get(i), expected.get(i))) {
                return Optional.of(String.format(
                        "gives %s scores of %s %s, but of %s otherwise",
                        vectors.get(i), Arrays.deepToString(actual.get(i)), how, Arrays.deepToString(expected.get(i))));
            }
        }
        return Optional.empty();
    }

    Optional<String> faultOfOnnx() throws InvalidProtocolBufferException {
        double[][] features = vectors.stream().map(Vector::toArray).toArray(double[][]::new);
        List<double[][]> actual =
                OnnxRun.scores(model.export().inDoublePrecision().onnx(), features);
        for (int i = 0; i < features.length; i++) {
            double error = sumError(features[i]);
            Optional<String> fault = differenceOf(actual.get(i), expected.get(i), Double.isFinite(error) ? error : 0.0);
            if (fault.isPresent()) {
                return Optional.of("as ONNX gives " + vectors.get(i) + " " + fault.get());
            }
        }
        return Optional.empty();
    }

    /** PMML has one target, and no infinite number. */
    boolean hasPmml() {
        try {
            return model.export().pmml().length > 0;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    Optional<String> faultOfPmml() throws Exception {
        PmmlRun run = new PmmlRun(model.export().pmml());
        for (int i = 0; i < vectors.size(); i++) {
            double[] features = vectors.get(i).toArray();
            double error = slope * sumError(features);
            boolean finite = Arrays.stream(expected.get(i)[0]).allMatch(Double::isFinite);
            if (!finite || !(error < SENSELESS) || !Arrays.stream(features).allMatch(Double::isFinite)) {
                continue;
            }
            double[] actual = run.scores(features);
            double[] probability = expected.get(i)[1];
            boolean same = actual[probability.length] == expected.get(i)[2][0] || !isClear(probability);
            for (int k = 0; k < probability.length; k++) {
                double limit = PMML_TOLERANCE + error * probability[k] + undoing();
                same &= Math.abs(actual[k] - probability[k]) <= limit;
            }
            if (!same) {
                return Optional.of(String.format(
                        "as PMML gives %s probabilities and a prediction of %s and not %s",
                        vectors.get(i), Arrays.toString(actual), Arrays.deepToString(expected.get(i))));
            }
        }
        return Optional.empty();
    }

    /** What rounding may do to the margins of a row. */
    private double sumError(double[] features) {
        double largest = 0.0;
        for (int k = 0; k < model.coefficients().numRows(); k++) {
            double sum = 0.0;
            for (int j = 0; j < features.length; j++) {
                sum += Math.abs(features[j] * model.coefficients().apply(k, j));
            }
            largest = Math.max(largest, sum);
        }
        return SUM_ERROR * largest;
    }

    private Optional<String> differenceOf(double[][] actual, double[][] expected, double error) {
        double[] allowed = {TOLERANCE, TOLERANCE + slope * error, 0.0};
        boolean sensible = slope * error < SENSELESS;
        for (int output = 0; output < (sensible ? OUTPUTS.length : 1); output++) {
            for (int k = 0; k < expected[output].length; k++) {
                double a = actual[output][k];
                double e = expected[output][k];
                double limit = allowed[output] * Math.abs(e) + (output == 0 ? error : undoing());
                boolean near = Double.compare(a, e) == 0 || a == e || Math.abs(a - e) <= limit;
                if (!near && !(output == 2 && isTie(expected[1]))) {
                    return Optional.of(String.format(
                            "a %s of %s and not %s",
                            OUTPUTS[output], Arrays.deepToString(actual), Arrays.deepToString(expected)));
                }
            }
        }
        return Optional.empty();
    }

    /** Rounding of the probability from which calibration takes the share of smoothing off. */
    private double undoing() {
        return smoothing == 0.0 ? Double.MIN_NORMAL : slope * SUM_ERROR / (1.0 - smoothing);
    }

    /** Whether one class is ahead by more than the rounding of a format, and no threshold changes that. */
    private boolean isClear(double[] probability) {
        double[] sorted = Arrays.stream(probability).sorted().toArray();
        return !thresholds && sorted[sorted.length - 1] - sorted[sorted.length - 2] > 1e-9;
    }

    /** Whether the last bits of two probabilities decide. */
    private static boolean isTie(double[] probability) {
        double[] sorted = Arrays.stream(probability).sorted().toArray();
        boolean near = false;
        for (int k = 1; k < sorted.length; k++) {
            near |= sorted[k] - sorted[k - 1] <= TOLERANCE;
        }
        return near;
    }
}
