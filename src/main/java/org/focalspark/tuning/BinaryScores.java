package org.focalspark.tuning;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import org.focalspark.model.MarginScoring;
import org.focalspark.training.ScoreSums;
import org.jspecify.annotations.Nullable;

/**
 * Weights of the negative and positive rows at each score, for the areas under the ROC and precision-recall curves.
 *
 * <p>Exact up to {@link #MAX_SCORES} distinct scores. If there are more, all scores lose the smallest number of
 * trailing mantissa bits that leaves at most so many. This number depends only on the set of scores, not on the order
 * of rows and merges. Not thread-safe.
 */
final class BinaryScores implements ScoreSums<BinaryScores> {
    private static final long serialVersionUID = 1L;
    static final int MAX_SCORES = 1 << 15;
    private static final int INITIAL_ENTRIES = 64;

    /** Converts margins to the probability of class 1, which is the score; null if the score is the raw prediction. */
    private final @Nullable MarginScoring probability;

    /**
     * Bits of the scores, with the same order as the scores. Sorted, distinct and truncated only after
     * {@link #compact()}.
     */
    private long[] keys = new long[INITIAL_ENTRIES];

    private double[] negatives = new double[INITIAL_ENTRIES];
    private double[] positives = new double[INITIAL_ENTRIES];
    private int size;
    private int droppedBits;

    /**
     * Creates sums over no rows.
     *
     * @param probability converts margins to the probability of class 1, if it is the score; null if the score is the
     *     raw prediction
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
        return 6L * MAX_SCORES; // three arrays, compacted at twice this length
    }

    private double score(double[] margins) {
        if (probability == null) {
            return margins[margins.length - 1]; // the only margin, or the margin of class 1
        }
        double[] scores = probability.raw(margins);
        probability.toProbabilities(scores);
        return scores[1];
    }

    void addScore(double score, double label, double weight) {
        boolean positive = label > 0.5; // as in Spark's BinaryClassificationMetrics
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

    /** Number of distinct scores after truncation. */
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

    /** Passes on the weights at and above each score, in descending order of scores. */
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

    /** Sorts the scores, drops as many bits as necessary, and merges scores that become equal. */
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

    /** Loops instead of a stream, whose distinct would box every score. */
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

    /** Serializes the arrays without unused capacity. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        compact();
        resize(Math.max(1, size));
        out.defaultWriteObject();
    }

    /**
     * Returns the smallest number of bits to drop. Neighbors become equal when the highest bit in which they differ is
     * dropped.
     */
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

    /** Returns the bits of a score with the order of the scores: the bits of negative scores are inverted. */
    private static long keyOf(double score) {
        long bits = Double.doubleToLongBits(score + 0.0); // -0.0 becomes 0.0
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** Area under a polyline, by trapezoids. */
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
