package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.testkit.StageParams;
import org.junit.jupiter.api.Test;
import scala.Predef;
import scala.collection.immutable.Seq;

/** Estimator.fit of several param maps: the models of single fits, in their order. */
class ManyFitsIT {
    /** Spark adds up the curve in the order in which tasks end. */
    private static final double ABS_1E_12 = 1e-12;

    @Test
    void modelsAreThoseOfSingleFitsBitByBit() {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap[] maps = {
            new ParamMap().put(estimator.gamma().w(1.0)),
            new ParamMap().put(estimator.weightCol().w("weight")),
            new ParamMap()
                    .put(estimator.alpha().w(0.75))
                    .put(estimator.elasticNetParam().w(0.5))
        };
        Seq<FocalLogisticRegressionModel> models = estimator.fit(ReferenceData.dense(), sequence(maps));
        assertThat(models.size()).isEqualTo(maps.length);
        for (int i = 0; i < maps.length; i++) {
            FocalLogisticRegressionModel alone = estimator.fit(ReferenceData.dense(), maps[i]);
            FocalLogisticRegressionModel together = models.apply(i);
            assertSame(together, alone, ReferenceData.dense());
            assertThat(together.summary().objectiveHistory())
                    .isEqualTo(alone.summary().objectiveHistory());
            assertThat(together.summary().predictions().columns())
                    .isEqualTo(alone.summary().predictions().columns());
            assertThat(together.binarySummary().areaUnderROC())
                    .isEqualTo(alone.binarySummary().areaUnderROC(), within(ABS_1E_12));
        }
        // Any caller of Spark's Estimator comes here.
        Estimator<FocalLogisticRegressionModel> any = estimator;
        assertThat(any.fit(ReferenceData.dense(), sequence(maps)).size()).isEqualTo(maps.length);
        assertThat(estimator.fit(ReferenceData.dense(), sequence()).isEmpty()).isTrue();
    }

    @Test
    void modelsOfLabelsAreThoseOfSingleFitsBitByBit() {
        FocalMultilabelClassifier estimator = new FocalMultilabelClassifier("labels").setMaxIter(5);
        Dataset<Row> data = MultilabelData.frame(MultilabelData.rows(200));
        ParamMap[] maps = {new ParamMap().put(estimator.gamma().w(0.0)), ParamMap.empty()};
        Seq<FocalMultilabelClassificationModel> models = estimator.fit(data, sequence(maps));
        for (int i = 0; i < maps.length; i++) {
            FocalMultilabelClassificationModel alone = estimator.fit(data, maps[i]);
            assertSame(models.apply(i), alone, data);
            assertThat(models.apply(i).summary().objectiveHistory())
                    .isEqualTo(alone.summary().objectiveHistory());
        }
    }

    @Test
    void theFirstFailureNamesItsParamMap() {
        FocalLogisticRegression estimator = Grids.estimator();
        ParamMap bounds = new ParamMap()
                .put(estimator.lowerBoundsOnCoefficients().w(Matrices.dense(1, 2, new double[] {0.0, 0.0})));
        assertThatThrownBy(() -> estimator.fit(ReferenceData.dense(), sequence(ParamMap.empty(), bounds)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The fit with param map 2 of 2, {")
                .hasMessageContaining("lowerBoundsOnCoefficients");
        ParamMap missing = new ParamMap().put(estimator.featuresCol().w("missing"));
        assertThatThrownBy(() -> estimator.fit(ReferenceData.dense(), sequence(missing)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The fit with param map 1 of 1, {");
    }

    private static void assertSame(Model<?> actual, Model<?> expected, Dataset<Row> data) {
        StageParams.assertSameStage(actual, expected);
        StageParams.assertSameStage(actual.parent(), expected.parent());
        assertThat(ExactValues.of(actual.transform(data), "probability", "prediction"))
                .isEqualTo(ExactValues.of(expected.transform(data), "probability", "prediction"));
    }

    private static Seq<ParamMap> sequence(ParamMap... maps) {
        return Predef.wrapRefArray(maps).toList();
    }
}
