package org.focalspark.classification;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.Choice;
import org.focalspark.loss.ClassBalance;
import org.focalspark.loss.ClassWeights;
import org.focalspark.loss.Family;
import org.focalspark.loss.LabelSums;
import org.focalspark.loss.LossForm;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.MultilabelLoss;
import org.focalspark.loss.OneVsRestLoss;
import org.focalspark.loss.SeparableLoss;
import org.focalspark.model.ProbabilityMap;
import org.focalspark.param.ClassWeightMode;
import org.focalspark.param.FocalMultilabelParams;
import org.focalspark.param.FocalParams;
import org.focalspark.param.FocalTrainingParams;
import org.focalspark.param.LossConflicts;
import org.focalspark.param.LossForms;
import org.jspecify.annotations.Nullable;

/** Creates the loss that the params of a stage describe. */
final class LossPlan {
    private final FocalTrainingParams params;
    /** Empty for auto: one margin for two classes, softmax for more. */
    private final Optional<Family> family;

    private final ClassWeightMode mode;
    private final LossForm form;
    private final boolean bounded;

    private LossPlan(FocalTrainingParams params, Optional<Family> family, boolean bounded) {
        this.params = params;
        this.form = LossForms.of(params);
        this.mode = Choice.of(ClassWeightMode.class, params.getClassWeightMode());
        this.family = family;
        this.bounded = bounded;
    }

    static LossPlan of(FocalParams params) {
        return new LossPlan(params, Choice.find(Family.class, params.getFamily()), BoundParams.areSet(params));
    }

    static LossPlan ofLabels(FocalMultilabelParams params) {
        return new LossPlan(params, Optional.of(Family.MULTILABEL), false);
    }

    /** Throws an IllegalArgumentException if two params contradict each other. The message names both. */
    void check() {
        new LossConflicts(params, hasColumns()).check();
    }

    private boolean is(Family given) {
        return family.equals(Optional.of(given));
    }

    private boolean hasColumns() {
        return family.isPresent() && family.get().hasColumns();
    }

    /** Returns the class weights of the rows, or empty if they are computed from the training set. */
    Optional<ClassWeights> givenClassWeights() {
        if (hasColumns()) {
            return Optional.of(ClassWeights.equal()); // a row counts in every column
        }
        return mode == ClassWeightMode.NONE ? Optional.of(explicitClassWeights()) : Optional.empty();
    }

    private ClassWeights explicitClassWeights() {
        if (params.isSet(params.alpha())) {
            return ClassWeights.of(1.0 - params.getAlpha(), params.getAlpha());
        }
        return params.isSet(params.classWeights()) ? ClassWeights.of(params.getClassWeights()) : ClassWeights.equal();
    }

    /** Returns the weight of the rows of each class. */
    private double[] classWeights(double[] weightSums) {
        return mode == ClassWeightMode.NONE ? explicitClassWeights().toArray(weightSums.length) : balanced(weightSums);
    }

    private double[] balanced(double[] weightSums) {
        ClassBalance balance = mode == ClassWeightMode.BALANCED ? ClassBalance.BALANCED : ClassBalance.EFFECTIVE_NUMBER;
        return balance.of(weightSums, params.getBeta()).toArray(weightSums.length);
    }

    /**
     * Creates the loss for the classes or labels of a training set.
     *
     * @throws IllegalArgumentException if a param does not fit them; the message names it
     */
    MarginLoss loss(LabelSums labels) {
        boolean oneMargin = labels.multilabel() || is(Family.MULTINOMIAL); // may have a single label or class
        LabelSums sums = oneMargin ? labels : labels.withClasses(Math.max(2, labels.size()));
        int size = sums.size();
        ProbabilityMap.checkTarget(params, sums);
        if (is(Family.BINOMIAL) && size > 2) {
            throw new IllegalArgumentException(String.format(
                    "Binomial family only supports 1 or 2 outcome classes but found %d. Set family to multinomial or"
                            + " auto.",
                    size));
        }
        boolean softmax = isSoftmax(size);
        if (!hasColumns()) {
            refuse(params.alphas(), softmax ? Family.MULTINOMIAL : Family.BINOMIAL, "alpha or classWeights");
        }
        requireOnePerClass("classWeights", params.isSet(params.classWeights()) ? params.getClassWeights() : null, size);
        if (hasColumns()) {
            return form.finished(columns(sums));
        }
        return form.finished(softmax ? softmax(sums) : binary(sums));
    }

    /** Returns the number of margins of a model. */
    int numMargins(int numClasses) {
        return hasColumns() || isSoftmax(numClasses) ? numClasses : 1;
    }

    private boolean isSoftmax(int numClasses) {
        return is(Family.MULTINOMIAL) || numClasses > 2;
    }

