package org.focalspark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.PointwiseLoss;
import org.focalspark.loss.Softmax;

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
    /** Of each class, or of the two sides of each column, one column after the other. */
    private final PointwiseLoss[] losses;

    private RowLoss(LossSettings settings, Mode mode, int size) {
        this.settings = settings;
        this.mode = mode;
        this.size = size;
        this.losses = mode == Mode.MULTICLASS
                ? settings.ofClasses(size)
                : IntStream.range(0, numColumns())
                        .mapToObj(settings::ofSides)
                        .flatMap(Arrays::stream)
                        .toArray(PointwiseLoss[]::new);
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
        sides(0, positive, margin, weights, entries);
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
        sides(k, positive, margin, settings.alpha(k), entries);
    }

    /** One term for the side of the label, and with label smoothing one for each side. */
    private void sides(int column, boolean positive, double margin, ClassWeights weights, Entries entries) {
        double loss = 0.0;
        double factor = 0.0;
        for (int side = 0; side < 2; side++) {
            double share = share(side == 1 == positive, 2);
            double z = side == 1 ? margin : -margin;
            loss += weighted(share * weights.of(side), losses[2 * column + side], z);
            factor += share * factor(losses[2 * column + side], z);
        }
        entries.accept(column, loss, factor, weights.of(positive ? 1 : 0));
    }

    private void softmax(EvaluatedRow row, Entries entries) {
        int label = row.classIndex(size);
        double[] logits = row.scores().toArray();
        if (!Arrays.stream(logits).allMatch(Double::isFinite)) {
            throw notFinite(row);
        }
        ClassWeights weights = settings.classWeights();
        double[] scratch = new double[size];
        double loss = 0.0;
        double factor = 0.0;
        for (int k = 0; k < size; k++) {
            double share = share(k == label, size);
            if (share > 0.0) {
                double z = Softmax.against(logits, k, scratch);
                loss += weighted(share * weights.of(k), losses[k], z);
                factor += share * factor(losses[k], z);
            }
        }
        entries.accept(0, loss, factor, weights.of(label));
    }

    /** How much of a row's label a class has: all of its own without smoothing. */
    private double share(boolean own, int numClasses) {
        return settings.smoothing() / numClasses + (own ? 1.0 - settings.smoothing() : 0.0);
    }

    private static double weighted(double weight, PointwiseLoss loss, double z) {
        return weight == 0.0 ? 0.0 : weight * loss.loss(z);
    }

    /** What normalized losses are divided by; only losses that have a factor can be normalized. */
    private static double factor(PointwiseLoss loss, double z) {
        return loss.factor().map(factor -> factor.of(z)).orElse(1.0);
    }

    private static IllegalArgumentException notFinite(EvaluatedRow row) {
        return new IllegalArgumentException(String.format(
                "Column '%s' must hold finite raw predictions, but found %s. Drop these rows, or look at the model first.",
                row.scoresCol(), row.scores()));
    }
}
