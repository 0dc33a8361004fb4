package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.focalspark.tuning.FocalCrossValidator;
import org.focalspark.tuning.FocalTrainValidationSplit;
import org.focalspark.tuning.Grids;
import org.focalspark.tuning.TuningIT;
import org.junit.jupiter.api.Test;

/** Names that a join leaves twice, of columns that nobody uses: Spark's own stages work, and so do ours. */
class NamesTwiceIT {
    private static final double ABS_1E_8 = 1e-8;

    private static Dataset<Row> joined() {
        Dataset<Row> data = ReferenceData.dense()
                .withColumn("k", functions.expr("cast(monotonically_increasing_id() as int)"))
                .withColumn("fold", functions.expr("k % 3"))
                .withColumn("labels", functions.expr("array(label, 1 - label)"));
        Dataset<Row> other = data.select("k").withColumn("note", functions.lit("x"));
        return data.join(other, data.col("k").equalTo(other.col("k")));
    }

    @Test
    void tuningFitsThem() {
        Dataset<Row> data = joined();
        assertThat(Arrays.stream(data.columns()).filter("k"::equals)).hasSize(2);
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = {ParamMap.empty()};
        for (Evaluator evaluator : List.of(
                new BinaryClassificationEvaluator(),
                new BinaryClassificationEvaluator().setWeightCol("weight"),
                new FocalLossEvaluator(),
                new CalibrationEvaluator().setMetricName("ece"),
                new TuningIT.RightRows())) {
            FocalCrossValidator folds = Grids.focal(estimator, maps, evaluator);
            assertThat(folds.fit(data).avgMetrics()).doesNotContain(Double.NaN);
            assertThat(folds.setFoldCol("fold").fit(data).avgMetrics()).doesNotContain(Double.NaN);
            FocalTrainValidationSplit split = new FocalTrainValidationSplit()
                    .setEstimator(estimator)
                    .setEstimatorParamMaps(maps)
                    .setEvaluator(evaluator)
                    .setSeed(2L);
            assertThat(split.fit(data).validationMetrics()).hasSize(1).doesNotContain(Double.NaN);
        }
    }

    @Test
    void fittingScoringAndMeasuringDoTheSame() {
        Dataset<Row> data = joined();
        FocalLogisticRegression estimator = Grids.estimator();
        FocalLogisticRegressionModel model = estimator.fit(data);
        Dataset<Row> scored = model.transform(data);
        Dataset<Row> plain = estimator.fit(ReferenceData.dense()).transform(ReferenceData.dense());
        assertThat(new CalibrationEvaluator().evaluate(scored))
                .isCloseTo(new CalibrationEvaluator().evaluate(plain), within(ABS_1E_8));
        assertThat(new FocalLossEvaluator().evaluate(scored))
                .isCloseTo(new FocalLossEvaluator().evaluate(plain), within(ABS_1E_8));
        assertThat(new FocalLossEvaluator().losses(scored).count()).isEqualTo(scored.count());
        assertThat(model.evaluate(data).accuracy()).isPositive();
        assertThat(model.summary().accuracy()).isPositive();
        ParamMap[] maps = {ParamMap.empty()};
        assertThat(estimator.fit(data, scala.Predef.wrapRefArray(maps).toList()).size())
                .isEqualTo(1);
        FocalMultilabelClassificationModel labels = new FocalMultilabelClassifier()
                .setLabelCol("labels")
                .setMaxIter(2)
                .fit(data);
        assertThat(labels.transform(data).count()).isEqualTo(data.count());
    }
}
