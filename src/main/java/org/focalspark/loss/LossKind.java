package org.focalspark.loss;

import java.util.Arrays;
import java.util.List;

/**
 * The losses by their names in param loss. A new one is a class and an entry here, and if it has a param of its own, a
 * field of {@link LossForm} that is saved with a model; docs/adding-a-loss.md shows it.
 */
public enum LossKind {
    FOCAL("focal") {
        @Override
        PointwiseLoss of(double gamma, LossForm form) {
            return form.isReduced() ? new ReducedFocalLoss(gamma, form.reducedThreshold()) : new FocalLoss(gamma);
        }
    },
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
    POLY1_FOCAL("poly1Focal") {
        @Override
        PointwiseLoss of(double gamma, LossForm form) {
            return new Poly1FocalLoss(gamma, form.polyEpsilon());
        }
    };

    private final String param;

    LossKind(String param) {
        this.param = param;
    }

    /** The loss with a focusing parameter. */
    abstract PointwiseLoss of(double gamma, LossForm form);

    /** The loss of a binary margin whose two sides share gamma; the log-odds of the weighted classes may set its scale. */
    PointwiseLoss ofBothSides(double gamma, LossForm form, double logOdds) {
        return of(gamma, form);
    }

    /** The loss of the margins of a fit with {@link #ofBothSides}, in nats whatever its scale was. */
    public PointwiseLoss measured(double gamma, LossForm form) {
        return of(gamma, form);
    }

    /** Value of param loss. */
    public String param() {
        return param;
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(LossKind::param).toList();
    }

    /** The loss of a name in any case of letters, as Spark takes its own; an IllegalArgumentException if there is none. */
    public static LossKind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.param.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a loss '" + name + "' is unknown"));
    }
}
