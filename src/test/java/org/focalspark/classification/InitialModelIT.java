package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.ParamMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fit that starts from another model. */
class InitialModelIT {
    private static final double REL_1E_12 = 1e-12;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutIterationsTheInitialModelComesBack(boolean fitIntercept) {
        FocalLogisticRegression estimator =
                new FocalLogisticRegression().setFitIntercept(fitIntercept).setRegParam(0.01);
        FocalLogisticRegressionModel first = estimator.fit(ReferenceData.dense());
        FocalLogisticRegressionModel second =
                estimator.setInitialModel(first).setMaxIter(0).fit(ReferenceData.dense());
        assertThat(second.coefficients().toArray())
                .containsExactly(first.coefficients().toArray(), within(REL_1E_12));
        assertThat(second.intercept()).isCloseTo(first.intercept(), within(REL_1E_12));
    }

    @Test
    void aFitFromItsOwnSolutionIsDoneAtOnce() {
        FocalLogisticRegression estimator = new FocalLogisticRegression().setRegParam(0.01);
        FocalLogisticRegressionModel first = estimator.fit(ReferenceData.threeClasses());
        FocalLogisticRegressionModel second = estimator.setInitialModel(first).fit(ReferenceData.threeClasses());
        assertThat(first.summary().totalIterations()).isGreaterThan(4);
        assertThat(second.summary().totalIterations()).isLessThanOrEqualTo(2);
    }

    @Test
    void copiesKeepTheInitialModel() {
        FocalLogisticRegression estimator = new FocalLogisticRegression().setRegParam(0.01);
        FocalLogisticRegressionModel first = estimator.fit(ReferenceData.dense());
        estimator.setInitialModel(first);
        ParamMap noIterations = ParamMap.empty().put(estimator.maxIter().w(0));
        assertThat(estimator
                        .fit(ReferenceData.dense(), noIterations)
                        .coefficients()
                        .toArray())
                .containsExactly(first.coefficients().toArray(), within(REL_1E_12));
    }

    @Test
    void sparksModelServesToo(@TempDir Path folder) throws Exception {
        LogisticRegressionModel spark =
                new LogisticRegression().setRegParam(0.01).fit(ReferenceData.dense());
        FocalLogisticRegression estimator =
                new FocalLogisticRegression().setGamma(0).setMaxIter(0);
        double[] expected = spark.coefficients().toArray();
        assertThat(estimator
                        .copy(ParamMap.empty())
                        .setInitialModel(spark)
                        .fit(ReferenceData.dense())
                        .coefficients()
                        .toArray())
                .containsExactly(expected, within(REL_1E_12));
        String path = folder.resolve("spark").toString();
        spark.save(path);
        assertThat(estimator
                        .setInitialModelPath(path)
                        .fit(ReferenceData.dense())
                        .coefficients()
                        .toArray())
                .containsExactly(expected, within(REL_1E_12));
    }

    @Test
    void ourModelServesByPathAndOtherStagesDoNot(@TempDir Path folder) throws Exception {
        FocalLogisticRegression estimator = new FocalLogisticRegression().setRegParam(0.01);
        FocalLogisticRegressionModel first = estimator.fit(ReferenceData.dense());
        String path = folder.resolve("model").toString();
        first.save(path);
        FocalLogisticRegressionModel second =
                estimator.setInitialModelPath(path).setMaxIter(0).fit(ReferenceData.dense());
        assertThat(second.coefficients().toArray())
                .containsExactly(first.coefficients().toArray(), within(REL_1E_12));
        String other = folder.resolve("estimator").toString();
        estimator.save(other);
        assertThatThrownBy(() -> estimator.setInitialModelPath(other).fit(ReferenceData.dense()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must hold a FocalLogisticRegressionModel or Spark's LogisticRegressionModel");
    }

    @Test
    void aModelOfAnotherShapeIsPassedOver() {
        FocalLogisticRegression estimator = new FocalLogisticRegression().setRegParam(0.01);
        FocalLogisticRegressionModel expected = estimator.fit(ReferenceData.dense());
        FocalLogisticRegressionModel other = estimator.fit(ReferenceData.threeClasses());
        assertThat(estimator.setInitialModel(other).fit(ReferenceData.dense()).coefficients())
                .isEqualTo(expected.coefficients());
    }
}
