package org.focalspark.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.focalspark.evaluation.RowLoss.Mode;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.LossForm;
import org.focalspark.loss.MultilabelLoss;
import org.focalspark.loss.OneVsRestLoss;
import org.focalspark.loss.PointwiseLoss;
import org.focalspark.loss.ReducedFocalLoss;
import org.focalspark.loss.SeparableLoss;
import org.focalspark.loss.SoftmaxLoss;
import org.focalspark.param.LossConflicts;
import org.focalspark.param.LossForms;

/** Values of the loss params of a {@link FocalLossEvaluator}; serialized to executors. */
final class LossSettings implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double UNSET = Double.NaN;

    private final String mode;
    private final LossForm form;
    private final boolean published;
    private final double gamma;
    private final double gammaPositive;
    private final double gammaNegative;
    private final double alpha;
    private final double ignoreLabel;
    private final double[] gammas;
    private final double[] alphas;
    private final double[] weights;

    LossSettings(FocalLossEvaluatorParams params) {
        this.mode = params.getMode().toLowerCase(Locale.ROOT);
        this.form = LossForms.of(params);
        this.published = params.getReducedForm().equalsIgnoreCase("published");
        this.gamma = params.getGamma();
        this.gammaPositive = valueOf(params, params.gammaPositive());
        this.gammaNegative = valueOf(params, params.gammaNegative());
        this.alpha = valueOf(params, params.alpha());
        this.ignoreLabel = valueOf(params, params.ignoreLabel());
        this.gammas = valueOf(params, params.gammas());
        this.alphas = valueOf(params, params.alphas());
        this.weights = valueOf(params, params.classWeights());
        LossConflicts.checkLoss(params);
    }

    String mode() {
        return mode;
    }

    /** Returns the label to leave out; NaN, which equals no label, if there is none. */
    double ignoreLabel() {
        return ignoreLabel;
    }

    boolean hasClassWeights() {
        return weights.length > 0;
    }

    /** One weight per class, or per column of ovr and multilabel. */
    ClassWeights classWeights() {
        return ClassWeights.of(weights);
    }

    /** Weights 1 - alpha and alpha of the two sides of a column. */
    ClassWeights alpha(int column) {
        double value = alphas.length > 0 ? alphas[column] : alpha;
        return Double.isNaN(value) ? ClassWeights.equal() : ClassWeights.of(1.0 - value, value);
    }

    /** Creates the loss of margins without column weights, which {@link AggregatedLoss} applies. */
    SeparableLoss loss(Mode resolved, int size) {
        if (resolved == Mode.MULTICLASS) {
            return new SoftmaxLoss(ofClasses(size), classWeights().toArray(size), form.smoothing());
        }
        if (resolved == Mode.BINARY) {
            return ofColumn(0, hasClassWeights() ? classWeights() : alpha(0));
        }
        BinaryLoss[] columns = new BinaryLoss[size];
        for (int c = 0; c < size; c++) {
            columns[c] = ofColumn(c, alpha(c));
        }
        double[] weights = ClassWeights.equal().toArray(size);
        return resolved == Mode.OVR ? new OneVsRestLoss(columns, weights) : new MultilabelLoss(columns, weights);
    }

    private BinaryLoss ofColumn(int column, ClassWeights sides) {
        PointwiseLoss[] losses = ofSides(column);
        return new BinaryLoss(losses[0], losses[1], sides, form.smoothing());
    }

    /** Creates the loss of the rows of each class. */
    private PointwiseLoss[] ofClasses(int numClasses) {
        PointwiseLoss[] losses = new PointwiseLoss[numClasses];
        for (int k = 0; k < numClasses; k++) {
            losses[k] = isPublished() ? published(gammaOf(k)) : form.pointwise(gammaOf(k));
        }
        return losses;
    }

    /** Creates the losses of the two sides of a column, the negative one first. */
    private PointwiseLoss[] ofSides(int column) {
        double negative = Double.isNaN(gammaNegative) ? gammaOf(column) : gammaNegative;
        double positive = Double.isNaN(gammaPositive) ? gammaOf(column) : gammaPositive;
        if (isPublished()) {
            return new PointwiseLoss[] {published(negative), published(positive)};
        }
        if (negative == positive) {
            PointwiseLoss both = form.kind().measured(positive, form);
            return new PointwiseLoss[] {both, both};
        }
        return new PointwiseLoss[] {form.pointwise(negative), form.pointwise(positive)};
    }

    private double gammaOf(int k) {
        return gammas.length > 0 ? gammas[k] : gamma;
    }

    private boolean isPublished() {
        return form.isReduced() && published;
    }

    private PointwiseLoss published(double value) {
        return ReducedFocalLoss.published(value, form.reducedThreshold());
    }

    /** Throws an IllegalArgumentException if the mode needs another type of labels. */
    void checkLabels(EvaluatorInput input) {
        boolean vectors = mode.equals("multilabel") || (mode.equals("auto") && input.vectorLabels());
        require(
                vectors == input.vectorLabels(),
                "mode " + mode,
                String.format(
                        "column '%s' to hold %s",
                        input.labelCol(),
                        vectors ? "vectors or arrays of 0, 1 and NaN" : "numbers, one class per row"));
    }

    /**
     * Throws an IllegalArgumentException if a param does not fit the mode or the number of classes. The message names
     * it.
     */
    void check(Mode resolved, int size) {
        String name = resolved.name().toLowerCase(Locale.ROOT);
        boolean columns = resolved == Mode.OVR || resolved == Mode.MULTILABEL;
        if (resolved == Mode.BINARY) {
            require(size == 2, "mode binary", "vectors (-margin, margin) of size 2, but found size " + size);
            require(
                    Double.isNaN(alpha) || !hasClassWeights(),
                    "mode binary",
                    "alpha or classWeights, but both are set; unset one of them");
            require(gammas.length == 0, "mode binary", "gammas to be unset; use gammaPositive and gammaNegative");
        }
        require(size >= 2 || resolved == Mode.MULTILABEL, "mode " + name, "at least 2 classes, but found " + size);
        if (resolved == Mode.MULTICLASS) {
            require(Double.isNaN(alpha), "mode multiclass", "alpha to be unset; use classWeights instead");
            require(
                    Double.isNaN(gammaPositive) && Double.isNaN(gammaNegative),
                    "mode multiclass",
                    "gammaPositive and gammaNegative to be unset; use gammas instead");
        }
        if (alphas.length > 0) {
            require(columns, "alphas", "mode ovr or multilabel, but mode is " + name + "; use alpha or classWeights");
            requireOnePerClass("alphas", alphas, size);
        }
        if (gammas.length > 0) {
            requireOnePerClass("gammas", gammas, size);
        }
        if (hasClassWeights()) {
            requireOnePerClass("classWeights", weights, size);
        }
    }

    private static void requireOnePerClass(String param, double[] values, int size) {
        require(
                values.length == size,
                param,
                String.format(
                        "one value for each of %d classes, but has %d: %s",
                        size, values.length, Arrays.toString(values)));
    }

    private static void require(boolean holds, String what, String needs) {
        if (!holds) {
            throw new IllegalArgumentException(what + " needs " + needs + ".");
        }
    }

    private static double valueOf(FocalLossEvaluatorParams params, DoubleParam param) {
        return params.isDefined(param) ? (Double) params.getOrDefault(param) : UNSET;
    }

    private static double[] valueOf(FocalLossEvaluatorParams params, DoubleArrayParam param) {
        return params.isDefined(param) ? params.getOrDefault(param) : new double[0];
    }
}
