package org.focalspark.testkit.random;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** Counts rows with and without each class or label, except rows without effect by weight, alpha or ignoreLabel. */
final class LabelWeights {
    private final double[] with;
    private final double[] without;

    private LabelWeights(int numLabels) {
        with = new double[numLabels];
        without = new double[numLabels];
    }

    static LabelWeights of(RandomCase example) {
        RandomTable table = example.table();
        LabelWeights sums = new LabelWeights(numLabels(table));
        double ignored = example.number("ignoreLabel", Double.NaN);
        for (Row row : table.rows()) {
            double weight = example.isSet("weightCol") ? row.getDouble(1) : 1.0;
            for (int k = 0; k < sums.with.length && weight > 0.0; k++) {
                double label = table.multilabel() ? row.<Vector>getAs(0).apply(k) : row.getDouble(0);
                if (Double.isNaN(label) || label == ignored) {
                    continue;
                }
                boolean has = label == (table.multilabel() ? 1.0 : k);
                double alpha = sums.with.length == 2 && !table.multilabel() ? example.number("alpha", 0.5) : 0.5;
                boolean counts = label == 1.0 ? alpha > 0.0 : alpha < 1.0;
                sums.with[k] += has && counts ? 1.0 : 0.0;
                sums.without[k] += !has && counts ? 1.0 : 0.0;
            }
        }
        return sums;
    }

    /** A row of a hostile table may have a label above those of its shape. The classes in between have no rows. */
    private static int numLabels(RandomTable table) {
        int inShape = table.shape().numLabels();
        return table.multilabel()
                ? inShape
                : (int) Math.max(
                        inShape, 1.0 + Arrays.stream(table.labels()).max().orElse(0.0));
    }

    /** Returns the number of classes up to the last one with rows of positive weight. */
    int numWithWeight() {
        return IntStream.range(0, with.length)
                .filter(k -> with[k] > 0.0)
                .map(k -> k + 1)
                .max()
                .orElse(0);
    }

    /** Returns whether an infinite intercept is correct: all rows are on one side of the margin, or of one class. */
    boolean needsNoFit(int margin, int numMargins) {
        int label = numMargins == 1 ? with.length - 1 : margin;
        boolean oneSided = with[label] == 0.0 || without[label] == 0.0;
        boolean oneClass = IntStream.range(0, with.length).anyMatch(k -> without[k] == 0.0);
        return oneSided || oneClass;
    }
}
