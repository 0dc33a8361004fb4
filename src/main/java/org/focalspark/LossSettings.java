package org.focalspark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.focalspark.RowLoss.Mode;
import org.focalspark.loss.ClassWeights;

/** What the params of a {@link FocalLossEvaluator} say of its loss; travels to the executors. */
final class LossSettings implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double UNSET = Double.NaN;

    private final String mode;
    private final FocalFactor factor;
    private final double alpha;
    private final double ignoreLabel;
    private final double[] alphas;
    private final double[] weights;

    LossSettings(FocalLossEvaluatorParams params) {
        this.mode = params.getMode().toLowerCase(Locale.ROOT);
        this.factor = params.isDefined(params.reducedThreshold())
                ? FocalFactor.reduced(
                        params.getGamma(),
                        params.getReducedThreshold(),
                        params.getReducedForm().equalsIgnoreCase("published"))
                : FocalFactor.plain(params.getGamma());
        this.alpha = valueOf(params, params.alpha());
        this.ignoreLabel = valueOf(params, params.ignoreLabel());
        this.alphas = valueOf(params, params.alphas());
        this.weights = valueOf(params, params.classWeights());
        if (!Double.isNaN(alpha) && alphas.length > 0) {
            throw new IllegalArgumentException(String.format(
                    "alpha (%s) and alphas (%s) both balance the classes. Set one of them.",
                    alpha, Arrays.toString(alphas)));
        }
    }

    String mode() {
        return mode;
    }

    FocalFactor factor() {
        return factor;
    }

    /** Label to be left out, NaN if none: it equals nothing. */
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

    /** Throws an IllegalArgumentException if the mode wants labels of another kind. */
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

    /** Throws an IllegalArgumentException that names the param which does not fit the mode or the number of classes. */
    void check(Mode resolved, int size) {
        String name = resolved.name().toLowerCase(Locale.ROOT);
        if (resolved == Mode.BINARY) {
            require(size == 2, "mode binary", "vectors (-margin, margin) of size 2, but found size " + size);
            require(
                    Double.isNaN(alpha) || !hasClassWeights(),
                    "mode binary",
                    "alpha or classWeights, but both are set; unset one of them");
        }
        require(size >= 2 || resolved == Mode.MULTILABEL, "mode " + name, "at least 2 classes, but found " + size);
        if (resolved == Mode.MULTICLASS) {
            require(Double.isNaN(alpha), "mode multiclass", "alpha to be unset; use classWeights instead");
        }
        if (alphas.length > 0) {
            boolean columns = resolved == Mode.OVR || resolved == Mode.MULTILABEL;
            require(columns, "alphas", "mode ovr or multilabel, but mode is " + name + "; use alpha or classWeights");
            requireOnePerClass("alphas", alphas, size);
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