    private BinaryLoss binary(LabelSums sums) {
        refuse(params.gammas(), Family.BINOMIAL, "gammaPositive and gammaNegative");
        double[] gammas = {gammaOr(params.gammaNegative()), gammaOr(params.gammaPositive())};
        return form.binary(gammas, classWeights(sums.positive()), sums.positive(0), sums.positive(1));
    }

    private SeparableLoss softmax(LabelSums sums) {
        refuse(params.alpha(), Family.MULTINOMIAL, "classWeights");
        refuse(params.gammaPositive(), Family.MULTINOMIAL, "gammas");
        refuse(params.gammaNegative(), Family.MULTINOMIAL, "gammas");
        double[] gammas = new double[sums.size()];
        Arrays.fill(gammas, params.getGamma());
        if (params.isSet(params.gammas())) {
            gammas = params.getGammas();
            requireOnePerClass("gammas", gammas, sums.size());
        }
        return form.softmax(gammas, classWeights(sums.positive()));
    }

    /**
     * Divides each column by its own sum of w a, as in a binary fit of the column. A normalized loss has its own
     * divisor.
     */
    private SeparableLoss columns(LabelSums sums) {
        int size = sums.size();
        requireOnePerClass("gammas", params.isSet(params.gammas()) ? params.getGammas() : null, size);
        requireOnePerClass("alphas", params.isSet(params.alphas()) ? params.getAlphas() : null, size);
        double[] importances = columnImportances(sums.positive());
        BinaryLoss[] columns = new BinaryLoss[size];
        double[] columnWeights = new double[size];
        for (int c = 0; c < size; c++) {
            double[] sides = sidesOf(c);
            double negative = sides[0] * sums.negative(c);
            double positive = sides[1] * sums.positive(c);
            columns[c] = form.binary(gammasOf(c), sides, sums.negative(c), sums.positive(c));
            boolean needsNoFit = params.getFitIntercept()
                    && !bounded
                    && form.smoothing() == 0.0
                    && (negative == 0.0 || positive == 0.0);
            double scale = form.normalized() ? 1.0 : sums.total() / (negative + positive);
            columnWeights[c] = needsNoFit ? 0.0 : importances[c] * scale;
            requireInRange(columnWeights[c] * sums.total(), c, negative + positive);
        }
        return sums.multilabel()
                ? new MultilabelLoss(columns, columnWeights)
                : new OneVsRestLoss(columns, columnWeights);
    }

    private void requireInRange(double product, int column, double weight) {
        if (!Double.isFinite(product)) {
            throw new IllegalArgumentException(String.format(
                    "The rows of %s %d have a total weight of %s, which takes its share of the loss out of the range of double."
                            + " Choose classWeights and values of weightCol of a similar size.",
                    is(Family.MULTILABEL) ? "label" : "class", column, weight));
        }
    }

    /** Returns the weights of the columns. Alpha is not one of them, since it weighs the two sides of a column. */
    private double[] columnImportances(double[] weightSums) {
        if (mode != ClassWeightMode.NONE) {
            return balanced(weightSums);
        }
        return params.isSet(params.classWeights())
                ? params.getClassWeights()
                : ClassWeights.equal().toArray(weightSums.length);
    }

    /** Class weights of the two sides of a column. */
    private double[] sidesOf(int column) {
        if (params.isSet(params.alphas())) {
            return new double[] {1.0 - params.getAlphas()[column], params.getAlphas()[column]};
        }
        return params.isSet(params.alpha())
                ? new double[] {1.0 - params.getAlpha(), params.getAlpha()}
                : new double[] {1.0, 1.0};
    }

    /** Focusing parameters of the two sides of a column. */
    private double[] gammasOf(int column) {
        double gamma = params.isSet(params.gammas()) ? params.getGammas()[column] : params.getGamma();
        return new double[] {
            params.isSet(params.gammaNegative()) ? params.getGammaNegative() : gamma,
            params.isSet(params.gammaPositive()) ? params.getGammaPositive() : gamma
        };
    }

    private double gammaOr(DoubleParam side) {
        return params.isSet(side) ? (Double) params.getOrDefault(side) : params.getGamma();
    }

    private void refuse(Param<?> param, Family where, String instead) {
        if (params.isSet(param)) {
            throw new IllegalArgumentException(
                    String.format("%s does not apply to the %s family. Use %s instead.", param.name(), where, instead));
        }
    }

    private void requireOnePerClass(String param, double @Nullable [] values, int size) {
        if (values != null && values.length != size) {
            throw new IllegalArgumentException(String.format(
                    "%s must hold one value for each of %d %s, but has %d: %s.",
                    param, size, is(Family.MULTILABEL) ? "labels" : "classes", values.length, Arrays.toString(values)));
        }
    }
}
