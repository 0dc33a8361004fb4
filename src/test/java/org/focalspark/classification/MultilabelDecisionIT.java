package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** From the probability of a label to that under other base rates, and to a decision. */
class MultilabelDecisionIT {
    private static final double REL_1E_12 = 1e-12;
    private static final List<Row> FEW_ROWS = MultilabelData.threeLabels(400);
    private static final Dataset<Row> FEW = MultilabelData.frame(FEW_ROWS);

    @Test
    void targetPriorIsBayesRule() {
        FocalMultilabelClassificationModel model =
                new FocalMultilabelClassifier().setAlpha(0.25).setMaxIter(20).fit(FEW);
        double[] target = {0.5, 0.01, 0.9};
        Vector x = Vectors.dense(FEW_ROWS.get(7).<Vector>getAs(2).toArray());
        Vector posterior = model.setCalibration("posterior").predictProbability(x);
        Vector moved = model.setTargetPrior(target).predictProbability(x);
        for (int k = 0; k < 3; k++) {
            double prior = model.labelPriors().apply(k);
            double with = posterior.apply(k) * target[k] / prior;
            double without = (1 - posterior.apply(k)) * (1 - target[k]) / (1 - prior);
            assertThat(moved.apply(k)).isCloseTo(with / (with + without), within(REL_1E_12));
        }
        assertThat(model.setTargetPrior(model.labelPriors().toArray())
                        .predictProbability(x)
                        .toArray())
                .containsExactly(posterior.toArray(), within(REL_1E_12));
    }

    /** However sure the margin is of the opposite, and its probability rounded to it. */
    @Test
    void aTargetPriorOfZeroOrOneIsCertain() {
        FocalMultilabelClassificationModel model = new FocalMultilabelClassifier()
                .setMaxIter(20)
                .setTargetPrior(new double[] {0, 1, 0.5})
                .fit(FEW);
        for (double scale : new double[] {0, 1, -1, 1e3, -1e3, 1e6, -1e6}) {
            Vector far = Vectors.dense(
                    IntStream.range(0, 10).mapToDouble(j -> scale * (j - 4.2)).toArray());
            double[] probability = model.predictProbability(far).toArray();
            assertThat(Arrays.copyOf(probability, 2)).as("%s", scale).containsExactly(0, 1);
            assertThat(probability[2]).isBetween(0.0, 1.0);
        }
    }

    @Test
    void aTargetPriorThatTheModelCannotServeIsRefused() {
        FocalMultilabelClassifier estimator = new FocalMultilabelClassifier().setMaxIter(2);
        FocalMultilabelClassificationModel model = estimator.fit(FEW).setTargetPrior(new double[] {0.5, 0.5});
        assertThatThrownBy(() -> model.transform(FEW))
                .hasMessage("targetPrior must hold one value for each of 3 labels, but has 2: [0.5, 0.5].");
        double[] halves = {0.5, 0.5, 0.5};
        assertThatThrownBy(() ->
                        model.setTargetPrior(halves).setCalibration("none").transform(FEW))
                .hasMessageStartingWith("targetPrior ([0.5, 0.5, 0.5]) needs calibrated probabilities");
        assertThatThrownBy(() -> estimator
                        .setNormalized(true)
                        .fit(FEW)
                        .setTargetPrior(halves)
                        .transform(FEW))
                .hasMessageStartingWith("targetPrior ([0.5, 0.5, 0.5]) needs calibrated probabilities");
        assertThatThrownBy(() -> new FocalMultilabelClassifier()
                        .setMaxIter(2)
                        .fit(MultilabelData.withThirdLabel(FEW, 0.0))
                        .setTargetPrior(halves)
                        .transform(FEW))
                .hasMessageStartingWith("targetPrior gives 0.5 to what the training data never had (index 2)");
    }

    @Test
    void thresholdsGoBeforeThresholdAndSettingOneClearsTheOther() {
        FocalMultilabelClassificationModel model =
                new FocalMultilabelClassifier().setMaxIter(5).fit(FEW);
        Vector x = Vectors.zeros(10);
        double[] p = model.predictProbability(x).toArray();
        assertThat(model.setThreshold(0).predict(x).toArray()).containsExactly(1, 1, 1);
        assertThat(model.setThresholds(p).predict(x).toArray()).containsExactly(0, 0, 0);
        assertThat(model.isSet(model.threshold())).isFalse();
        double[] below = {p[0], Math.nextDown(p[1]), 1};
        assertThat(model.setThresholds(below).predict(x).toArray()).containsExactly(0, 1, 0);
        FocalMultilabelClassificationModel both =
                model.copy(new ParamMap().put(model.threshold().w(0.0)));
        assertThat(both.predict(x).toArray()).containsExactly(0, 1, 0);
        assertThat(model.setThreshold(1).predict(x).toArray()).containsExactly(0, 0, 0);
        assertThat(model.isSet(model.thresholds())).isFalse();
        assertThatThrownBy(() -> model.setThresholds(new double[2]).transform(FEW))
                .hasMessage("thresholds must hold one value for each of 3 labels, but has 2: [0.0, 0.0].");
        FocalMultilabelClassifier estimator =
                new FocalMultilabelClassifier().setThresholds(p).setThreshold(0.25);
        assertThat(estimator.isSet(estimator.thresholds())).isFalse();
        estimator.setThresholds(p);
        assertThat(estimator.isSet(estimator.threshold())).isFalse();
    }
}
