package org.focalspark.export.format;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.Calibration;
import org.focalspark.loss.Calibration.Mode;
import org.focalspark.loss.ColumnLoss;
import org.focalspark.loss.PointwiseLoss;
import org.focalspark.loss.SoftmaxLoss;

/**
 * Formulas of the calibration maps of all families, for finite margins: {@link Calibration} without the final sigmoid
 * or softmax.
 *
 * @param <V> representation of numbers in the format
 */
final class ProbabilityFormulas<V> {
    private final ColumnMath<V> math;
    private final Mode mode;
    private final double[] logRatios;
    private final V zero;
    private final V one;

    ProbabilityFormulas(ColumnMath<V> math, ExportedModel.Scores scores) {
        this.math = math;
        this.mode = scores.mode();
        this.logRatios = scores.logRatios();
        this.zero = math.constant(0.0);
        this.one = math.constant(1.0);
    }

    /** Returns the log-odds of class 1. */
    V ofBinary(BinaryLoss loss, V margin) {
        return shifted(logOdds(List.of(loss), margin), logRatios[1] - logRatios[0]);
    }

    /** Returns the log-odds of each label. */
    V ofLabels(ColumnLoss loss, V margins) {
        return shifted(logOdds(columns(loss), margins), logRatios);
    }

    /** Returns the log-probabilities of the classes up to a common constant: the log-probability of each column. */
    V ofOneVsRest(ColumnLoss loss, V margins) {
        V logOdds = math.named("logOdds", logOdds(columns(loss), margins));
        V tail = math.log(math.plus(one, math.exp(math.minus(zero, math.abs(logOdds)))));
        return shifted(math.minus(math.where(logOdds, zero, zero, logOdds), tail), logRatios);
    }

    /** Returns the log-probabilities of the classes up to a common constant. */
    V ofSoftmax(SoftmaxLoss loss, V margins) {
        int numClasses = loss.numColumns();
        List<PointwiseLoss> losses =
                IntStream.range(0, numClasses).mapToObj(loss::lossOf).toList();
        double[] logWeights = Arrays.stream(loss.classWeights().toArray(numClasses))
                .map(Math::log)
                .toArray();
        // A single class has probability 1 and no other classes to sum over.
        boolean bare = numClasses == 1 || mode == Mode.NONE || losses.stream().allMatch(PointwiseLoss::isLogLoss);
        V logs = bare ? margins : focalLogs(losses, margins);
        boolean smoothed = mode != Mode.NONE && loss.smoothing() > 0.0;
        double[] shifts = new double[numClasses];
        double[] shiftsBehind = new double[numClasses];
        for (int k = 0; k < numClasses; k++) {
            shifts[k] = mode == Mode.POSTERIOR || smoothed ? -logWeights[k] : 0.0;
            shifts[k] += smoothed ? 0.0 : logRatios[k];
            shiftsBehind[k] = logRatios[k] + (mode == Mode.FOCAL ? logWeights[k] : 0.0);
        }
        V shifted = shifted(logs, shifts);
        return smoothed ? shifted(logOfUndone(shifted, loss.smoothing() / numClasses, loss), shiftsBehind) : shifted;
    }

    private V focalLogs(List<PointwiseLoss> losses, V margins) {
        V zetas = math.named("zeta", math.minus(margins, math.logSumOfOthers(margins)));
        LogSlopes<V> slopes = new LogSlopes<>(math, zetas, "");
        return math.minus(slopes.logOfBothSides(), slopes.of(losses));
    }

    /**
     * Returns the log-probabilities without label smoothing. The softmax of the argument is the smoothed probability.
     */
    private V logOfUndone(V logs, double floorOfSmoothed, SoftmaxLoss loss) {
        V named = math.named("log", logs);
        V powers = math.named("power", math.exp(math.minus(named, math.largest(named))));
        V probabilities = math.over(powers, math.total(powers));
        return math.log(undone(probabilities, floorOfSmoothed, loss.smoothing(), "undone"));
    }

    private V logOdds(List<BinaryLoss> columns, V margins) {
        if (mode == Mode.NONE) {
            return margins;
        }
        double[] logWeightRatios = columns.stream()
                .mapToDouble(ProbabilityFormulas::logWeightRatio)
                .toArray();
        double smoothing = columns.get(0).smoothing();
        V smoothed = focalLogOdds(columns, margins);
        if (smoothing == 0.0) {
            return mode == Mode.FOCAL ? smoothed : shifted(smoothed, logWeightRatios);
        }
        V named = math.named("smoothed", smoothed);
        V undone = undoneLogOdds(shifted(named, logWeightRatios), smoothing);
        double[] back = Arrays.stream(logWeightRatios)
                .map(ratio -> mode == Mode.FOCAL ? -ratio : 0.0)
                .toArray();
        // infinite log-odds stay infinite
        return math.where(math.abs(named), math.constant(Double.MAX_VALUE), named, shifted(undone, back));
    }

    /** Returns the log-odds of the smoothed labels in the class-weighted population. */
    private V focalLogOdds(List<BinaryLoss> columns, V margins) {
        double[] inLogOdds = columns.stream()
                .mapToDouble(column ->
                        column.positive().isInLogOdds() && column.negative().isInLogOdds() ? 1.0 : 0.0)
                .toArray();
        if (Arrays.stream(inLogOdds).allMatch(flag -> flag == 1.0)) {
            return margins;
        }
        LogSlopes<V> slopes = new LogSlopes<>(math, margins, "");
        V negative =
                slopes.ofOpposite(columns.stream().map(BinaryLoss::negative).toList());
        V positive = slopes.of(columns.stream().map(BinaryLoss::positive).toList());
        V logOdds = math.minus(negative, positive);
        boolean some = Arrays.stream(inLogOdds).anyMatch(flag -> flag == 1.0);
        return some ? math.where(math.constant(inLogOdds), zero, margins, logOdds) : logOdds;
    }

    /** Converts log-odds of smoothed labels to log-odds of the labels. */
    private V undoneLogOdds(V smoothed, double smoothing) {
        V x = math.named("x", smoothed);
        V power = math.named("e", math.exp(math.minus(zero, math.abs(x))));
        V sum = math.named("f", math.plus(one, power));
        V positive = math.over(math.where(x, zero, one, power), sum);
        V negative = math.over(math.where(x, zero, power, one), sum);
        double floor = 0.5 * smoothing;
        return math.minus(
                math.log(undone(positive, floor, smoothing, "positive")),
                math.log(undone(negative, floor, smoothing, "negative")));
    }

    private V undone(V probability, double floorOfSmoothed, double smoothing, String name) {
        V floor = math.constant(Calibration.UNSMOOTHED_FLOOR);
        V raw = math.over(math.minus(probability, math.constant(floorOfSmoothed)), math.constant(1.0 - smoothing));
        V undone = math.named(name, raw);
        return math.where(floor, undone, floor, undone); // NaN stays NaN
    }

    private V shifted(V value, double... shifts) {
        return Arrays.stream(shifts).allMatch(shift -> shift == 0.0) ? value : math.plus(value, math.constant(shifts));
    }

    private static double logWeightRatio(BinaryLoss column) {
        double negative = column.classWeights().of(0);
        double positive = column.classWeights().of(1);
        return negative == positive ? 0.0 : Math.log(negative / positive);
    }

    private static List<BinaryLoss> columns(ColumnLoss loss) {
        return IntStream.range(0, loss.numColumns()).mapToObj(loss::lossOf).toList();
    }
}
