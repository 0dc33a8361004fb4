package org.focalspark.tuning;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import org.focalspark.model.MarginScoring;
import org.focalspark.training.ScoreSums;
import org.jspecify.annotations.Nullable;

/**
 * Weight of the negative and of the positive rows at each score, from which the areas under the curves follow.
 *
 * <p>Exact up to {@link #MAX_SCORES} distinct scores. Where there are more, all lose trailing bits of the mantissa, as
 * few as leave no more than that: how many follows from the set of scores, whatever the order of rows and merges. Not
 * thread-safe.
 */
final class BinaryScores implements ScoreSums<BinaryScores> {
    private static final long serialVersionUID = 1L;
    static final int MAX_SCORES = 1 << 15;
    private static final int INITIAL_ENTRIES = 64;

    /** What makes the probability of class 1, which is the score; null if that is the raw prediction. */
    private final @Nullable MarginScoring probability;

    /** Bits of the scores, in the order of the scores; sorted, distinct and cut only after {@link #compact()}. */
    private long[] keys = new long[INITIAL_ENTRIES];

    private double[] negatives = new double[INITIAL_ENTRIES];
    private double[] positives = new double[INITIAL_ENTRIES];
    private int size;
    private int droppedBits;

    /**
     * No rows yet.
     *
     * @param probability what makes the probability of class 1, if that is the score; null for its raw prediction
     */
    BinaryScores(@Nullable MarginScoring probability) {
        this.probability = probability;
    }

    @Override
    public void add(double[] margins, double[] labels, double weight) {
        addScore(score(margins), labels[0], weight);
    }

    @Override
    public long maxNumbers() {
        return 6L * MAX_SCORES; // three arrays that are cut when they are twice as long
    }

    private double score(double[] margins) {
        if (probability == null) {
            return margins[margins.length - 1]; // the only margin, or that of class 1 of two
        }
        double[] scores = probability.raw(margins);
        probability.toProbabilities(scores);
        return scores[1];
    }

    void addScore(double score, double label, double weight) {
        boolean positive = label > 0.5; // as Spark's BinaryClassificationMetrics
        put(keyOf(score), positive ? 0.0 : weight, positive ? weight : 0.0);
    }

    @Override
    public BinaryScores merge(BinaryScores other) {
        droppedBits = Math.max(droppedBits, other.droppedBits);
        for (int i = 0; i < other.size; i++) {
            put(other.keys[i], other.negatives[i], other.positives[i]);
        }
        return this;
    }

    /** Area under the curve of recall against false positive rate, as Spark computes it without bins. */
    double areaUnderRoc() {
        compact();
        double negativeSum = sum(negatives);
        double positiveSum = sum(positives);
        Curve curve = new Curve(0.0, 0.0);
        descend((falsePositives, truePositives) ->
                curve.to(share(falsePositives, negativeSum), share(truePositives, positiveSum)));
        curve.to(1.0, 1.0);
        return curve.area;
    }

    /** Area under the curve of precision against recall, as Spark computes it without bins. */
    double areaUnderPr() {
        compact();
        requireRows();
        double positiveSum = sum(positives);
        Curve curve = new Curve(0.0, precision(negatives[size - 1], positives[size - 1]));
        descend((falsePositives, truePositives) ->
                curve.to(share(truePositives, positiveSum), precision(falsePositives, truePositives)));
        return curve.area;
    }

    /** Number of distinct scores that are told apart. */
    int numScores() {
        compact();
        return size;
    }

    int droppedBits() {
        compact();
        return droppedBits;
    }

    private interface Counts {
        void accept(double falsePositives, double truePositives);
    }

    /** The sums at and above each score, from the largest score on. */
    private void descend(Counts counts) {
        double falsePositives = 0.0;
        double truePositives = 0.0;
        for (int i = size - 1; i >= 0; i--) {
            falsePositives += negatives[i];
            truePositives += positives[i];
            counts.accept(falsePositives, truePositives);
        }
    }

    private void requireRows() {
        if (size == 0) {
            throw new IllegalArgumentException(
                    "A ranking needs at least one row, but none was held out. Use fewer folds or more rows.");
        }
    }

    private double sum(double[] weights) {
        return Arrays.stream(weights, 0, size).sum();
    }

    private static double share(double part, double whole) {
        return whole == 0.0 ? 0.0 : part / whole;
    }

    private static double precision(double falsePositives, double truePositives) {
        double predicted = falsePositives + truePositives;
        return predicted == 0.0 ? 1.0 : truePositives / predicted;
    }

    private void put(long key, double negative, double positive) {
        if (size == keys.length) {
            compact();
            if (2 * size > keys.length) {
                resize(2 * keys.length);
            }
        }
        keys[size] = key;
        negatives[size] = negative;
        positives[size] = positive;
        size++;
    }

    private void resize(int length) {
        keys = Arrays.copyOf(keys, length);
        negatives = Arrays.copyOf(negatives, length);
        positives = Arrays.copyOf(positives, length);
    }

    /** Sorts, drops as many bits as there must, and unites scores that are equal then. */
    private void compact() {
        long[] sorted = distinct(droppedBits);
        int bits = bitsToDrop(sorted);
        if (bits > droppedBits) {
            droppedBits = bits;
            sorted = distinct(bits);
        }
        double[] negativesOf = new double[keys.length];
        double[] positivesOf = new double[keys.length];
        for (int i = 0; i < size; i++) {
            int place = Arrays.binarySearch(sorted, keys[i] & -1L << droppedBits);
            negativesOf[place] += negatives[i];
            positivesOf[place] += positives[i];
        }
        size = sorted.length;
        System.arraycopy(sorted, 0, keys, 0, size);
        negatives = negativesOf;
        positives = positivesOf;
    }

    /** In place: a stream would box each of them to tell them apart. */
    private long[] distinct(int bits) {
        long[] cut = new long[size];
        for (int i = 0; i < size; i++) {
            cut[i] = keys[i] & -1L << bits;
        }
        Arrays.sort(cut);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (distinct == 0 || cut[i] != cut[distinct - 1]) {
                cut[distinct++] = cut[i];
            }
        }
        return Arrays.copyOf(cut, distinct);
    }

    /** Without the places that are kept for more. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        compact();
        resize(Math.max(1, size));
        out.defaultWriteObject();
    }

    /** The fewest bits without which there are few enough: neighbors are one when the highest bit that differs is gone. */
    private static int bitsToDrop(long[] sorted) {
        int[] splitsAt = new int[Long.SIZE];
        for (int i = 1; i < sorted.length; i++) {
            splitsAt[Long.SIZE - 1 - Long.numberOfLeadingZeros(sorted[i - 1] ^ sorted[i])]++;
        }
        int bits = 0;
        for (int count = sorted.length; count > MAX_SCORES; bits++) {
            count -= splitsAt[bits];
        }
        return bits;
    }

    /** Orders as the scores do: of negative numbers the bits are turned around. */
    private static long keyOf(double score) {
        long bits = Double.doubleToLongBits(score + 0.0); // -0.0 becomes 0.0
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** The trapezoids below a line of points. */
    private static final class Curve {
        private double x;
        private double y;
        private double area;

        Curve(double x, double y) {
            this.x = x;
            this.y = y;
        }

        void to(double nextX, double nextY) {
            area += (nextX - x) * (nextY + y) / 2.0;
            x = nextX;
            y = nextY;
        }
    }
}
