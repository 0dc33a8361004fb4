package org.focalspark.loss;

/**
 * Kinds of losses, by the value of param loss.
 *
 * <p>A new kind is a class and a constant here. If it has its own param, {@link LossForm.Option} gets a constant, which is saved
 * with the model; docs/adding-a-loss.md shows the steps.
 */
public enum LossKind implements Choice {
    /** Focal loss; {@link ReducedFocalLoss} if the form has a threshold. */
    FOCAL("focal") {
        @Override
        PointwiseLoss of(double gamma, LossForm form) {
            return form.isReduced() ? new ReducedFocalLoss(gamma, form.reducedThreshold()) : new FocalLoss(gamma);
        }
    },
    /** Convex focal loss: the gradient through (1 - p)^gamma is stopped. See {@link ConvexFocalLoss}. */
    CONVEX_FOCAL("convexFocal") {
        @Override
        PointwiseLoss of(double gamma, LossForm form) {
            return new ConvexFocalLoss(gamma);
        }

        @Override
        PointwiseLoss ofBothSides(double gamma, LossForm form, double logOdds) {
            return ConvexFocalLoss.inLogOdds(gamma, logOdds);
        }

        @Override
        public PointwiseLoss measured(double gamma, LossForm form) {
            return ConvexFocalLoss.inLogOdds(gamma);
        }
    },
    /** Focal loss plus polyEpsilon (1 - p)^(gamma + 1). See {@link Poly1FocalLoss}. */
    POLY1_FOCAL("poly1Focal") {
        @Override
        PointwiseLoss of(double gamma, LossForm form) {
            return new Poly1FocalLoss(gamma, form.polyEpsilon());
        }
    };

    private final String text;

    LossKind(String text) {
        this.text = text;
    }

    /** Creates the loss of one focusing parameter. */
    abstract PointwiseLoss of(double gamma, LossForm form);

    /** Creates the loss of a binary margin whose two sides share gamma. The class log-odds may set its scale. */
    PointwiseLoss ofBothSides(double gamma, LossForm form, double logOdds) {
        return of(gamma, form);
    }

    /**
     * Creates the loss by which an evaluator measures the margins of a model with one gamma for both sides.
     *
     * <p>Unlike the loss of the fit, it is not scaled: its values are in nats.
     *
     * @param gamma focusing parameter, &gt;= 0 and finite
     * @param form form of the loss
     * @return loss of a signed margin
     * @throws IllegalArgumentException if gamma or a value of the form is out of range
     */
    public PointwiseLoss measured(double gamma, LossForm form) {
        return of(gamma, form);
    }

    @Override
    public String text() {
        return text;
    }
}
