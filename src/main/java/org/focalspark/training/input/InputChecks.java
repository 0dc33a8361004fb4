package org.focalspark.training.input;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.LabelSums;
import org.focalspark.training.input.Findings.Finding;
import org.focalspark.training.input.Findings.Problem;

/**
 * Rejects invalid training sets. If Spark has a message for a case, ours begins with it; then follow the column, the
 * value found, and the fix.
 */
public final class InputChecks {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final InputStatistics statistics;
    private final InputColumns columns;

    /**
     * Creates checks of the rows of a training set.
     *
     * @param statistics statistics of its rows
     * @param columns columns that they were read from, for the messages
     */
    public InputChecks(InputStatistics statistics, InputColumns columns) {
        this.statistics = statistics;
        this.columns = columns;
    }

    /**
     * Returns whether a sum of weights can be squared and inverted within the range of double.
     *
     * @param weightSum sum of weights
     * @return false if its square overflows or underflows
     */
    public static boolean isInRange(double weightSum) {
        double square = weightSum * weightSum;
        return square >= Double.MIN_NORMAL && square < Double.POSITIVE_INFINITY;
    }

    /**
     * Checks labels, weights and vectors.
     *
     * @throws IllegalArgumentException if a row is invalid; the message names column, rule, example and fix
     */
    public void check() {
        if (statistics.numRows() == 0) {
            throw new IllegalArgumentException("ML algorithm was given empty dataset."
                    + (columns.ignoreLabel().isPresent() && !columns.multilabel()
                            ? " Rows whose label is ignoreLabel ("
                                    + columns.ignoreLabel().getAsDouble() + ") do not count."
                            : ""));
        }
        checkLabels();
        checkWeights();
        checkVectors();
    }

    private void checkLabels() {
        if (columns.multilabel()) {
            checkLabelVectors();
        } else {
            checkClassIndices();
        }
    }

    private void checkLabelVectors() {
        refuse(
                Problem.LABEL_MISSING,
                columns.label(),
                (where, example) -> String.format(
                        "Labels MUST NOT be Null or empty, but %s. Drop these rows first, or put NaN for every label that is"
                                + " unknown.",
                        where));
        refuse(
                Problem.LABEL_SIZE,
                columns.label(),
                (where, example) -> String.format(
                        "Column '%s' has %d and %.0f labels in a row; all rows must have as many.",
                        columns.label(), statistics.labels().positive().length, Double.valueOf(example)));
        refuse(
                Problem.LABEL_NOT_BINARY,
                columns.label(),
                (where, example) -> String.format(
                        "Labels MUST be 0.0, 1.0 or, where unknown, NaN, but got %s in column '%s'.",
                        example, columns.label()));
    }

    private void checkClassIndices() {
        refuse(
                Problem.LABEL_MISSING,
                columns.label(),
                (where, example) ->
                        String.format("Labels MUST NOT be Null or NaN, but %s. Drop or fill these rows first.", where));
        refuse(
                Problem.LABEL_FRACTIONAL,
                columns.label(),
                (where, example) -> String.format(
                        "Labels MUST be Integers, but got %s: %s. Index the labels first, for example with StringIndexer.",
                        example, where));
        refuse(
                Problem.LABEL_OUT_OF_RANGE,
                columns.label(),
                (where, example) -> String.format(
                        "Labels MUST be in [0, %d), but got %s: %s. Index the labels first, for example with StringIndexer.",
                        InputStatistics.MAX_CLASSES, example, where));
    }

