package org.focalspark.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Vectors;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.loss.Family;
import org.focalspark.loss.LossForm;
import org.focalspark.loss.SavedLoss;
import org.focalspark.model.Coefficients;
import org.focalspark.model.FittedModel;
import org.focalspark.model.MarginScoring;
import org.focalspark.param.LossForms;
import org.junit.jupiter.api.Test;

class ConfusionTotalsTest {
    /** The probabilities of the last two are both 0.5: the larger margin decides, as in the model's prediction. */
    private static final double[] SATURATED = {-54.9, 20.0, 27.2};

    @Test
    void metricsCountTheClassThatTheModelPredicts() {
        FocalLogisticRegression params = new FocalLogisticRegression().setFamily("ovr");
        LossForm form = LossForms.of(params);
        double[] gammas = {2, 2, 2, 2, 2, 2};
        double[] weights = {1, 1, 1, 1, 1, 1};
        double third = 1.0 / 3.0;
        FittedModel fitted = new FittedModel(
                new Coefficients(Matrices.eye(3), Vectors.zeros(3)),
                new SavedLoss(Family.OVR, form, gammas, weights).toLoss(),
                form,
                new double[] {third, third, third});

        ConfusionTotals totals = new ConfusionTotals(MarginScoring.of(params, fitted), "label", 0.0);
        totals.add(SATURATED.clone(), new double[] {2.0}, 1.0);
        totals.add(SATURATED.clone(), new double[] {1.0}, 1.0);

        assertThat(totals.recall(2)).isEqualTo(1.0);
        assertThat(totals.recall(1)).isZero();
    }
}
