package org.focalspark.evaluation;

import java.io.Serializable;
import java.util.Locale;
import org.focalspark.loss.SeparableLoss;

/** Losses of the entries of a row: one entry for binary and softmax, one per class or label for ovr and multilabel. */
final class RowLoss implements Serializable {
    private static final long serialVersionUID = 1L;

    enum Mode {
        BINARY,
        MULTILABEL,
        MULTICLASS,
        OVR
    }

    /** Receives the entries of a row. */
    @FunctionalInterface
    interface Entries {
        /**
         * Receives an entry.
         *
         * @param column class or label
         * @param loss loss including the class weight, nats
         * @param factor focal factor, without the class weight
         * @param classWeight weight of the class of this entry, such as alpha
         */
        void accept(int column, double loss, double factor, double classWeight);
    }

    private final LossSettings settings;
    private final Mode mode;
    private final int size;
    private final SeparableLoss loss;

    private RowLoss(LossSettings settings, Mode mode, int size) {
        this.settings = settings;
        this.mode = mode;
        this.size = size;
        this.loss = settings.loss(mode, size);
    }

    /**
     * Creates the loss for raw predictions of a size.
     *
     * @throws IllegalArgumentException if the params do not fit the size
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

    /** Throws an IllegalArgumentException if a row has another size than the first row. */
    void checkSize(EvaluatedRow row) {
        if (row.scores().size() != size) {
            throw new IllegalArgumentException(String.format(
                    "Column '%s' has vectors of size %d and %d; all rows must have the same size.",
                    row.scoresCol(),
                    Math.min(size, row.scores().size()),
                    Math.max(size, row.scores().size())));
        }
    }

    /** Passes the entries of a row to a receiver, except those with an unknown or ignored label. */
    void entries(EvaluatedRow row, Entries entries) {
        checkSize(row);
        if (mode != Mode.MULTILABEL && row.number() == settings.ignoreLabel()) {
            return;
        }
        double[] margins = margins(row);
        double[] labels = mode == Mode.MULTILABEL ? labels(row) : new double[] {row.classIndex(size)};
        double[] losses = new double[numColumns()];
        double[] factors = new double[numColumns()];
        loss.visitTerms(margins, labels, (column, termLoss, termFactor) -> {
            int entry = numColumns() == 1 ? 0 : column;
            losses[entry] += termLoss;
            factors[entry] += termFactor;
        });
        for (int k = 0; k < losses.length; k++) {
            if (mode != Mode.MULTILABEL || !Double.isNaN(labels[k])) {
                entries.accept(k, losses[k], factors[k], classWeight(k, labels));
            }
        }
    }

    /** Returns the class weight of an entry. */
    private double classWeight(int column, double[] labels) {
        return switch (mode) {
            case BINARY, MULTICLASS -> loss.classWeights().of((int) labels[0]);
            case OVR -> settings.alpha(column).of(labels[0] == column ? 1 : 0);
            case MULTILABEL -> settings.alpha(column).of((int) labels[column]);
        };
    }

    private double[] margins(EvaluatedRow row) {
        double[] margins = row.scores().toArray();
        if (mode == Mode.BINARY) {
            if (Double.isNaN(margins[1])) {
                throw notFinite(row);
            }
            if (margins[1] != -margins[0]) {
                throw new IllegalArgumentException(String.format(
                        "Column '%s' must hold (-margin, margin) for a binary loss, but found %s. Set mode to multiclass for"
                                + " one logit per class.",
                        row.scoresCol(), row.scores()));
            }
            return new double[] {margins[1]};
        }
        for (double margin : margins) {
            if (mode == Mode.MULTICLASS ? !Double.isFinite(margin) : Double.isNaN(margin)) {
                throw notFinite(row);
            }
        }
        return margins;
    }

    private double[] labels(EvaluatedRow row) {
        double[] labels = row.labels().toArray().clone();
        for (int k = 0; k < size; k++) {
            if (labels[k] == settings.ignoreLabel()) {
                labels[k] = Double.NaN;
            } else if (labels[k] != 0.0 && labels[k] != 1.0 && !Double.isNaN(labels[k])) {
                throw new IllegalArgumentException(String.format(
                        "Column '%s' must hold 0.0, 1.0 or, for unknown, NaN in each entry, but found %s in entry %d.",
                        row.labelCol(), labels[k], k));
            }
        }
        return labels;
    }

    private static IllegalArgumentException notFinite(EvaluatedRow row) {
        return new IllegalArgumentException(String.format(
                "Column '%s' must hold finite raw predictions, but found %s. Drop the rows that the"
                        + " model could not score (null or NaN features), or look at the model first.",
                row.scoresCol(), row.scores()));
    }
}