    /**
     * Returns the weight of each class or label of the fit. The number of classes is the number that the label column
     * declares, or the largest label plus 1, which is 1 if all labels are 0.
     *
     * @param declared number of classes in the metadata of the label column, 0 if none
     * @return weight of each class or label
     * @throws IllegalArgumentException if there are more labels than declared, more coefficients than an array holds,
     *     or a label is unknown in every row
     */
    public LabelSums labelSums(int declared) {
        double[] positive = statistics.labels().positive();
        if (!columns.multilabel()) {
            return LabelSums.ofClasses(Arrays.copyOf(positive, numClasses(declared, positive.length)));
        }
        double[] negative = statistics.labels().negative();
        if (positive.length > InputStatistics.MAX_CLASSES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Column '%s' has more than %,d labels in a row. Fit fewer labels at a time.",
                    columns.label(),
                    InputStatistics.MAX_CLASSES));
        }
        requireAllocatable(positive.length);
        for (int k = 0; k < positive.length; k++) {
            if (positive[k] + negative[k] == 0.0) {
                throw new IllegalArgumentException(String.format(
                        "Column '%s' has no row of positive weight in which label %d is known. Leave the label out.",
                        columns.label(), k));
            }
        }
        return new LabelSums(positive, negative, statistics.weightSum(), true);
    }

    private int numClasses(int declared, int seen) {
        if (declared > 0 && declared < seen) {
            throw new IllegalArgumentException(String.format(
                    "Specified number of classes %d was less than the number of unique labels %d: column '%s' has label"
                            + " %d.0, but its metadata declare fewer classes.",
                    declared, seen, columns.label(), seen - 1));
        }
        requireAllocatable(Math.max(declared, seen));
        return Math.max(declared, seen);
    }

    private void requireAllocatable(int numClasses) {
        if (numClasses > InputStatistics.MAX_CLASSES || (long) numClasses * statistics.numFeatures() > LARGEST_ARRAY) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    columns.multilabel()
                            ? "Column '%s' has %,d labels in a row: coefficients of %,d labels x %,d features cannot be"
                                    + " allocated. Fit fewer labels at a time."
                            : "Column '%s' has labels up to %d.0: coefficients of %,d classes x %,d features cannot be"
                                    + " allocated. Index the labels first, for example with StringIndexer.",
                    columns.label(),
                    columns.multilabel() ? numClasses : numClasses - 1,
                    numClasses,
                    statistics.numFeatures()));
        }
    }

    /**
     * Checks that class weights leave at least one row a positive weight.
     *
     * @param sums weight of each class or label
     * @param classWeights weights of the rows by their class
     * @throws IllegalArgumentException if no row has a positive weight; the message names a label
     */
    public void requireWeight(LabelSums sums, ClassWeights classWeights) {
        int label = 0;
        for (int k = 0; k < sums.size(); k++) {
            if (sums.multilabel() || (sums.positive(k) > 0.0 && classWeights.of(k) > 0.0)) {
                return;
            }
            label = sums.positive(k) > 0.0 ? k : label;
        }
        throw new IllegalArgumentException(String.format(
                "alpha gives no weight to any row: all rows of positive weight in column '%s' have label %d.0, whose class"
                        + " weight is 0. Choose alpha strictly between 0 and 1.",
                columns.label(), label));
    }

    private void checkWeights() {
        String column = columns.weight().orElse("");
        refuse(
                Problem.WEIGHT_MISSING,
                column,
                (where, example) -> String.format(
                        "Weights MUST NOT be Null or NaN, but %s. Drop or fill these rows first.", where));
        refuse(
                Problem.WEIGHT_OUT_OF_RANGE,
                column,
                (where, example) -> String.format(
                        "Weights MUST NOT be Negative or Infinity, but got %s: %s. Drop or mend these rows first.",
                        example, where));
        if (statistics.weightSum() == 0.0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Column '%s' must hold some positive weight, but all %,d rows have weight 0.0. Give the rows to learn from"
                            + " a weight, or leave weightCol unset.",
                    column,
                    statistics.numRows()));
        }
        double sum = statistics.weightSum();
        if (!Double.isFinite(sum * sum)) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' has weights whose sum, or its square, is not finite. Divide them by a constant first.",
                    column));
        }
        if (!isInRange(sum)) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' has weights whose sum (%s) is so small that its square is 0 for double. Multiply them by a"
                            + " constant first.",
                    column, sum));
        }
    }

    private void checkVectors() {
        refuse(
                Problem.VECTOR_MISSING,
                columns.features(),
                (where, example) -> String.format("Vectors MUST NOT be Null, but %s. Drop these rows first.", where));
        refuse(
                Problem.VECTOR_SIZE,
                columns.features(),
                (where, example) -> String.format(
                        "Column '%s' has vectors of size %d and %.0f; all rows must have the same size.",
                        columns.features(), statistics.numFeatures(), Double.valueOf(example)));
        refuse(
                Problem.VALUE_NOT_FINITE,
                columns.features(),
                (where, example) -> String.format(
                        "Vector values MUST NOT be NaN or Infinity, but got %s in column '%s'. Impute them first, for example"
                                + " with Imputer.",
                        example, columns.features()));
        if (statistics.numFeatures() == 0) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' has vectors of size 0; a model needs at least one feature.", columns.features()));
        }
        checkDeviations();
    }

    /** Throws an IllegalArgumentException that names a feature whose variance is not finite. */
    public void checkDeviations() {
        double[] deviations = statistics.standardDeviations();
        for (int j = 0; j < deviations.length; j++) {
            if (!Double.isFinite(deviations[j])) {
                throw new IllegalArgumentException(String.format(
                        "Column '%s' has values in feature %d that are too large: their variance is not finite. Rescale"
                                + " the feature first.",
                        columns.features(), j));
            }
        }
    }

    private void refuse(Problem problem, String column, BiFunction<String, String, String> message) {
        Optional<Finding> finding = statistics.finding(problem);
        if (finding.isPresent()) {
            long count = finding.get().count();
            String where =
                    String.format(Locale.ROOT, "column '%s' has %,d such row%s", column, count, count == 1 ? "" : "s");
            throw new IllegalArgumentException(
                    message.apply(where, Double.toString(finding.get().example())));
        }
    }
}
