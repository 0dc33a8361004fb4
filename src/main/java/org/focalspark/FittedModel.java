package org.focalspark;

import java.io.Serializable;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.Calibration;
import org.focalspark.loss.MarginLoss;
import org.focalspark.loss.MultilabelLoss;
import org.focalspark.loss.NormalizedLoss;
import org.focalspark.training.TrainingResult;

/** What a fit has found, without the params: coefficients, the loss they minimise, and the base rates of the data. */
final class FittedModel implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Coefficients coefficients;
    private final MarginLoss loss;
    private final LossForm form;
    private final Calibration calibration;
    private final double[] priors;

    FittedModel(Coefficients coefficients, MarginLoss loss, LossForm form, double[] priors) {
        this.coefficients = coefficients;
        this.loss = loss;
        this.form = form;
        this.calibration = loss.calibration();
        this.priors = priors;
    }

    static FittedModel of(TrainingResult result, LossForm form, String... featureNames) {
        return new FittedModel(Coefficients.of(result, featureNames), result.loss(), form, result.priors());
    }

    Coefficients coefficients() {
        return coefficients;
    }

    /** The loss that was minimised, which calibration undoes whatever the params say later. */
    MarginLoss loss() {
        return loss;
    }

    LossForm form() {
        return form;
    }

    Calibration calibration() {
        return calibration;
    }

    /** Base rate of each class or label in the training data. */
    double[] priors() {
        return priors;
    }

    boolean isBinomial() {
        return separable() instanceof BinaryLoss;
    }

    boolean isMultilabel() {
        return separable() instanceof MultilabelLoss;
    }

    private MarginLoss separable() {
        return loss instanceof NormalizedLoss normalized ? normalized.unnormalized() : loss;
    }
}
