package org.focalspark.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.MultilabelClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final double ABS_1E_12 = 1e-12;
    private static final FocalLogisticRegression ESTIMATOR = new FocalLogisticRegression("focal").setRegParam(0.01);

    /** Metrics by fold: means 0.80, 0.79, 0.78, 0.70 and NaN; the standard error of the first is 0.02 / sqrt(3). */
    private static final double[][] METRICS = {
        {0.78, 0.80, 0.82}, {0.79, 0.79, 0.79}, {0.78, 0.79, 0.77}, {0.70, 0.70, 0.70}, {0.9, Double.NaN, 0.9}
    };

    @Test
    void theBestMeanWinsAndNaNNeverDoes() {
        assertThat(selection(true, METRICS).best()).isZero();
        assertThat(selection(false, METRICS).best()).isEqualTo(3);
    }

    @Test
    void theFirstOfEqualMeansWins() {
        double[][] equal = {{0.5, 0.5}, {0.6, 0.6}, {0.6, 0.6}, {0.5, 0.5}};
        assertThat(selection(true, equal).best()).isEqualTo(1);
        assertThat(selection(false, equal).best()).isZero();
    }

    @Test
    void noMetricAtAllIsRefused() {
        assertThatThrownBy(() -> selection(true, new double[][] {{Double.NaN}, {Double.NaN}})
                        .best())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The metric areaUnderROC of all 2 candidates is NaN, so none can be chosen. It is 0 / 0 where the"
                                + " held-out rows of a fold do not have both classes. Use fewer folds, or a foldCol whose folds all have"
                                + " rare rows.");
    }

    /** Metrics that Spark divides by 0 for, and those that it does not, by its MultilabelMetrics and MulticlassMetrics. */
    @Test
    void theWayOutIsThatOfTheMetric() {
        assertThat(wayOut(new MultilabelClassificationEvaluator()))
                .contains("The metric f1Measure of")
                .endsWith(
                        "for a row with no label and no predicted label. Set metricName to microF1Measure or hammingLoss, which"
                                + " leave such cases out.");
        assertThat(wayOut(new MultilabelClassificationEvaluator().setMetricName("microF1Measure")))
                .contains("Set metricName to hammingLoss");
        assertThat(wayOut(new MultilabelClassificationEvaluator().setMetricName("recallByLabel")))
                .contains("metricLabel that is in no row");
        assertThat(wayOut(new MulticlassClassificationEvaluator().setMetricName("recallByLabel")))
                .contains("Set another metricLabel");
        assertThat(wayOut(new FocalLossEvaluator()))
                .isEqualTo(
                        "The metric FocalLossEvaluator of all 1 candidates is NaN, so none can be chosen. Look at the"
                                + " labels and weights of the held-out rows, or use fewer folds.");
    }

    private static String wayOut(Evaluator evaluator) {
        Throwable refusal =
                catchThrowable(() -> new Selection(trials(new double[][] {{Double.NaN}}), evaluator).best());
        return String.valueOf(refusal.getMessage());
    }

    @Test
    void withinAStandardErrorTheLargestRegParamWins() {
        // 1 is within 0.0115 of the best, 2 is not, whatever its regParam.
        assertThat(oneStandardError(0.01, 0.1, 1.0, 10.0, 10.0)).isEqualTo(1);
        assertThat(oneStandardError(0.1, 0.01, 1.0, 10.0, 10.0)).isZero();
    }

    @Test
    void ofEqualRegParamsTheSmallestGammaWinsThenTheFirst() {
        assertThat(selection(true, METRICS)
                        .oneStandardError(ESTIMATOR, new ParamMap[] {gamma(2), gamma(1), gamma(0), gamma(0), gamma(0)}))
                .isEqualTo(1);
        assertThat(selection(true, METRICS)
                        .oneStandardError(ESTIMATOR, new ParamMap[] {gamma(1), gamma(1), gamma(0), gamma(0), gamma(0)}))
                .isZero();
    }

    @Test
    void smallerMetricsAreBetterWhereTheEvaluatorSaysSo() {
        double[][] losses = {{0.32, 0.30, 0.28}, {0.31, 0.31, 0.31}, {0.5, 0.5, 0.5}};
        ParamMap[] maps = {regParam(0.0), regParam(0.1), regParam(1.0)};
        assertThat(selection(false, losses).oneStandardError(ESTIMATOR, maps)).isEqualTo(1);
    }

    /** Maps of the stages of a Pipeline name their params, which the Pipeline does not have. */
    @Test
    void paramsOfTheStagesOfAPipelineCount() {
        ParamMap[] maps = {
            regParam(0.0), regParam(0.1), regParam(1.0), regParam(1.0), regParam(1.0),
        };
        assertThat(selection(true, METRICS).oneStandardError(new Pipeline("pipeline"), maps))
                .isEqualTo(1);
    }

    @Test
    void deviationsAreThoseOfPySparkAndErrorsThoseOfSamples() {
        Trials trials = trials(METRICS);
        assertThat(trials.deviations()[0]).isEqualTo(0.02 * Math.sqrt(2.0 / 3.0), within(ABS_1E_12));
        assertThat(trials.standardError(0)).isEqualTo(0.02 / Math.sqrt(3.0), within(ABS_1E_12));
        assertThat(trials.standardError(4)).isNaN();
        assertThat(trials(new double[][] {{0.5}}).standardError(0)).isNaN();
    }

    private static int oneStandardError(double... regParams) {
        ParamMap[] maps = new ParamMap[regParams.length];
        for (int c = 0; c < maps.length; c++) {
            maps[c] = regParam(regParams[c]);
        }
        return selection(true, METRICS).oneStandardError(ESTIMATOR, maps);
    }

    private static ParamMap regParam(double value) {
        return new ParamMap().put(ESTIMATOR.regParam().w(value));
    }

    private static ParamMap gamma(double value) {
        return new ParamMap().put(ESTIMATOR.gamma().w(value));
    }

    private static Selection selection(boolean larger, double[][] metrics) {
        return new Selection(trials(metrics), larger ? new BinaryClassificationEvaluator() : new FocalLossEvaluator());
    }

    private static Trials trials(double[][] metrics) {
        String[] failures = IntStream.range(0, metrics.length).mapToObj(c -> "").toArray(String[]::new);
        return new Trials(metrics, new int[metrics.length], new double[metrics.length], failures, 0);
    }
}
