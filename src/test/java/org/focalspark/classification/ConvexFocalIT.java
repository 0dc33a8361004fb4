package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** loss = convexFocal. */
@Tag("once")
class ConvexFocalIT {
    private static final double REL_1E_6 = 1e-6;
    private static final int NUM_ROWS = 40_000;

    @Test
    void isSparksWhenGammaIsZero() {
        LogisticRegressionModel expected = new LogisticRegression()
                .setRegParam(0.01)
                .setMaxIter(1000)
                .setTol(1e-12)
                .fit(ReferenceData.dense());
        FocalLogisticRegressionModel actual =
                estimator().setGamma(0).setRegParam(0.01).fit(ReferenceData.dense());
        for (int j = 0; j < expected.numFeatures(); j++) {
            double coefficient = expected.coefficients().apply(j);
            assertThat(actual.coefficients().apply(j)).isCloseTo(coefficient, within(REL_1E_6 * Math.abs(coefficient)));
        }
    }

    /** The posterior is exactly logistic here, so every gamma estimates the same log-odds, with its own variance. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.0, 2.0})
    void itsMarginIsTheLogOdds(double gamma) {
        FocalLogisticRegressionModel model = estimator().setGamma(gamma).fit(logistic());
        assertThat(model.intercept()).isCloseTo(-3.0, within(0.15));
        assertThat(model.coefficients().apply(0)).isCloseTo(1.0, within(0.1));
        assertThat(model.coefficients().apply(1)).isCloseTo(-0.5, within(0.1));
        Vector features = Vectors.dense(0.3, -0.7);
        double margin = model.predictRaw(features).apply(1);
        assertThat(model.predictProbability(features).apply(1)).isCloseTo(1 / (1 + Math.exp(-margin)), within(1e-14));
        assertThat(model.summary().nonConvexShare()).isZero();
    }

    /** Of a weak penalty all gammas keep about the same share of the coefficients; the focal loss keeps ever less. */
    @Test
    void regParamMeansTheSameForEveryGamma() {
        Dataset<Row> data = logistic();
        double reference = shrinkage(estimator().setGamma(0), data);
        assertThat(reference).isBetween(0.3, 0.8);
        assertThat(shrinkage(estimator().setGamma(1), data)).isCloseTo(reference, within(0.1));
        assertThat(shrinkage(estimator().setGamma(2), data)).isCloseTo(reference, within(0.15));
        double otherSide = shrinkage(estimator().setLoss("focal").setGamma(2), data);
        assertThat(Math.abs(otherSide - reference)).isGreaterThan(0.15);
    }

    @Test
    void posteriorUndoesAlpha() {
        FocalLogisticRegressionModel model =
                estimator().setAlpha(0.9).setCalibration("posterior").fit(logistic());
        double mean = model.transform(logistic()).collectAsList().stream()
                .mapToDouble(row -> row.<Vector>getAs("probability").apply(1))
                .average()
                .orElseThrow();
        double share = logistic().filter("label = 1").count() / (double) NUM_ROWS;
        assertThat(mean).isCloseTo(share, within(0.02 * share));
    }

    @Test
    void severalClassesAndUnequalGammasSurviveSaveAndLoad(@TempDir Path folder) throws Exception {
        FocalLogisticRegressionModel unequal = estimator()
                .setGammaPositive(0.5)
                .setGammaNegative(3)
                .setRegParam(0.01)
                .fit(ReferenceData.dense());
        FocalLogisticRegressionModel multinomial = estimator()
                .setFamily("multinomial")
                .setGammas(new double[] {1, 3})
                .setClassWeights(new double[] {1, 4})
                .setRegParam(0.01)
                .fit(ReferenceData.dense());
        FocalLogisticRegressionModel binomial = estimator().setGamma(3).fit(ReferenceData.dense());
        int saved = 0;
        for (FocalLogisticRegressionModel model : List.of(unequal, multinomial, binomial)) {
            String path = folder.resolve("model" + saved++).toString();
            model.save(path);
            FocalLogisticRegressionModel loaded = FocalLogisticRegressionModel.load(path);
            assertThat(loaded.transform(ReferenceData.dense()).collectAsList())
                    .isEqualTo(model.transform(ReferenceData.dense()).collectAsList());
            assertThat(loaded.getLoss()).isEqualTo("convexFocal");
        }
    }

    private static double shrinkage(FocalLogisticRegression estimator, Dataset<Row> data) {
        double free = estimator.setRegParam(0.0).fit(data).coefficients().apply(0);
        return estimator.setRegParam(0.05).fit(data).coefficients().apply(0) / free;
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression()
                .setLoss("convexFocal")
                .setMaxIter(1000)
                .setTol(1e-12);
    }

    /** log-odds = -3 + x0 - 0.5 x1: about 7 % positives. */
    private static Dataset<Row> logistic() {
        Random random = new Random(7L);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < NUM_ROWS; i++) {
            double x0 = random.nextGaussian();
            double x1 = random.nextGaussian();
            double logOdds = -3 + x0 - 0.5 * x1;
            double label = random.nextDouble() < 1 / (1 + Math.exp(-logOdds)) ? 1.0 : 0.0;
            rows.add(RowFactory.create(label, 1.0, Vectors.dense(x0, x1)));
        }
        return ReferenceData.frame(rows);
    }
}
