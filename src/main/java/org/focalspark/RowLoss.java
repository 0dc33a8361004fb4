package org.focalspark;

import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.ml.linalg.Vector;
import org.focalspark.loss.ClassWeights;

/** The losses of one row's entries: one entry for binary and softmax, one per class or label for ovr and multilabel. */
final class RowLoss implements Serializable {
    private static final long serialVersionUID = 1L;

    enum Mode {
        BINARY,
        MULTILABEL,
        MULTICLASS,
        OVR
    }

    /** Takes the entries of a row. */
    @FunctionalInterface
    interface Entries {
        /**
         * Takes an entry.
         *
         * @param column class or label
         * @param loss loss with class weight, nats
         * @param factor what makes the loss focal, without class weight
         * @param classWeight alpha, or what else weighs the class of this entry
         */
        void accept(int column, double loss, double factor, double classWeight);
    }

    private final LossSettings settings;
    private final Mode mode;
    private final int size;

    private RowLoss(LossSettings settings, Mode mode, int size) {
        this.settings = settings;
        this.mode = mode;
        this.size = size;
    }

    /**
     * The loss for vectors of a size.
     *
     * @throws IllegalArgumentException if the params do not fit that size
     */
    static RowLoss of(LossSettings settings, boolean vectorLabels, int size) {
        Mode mode = settings.mode().equals("auto")
                ? vectorLabels ? Mode.MULTILABEL : size == 2 ? Mode.BINARY : Mode.MULTICLASS
                : Mode.valueOf(settings.mode().toUpperCase(Locale.ROOT));
        settings.check(mode, size);
        return new RowLoss(settings, mode, size);
    }

    Mode mode() {
        return mode;
    }

    int size() {
        return size;
    }

    int numColumns() {
        return mode == Mode.OVR || mode == Mode.MULTILABEL ? size : 1;
    }

    /** Whether the size of a vector is that of the first one. */
    void checkSize(EvaluatedRow row) {
        if (row.scores().size() != size) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' has vectors of size %d and %d; all rows must have the same size.",
                    row.scoresCol(),
                    Math.min(size, row.scores().size()),
                    Math.max(size, row.scores().size())));
        }
    }

    /** Hands over the entries of a row; none where the label is unknown or to be ignored. */
    void entries(EvaluatedRow row, Entries entries) {
        checkSize(row);
        if (mode == Mode.MULTILABEL) {
            multilabel(row, entries);
        } else if (row.number() != settings.ignoreLabel()) {
            switch (mode) {
                case BINARY -> binary(row, entries);
                case OVR -> oneVersusRest(row, entries);
                default -> softmax(row, entries);
            }
        }
    }

    private void binary(EvaluatedRow row, Entries entries) {
        double margin = row.scores().apply(1);
        if (!(margin == -row.scores().apply(0))) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' must hold (-margin, margin) for a binary loss, but found %s. Set mode to multiclass for"
                            + " one logit per class.",
                    row.scoresCol(), row.scores()));
        }
        boolean positive = row.classIndex(2) == 1;
        ClassWeights weights = settings.hasClassWeights() ? settings.classWeights() : settings.alpha(0);
        entry(0, positive ? margin : -margin, weights.of(positive ? 1 : 0), entries);
    }

    private void multilabel(EvaluatedRow row, Entries entries) {
        Vector labels = row.labels();
        for (int k = 0; k < size; k++) {
            double label = labels.apply(k);
            if (Double.isNaN(label) || label == settings.ignoreLabel()) {
                continue;
            }
            if (label != 0.0 && label != 1.0) {
                throw new IllegalArgumentException(String.format(
                        "Column '%s' must hold 0.0, 1.0 or, for unknown, NaN in each entry, but found %s in entry %d.",
                        row.labelCol(), label, k));
            }
            column(row, k, label == 1.0, entries);
        }
    }

    private void oneVersusRest(EvaluatedRow row, Entries entries) {
        int label = row.classIndex(size);
        for (int k = 0; k < size; k++) {
            column(row, k, k == label, entries);
        }
    }

    private void column(EvaluatedRow row, int k, boolean positive, Entries entries) {
        double margin = row.scores().apply(k);
        if (Double.isNaN(margin)) {
            throw notFinite(row);
        }
        entry(k, positive ? margin : -margin, settings.alpha(k).of(positive ? 1 : 0), entries);
    }

    /** The logit of the row's class against all others, as in SoftmaxLoss: their sum is never formed as a number. */
    private void softmax(EvaluatedRow row, Entries entries) {
        int label = row.classIndex(size);
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < size; k++) {
            if (!Double.isFinite(row.scores().apply(k))) {
                throw notFinite(row);
            }
            largest = k == label ? largest : Math.max(largest, row.scores().apply(k));
        }
        double sum = 0.0;
        for (int k = 0; k < size; k++) {
            sum += k == label ? 0.0 : Math.exp(row.scores().apply(k) - largest);
        }
        double z = row.scores().apply(label) - largest - Math.log(sum);
        entry(0, z, settings.classWeights().of(label), entries);
    }

    private void entry(int column, double z, double classWeight, Entries entries) {
        double loss = classWeight == 0.0 ? 0.0 : classWeight * settings.factor().loss(z);
        entries.accept(column, loss, settings.factor().factor(z), classWeight);
    }

    private static IllegalArgumentException notFinite(EvaluatedRow row) {
        return new IllegalArgumentException(String.format(
                "Column '%s' must hold finite raw predictions, but found %s. Drop these rows, or look at the model first.",
                row.scoresCol(), row.scores()));
    }
}
