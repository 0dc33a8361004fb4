package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.testkit.CachedData;
import org.focalspark.testkit.StageParams;
import org.focalspark.tuning.Grids;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.Predef;
import scala.collection.immutable.Seq;

/** Estimator.fit of several param maps: the models of single fits, in their order. */
class ManyFitsIT {
    /** Spark adds up the curve in the order in which tasks end. */
    private static final double ABS_1E_12 = 1e-12;

    private static final double ABS_1E_8 = 1e-8;

    @AfterEach
    void giveBack() {
        CachedData.clear();
    }

    @Test
    void modelsAreThoseOfSingleFits() {
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
                    .containsExactly(alone.summary().objectiveHistory(), within(ABS_1E_12));
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
    void modelsOfLabelsAreThoseOfSingleFits() {
        FocalMultilabelClassifier estimator = new FocalMultilabelClassifier("labels").setMaxIter(5);
        Dataset<Row> data = MultilabelData.frame(MultilabelData.rows(200));
        ParamMap[] maps = {new ParamMap().put(estimator.gamma().w(0.0)), ParamMap.empty()};
        Seq<FocalMultilabelClassificationModel> models = estimator.fit(data, sequence(maps));
        for (int i = 0; i < maps.length; i++) {
            FocalMultilabelClassificationModel alone = estimator.fit(data, maps[i]);
            assertSame(models.apply(i), alone, data);
            assertThat(models.apply(i).summary().objectiveHistory())
                    .containsExactly(alone.summary().objectiveHistory(), within(ABS_1E_12));
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
        List<Row> actualRows =
                actual.transform(data).select("probability", "prediction").collectAsList();
        List<Row> expectedRows =
                expected.transform(data).select("probability", "prediction").collectAsList();
        for (int i = 0; i < expectedRows.size(); i++) {
            // Products of several columns are not added in the order of one column's.
            assertThat(actualRows.get(i).<Vector>getAs(0).toArray())
                    .containsExactly(expectedRows.get(i).<Vector>getAs(0).toArray(), within(ABS_1E_8));
            assertThat(actualRows.get(i).get(1)).isEqualTo(expectedRows.get(i).get(1));
        }
    }

    static Seq<ParamMap> sequence(ParamMap... maps) {
        return Predef.wrapRefArray(maps).toList();
    }
}
