package org.focalspark.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.focalspark.testkit.StageParams.assertSameStage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.classification.ExactValues;
import org.focalspark.classification.FocalLogisticRegression;
import org.focalspark.classification.FocalLogisticRegressionModel;
import org.focalspark.classification.ReferenceData;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.LogCapture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Candidates: what becomes of those that fail, which one is chosen, and what is left of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class TuningIT {
    private static final double ABS_1E_8 = 1e-8;

    private FocalCrossValidator tuner;
    private FocalCrossValidatorModel model;

    @BeforeAll
    void fit() {
        tuner = Grids.withAFailure();
        model = tuner.fit(ReferenceData.dense());
    }

    /** Only the number of rows with a right prediction, and no params at all. */
    public static final class RightRows extends Evaluator {
        private static final long serialVersionUID = 1L;

        @Override
        public double evaluate(Dataset<?> rows) {
            return rows.filter("prediction = label").count();
        }

        @Override
        public Evaluator copy(ParamMap extra) {
            return this;
        }

        @Override
        public String uid() {
            return "rightRows";
        }
    }

    @Test
    void anEvaluatorNeedsNoParams() {
        FocalLogisticRegression estimator = Grids.estimator();
        FocalCrossValidatorModel model =
                Grids.focal(estimator, Grids.small(estimator), new RightRows()).fit(ReferenceData.dense());
        assertThat(model.avgMetrics()).hasSize(2);
        assertThat(model.avgMetrics()[0]).isGreaterThan(50.0);
    }

    @Test
    void aCandidateThatFailsIsOutAndTheTableSaysWhy() {
        assertThat(model.avgMetrics()[1]).isNaN();
        assertThat(model.stdMetrics()[1]).isNaN();
        assertThat(model.bestIndex()).isNotEqualTo(1);
        List<Row> rows = model.tuningTable().orderBy("candidate").collectAsList();
        assertThat(model.tuningTable().columns())
                .containsExactly(
                        "candidate",
                        "classWeights",
                        "gamma",
                        "lowerBoundsOnCoefficients",
                        "regParam",
                        "meanMetric",
                        "standardError",
                        "metrics",
                        "passes",
                        "seconds",
                        "chosen",
                        "failure");
        assertThat(rows.get(1).<String>getAs("failure")).startsWith("fold 0: ").contains("lowerBoundsOnCoefficients");
        assertThat(rows.get(1).<Boolean>getAs("chosen")).isFalse();
        assertThat(rows.get(0).<Double>getAs("gamma")).isEqualTo(2.0);
        assertThat(rows.get(0).<String>getAs("failure")).isNull();
        assertThat(rows.get(0).<Integer>getAs("passes")).isPositive();
        assertThat(rows.get(2).<String>getAs("classWeights")).isEqualTo("[1.0, 2.0]");
        assertThat(rows.get(2).<Double>getAs("regParam")).isNull();
        assertThat(rows.get(model.bestIndex()).<Boolean>getAs("chosen")).isTrue();
        for (int c : new int[] {0, 2}) {
            assertThat(rows.get(c).<Double>getAs("meanMetric")).isEqualTo(model.avgMetrics()[c]);
            double error = rows.get(c).<Double>getAs("standardError");
            assertThat(error).isEqualTo(model.stdMetrics()[c], within(ABS_1E_8)); // of two folds they are the same
        }
    }

    @Test
    void aFailureIsAWarning() {
        try (LogCapture log = new LogCapture("org.apache.spark.ml.util.Instrumentation")) {
            tuner.setCollectSubModels(false).fit(ReferenceData.dense());
            assertThat(log.lines()).anyMatch(line -> line.contains("Candidate 1") && line.contains("is out"));
        } finally {
            tuner.setCollectSubModels(true);
        }
    }

    @Test
    void ifAllFailTheFirstFailureIsThrownAndNothingStaysCached() {
        Set<Integer> before = CachedData.ids();
        FocalCrossValidator failing =
                Grids.focal(Grids.estimator(), new ParamMap[] {ParamMap.empty()}, new BinaryClassificationEvaluator());
        assertThatThrownBy(() -> failing.fit(ReferenceData.threeClasses()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rawPredictionCol vectors must have length=2, but got 3");
        FocalCrossValidator missing = Grids.focal(
                Grids.estimator(),
                new ParamMap[] {ParamMap.empty()},
                new MulticlassClassificationEvaluator()
                        .setMetricName("recallByLabel")
                        .setMetricLabel(5.0));
        assertThatThrownBy(() -> missing.fit(ReferenceData.threeClasses()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metricLabel must be a label of the held-out rows, but was 5.0");
        assertThat(CachedData.ids()).isSubsetOf(before);
    }

    @Test
    void aCandidateThatIsRefusedBeforeItsFitIsOutToo() {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = {new ParamMap().put(estimator.initialModelPath().w("target/nowhere")), ParamMap.empty()};
        FocalTrainValidationSplitModel split = new FocalTrainValidationSplit()
                .setEstimator(estimator)
                .setEstimatorParamMaps(maps)
                .setEvaluator(new CalibrationEvaluator())
                .fit(ReferenceData.dense());
        assertThat(split.bestIndex()).isEqualTo(1);
        assertThat(split.tuningTable().first().<String>getAs("failure")).contains("target/nowhere");
    }

    @Test
    void theModelsOfTheFoldsAreKeptIfAskedFor() {
        assertThat(model.hasSubModels()).isTrue();
        assertThat(model.subModels()).hasDimensions(2, 3);
        assertThat(model.subModels()[0][1]).isNull();
        assertThat(model.subModels()[1][2]).isInstanceOf(FocalLogisticRegressionModel.class);
        FocalCrossValidatorModel without =
                tuner.copy(ParamMap.empty()).setCollectSubModels(false).fit(ReferenceData.dense());
        assertThat(without.hasSubModels()).isFalse();
        assertThatThrownBy(without::subModels)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set collectSubModels to true before fitting");
    }

    @Test
    void theModelIsThatOfTheChosenCandidateOnAllRows() {
        Model<?> alone =
                tuner.getEstimator().fit(ReferenceData.dense(), tuner.getEstimatorParamMaps()[model.bestIndex()]);
        assertThat(ExactValues.of(model.transform(ReferenceData.dense()), "probability"))
                .isEqualTo(ExactValues.of(alone.transform(ReferenceData.dense()), "probability"));
        assertThat(model.transformSchema(ReferenceData.dense().schema()).fieldNames())
                .contains("probability", "prediction");
        assertThat(model.parent()).isSameAs(tuner);
        assertThat(model.uid()).isEqualTo(tuner.uid());
        assertThat(model)
                .hasToString("FocalCrossValidatorModel: uid=tuning, bestModel=" + model.bestModel() + ", numFolds=2");
    }

    @Test
    void oneSplitIsThatOfSpark(@TempDir Path folder) throws IOException {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = Grids.small(estimator);
        for (String metric : List.of("logLoss", "ece")) {
            FocalTrainValidationSplit split = new FocalTrainValidationSplit("split")
                    .setEstimator(estimator)
                    .setEstimatorParamMaps(maps)
                    .setEvaluator(new CalibrationEvaluator().setMetricName(metric))
                    .setTrainRatio(0.6)
                    .setCollectSubModels(true);
            TrainValidationSplitModel spark = new TrainValidationSplit("split")
                    .setEstimator(estimator)
                    .setEstimatorParamMaps(maps)
                    .setEvaluator(new CalibrationEvaluator().setMetricName(metric))
                    .setTrainRatio(0.6)
                    .fit(ReferenceData.dense());
            FocalTrainValidationSplitModel focal = split.fit(ReferenceData.dense());
            assertThat(focal.validationMetrics()).containsExactly(spark.validationMetrics(), within(ABS_1E_8));
            assertThat(focal.bestModel().extractParamMap())
                    .hasToString(spark.bestModel().extractParamMap().toString());
            assertThat(focal.subModels()).hasSize(2);
            String path = folder.resolve(metric).toString();
            focal.save(path);
            FocalTrainValidationSplitModel loaded = FocalTrainValidationSplitModel.load(path);
            assertThat(loaded.validationMetrics()).isEqualTo(focal.validationMetrics());
            assertThat(loaded.bestIndex()).isEqualTo(focal.bestIndex());
            assertThat(loaded.subModels()).hasSize(2);
            assertThat(loaded).hasToString(focal.toString());
            assertThat(loaded.tuningTable().first().<Double>getAs("standardError"))
                    .isNull();
            split.save(path + "-stage");
            assertSameStage(Grids.plain(FocalTrainValidationSplit.load(path + "-stage")), Grids.plain(split));
        }
    }

    @Test
    void withinOneStandardErrorTheStrongerPenaltyWins() {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = {
            new ParamMap().put(estimator.regParam().w(0.001)),
            new ParamMap().put(estimator.regParam().w(0.00100001))
        };
        FocalCrossValidator selecting =
                Grids.focal(estimator, maps, new CalibrationEvaluator()).setNumFolds(2);
        assertThat(selecting
                        .setSelection("oneStandardError")
                        .fit(ReferenceData.dense())
                        .bestIndex())
                .isEqualTo(1);
    }
}
