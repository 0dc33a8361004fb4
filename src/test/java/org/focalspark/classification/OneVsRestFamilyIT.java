package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** family = ovr: the binary losses of every class against the rest, fitted in one pass. */
@Tag("once")
class OneVsRestFamilyIT {
    private static final double REL_1E_6 = 1e-6;

    /** The columns share nothing but the passes, so each is what Spark finds for it alone. */
    @ParameterizedTest
    @CsvSource({"0.01, true, false", "0.1, false, true"})
    void itsColumnsAreSparksBinaryFitsWhenGammaIsZero(double regParam, boolean standardization, boolean weighted) {
        FocalLogisticRegression ours =
                estimator().setGamma(0).setRegParam(regParam).setStandardization(standardization);
        LogisticRegression sparks = new LogisticRegression()
                .setRegParam(regParam)
                .setStandardization(standardization)
                .setMaxIter(2000)
                .setTol(1e-14);
        if (weighted) {
            ours.setWeightCol("weight");
            sparks.setWeightCol("weight");
        }
        FocalLogisticRegressionModel actual = ours.fit(ReferenceData.threeClasses());
        for (int c = 0; c < 3; c++) {
            LogisticRegressionModel expected = sparks.fit(against(c));
            assertColumn(actual, c, expected.coefficients(), expected.intercept());
        }
    }

    @Test
    void alphaBelongsToTheColumns() {
        FocalLogisticRegressionModel actual = estimator()
                .setGamma(2)
                .setAlphas(new double[] {0.25, 0.5, 0.9})
                .setRegParam(0.001)
                .fit(ReferenceData.threeClasses());
        double[] alphas = {0.25, 0.5, 0.9};
        for (int c = 0; c < 3; c++) {
            FocalLogisticRegressionModel expected = estimator()
                    .setFamily("binomial")
                    .setGamma(2)
                    .setAlpha(alphas[c])
                    .setStandardization(false)
                    .setRegParam(0.0)
                    .fit(against(c));
            FocalLogisticRegressionModel free = estimator()
                    .setGamma(2)
                    .setAlphas(alphas)
                    .setStandardization(false)
                    .setRegParam(0.0)
                    .fit(ReferenceData.threeClasses());
            assertColumn(free, c, expected.coefficients(), expected.intercept());
        }
        assertThat(actual.numClasses()).isEqualTo(3);
    }

    @Test
    void aClassWeightIsAWeakerPenaltyOfItsColumn() {
        FocalLogisticRegressionModel weighted = estimator()
                .setGamma(2)
                .setClassWeights(new double[] {1, 1, 4})
                .setRegParam(0.04)
                .fit(ReferenceData.threeClasses());
        FocalLogisticRegressionModel alone =
                estimator().setFamily("binomial").setGamma(2).setRegParam(0.01).fit(against(2));
        assertColumn(weighted, 2, alone.coefficients(), alone.intercept());
    }

    @Test
    void probabilitiesSumToOneAndPredictionsFollowThem() {
        FocalLogisticRegressionModel model = estimator()
                .setGamma(2)
                .setAlpha(0.75)
                .setCalibration("posterior")
                .fit(ReferenceData.threeClasses());
        double[] mean = new double[3];
        List<Row> rows = model.transform(ReferenceData.threeClasses()).collectAsList();
        for (Row row : rows) {
            double[] probability = row.<Vector>getAs("probability").toArray();
            assertThat(probability[0] + probability[1] + probability[2]).isCloseTo(1.0, within(1e-15));
            assertThat(row.<Double>getAs("prediction"))
                    .isEqualTo(row.<Vector>getAs("probability").argmax());
            for (int k = 0; k < 3; k++) {
                mean[k] += probability[k] / rows.size();
            }
        }
        for (int k = 0; k < 3; k++) {
            double share = ReferenceData.threeClasses().filter("label = " + k).count() / (double) rows.size();
            assertThat(mean[k]).as("class %d", k).isCloseTo(share, within(0.02));
        }
    }

    @Test
    void oneClassIsCertain() {
        FocalLogisticRegressionModel model =
                estimator().fit(ReferenceData.threeClasses().filter("label = 2"));
        assertThat(model.predictProbability(Vectors.dense(1, 1)).toArray()).containsExactly(0, 0, 1);
    }

    @Test
    void aClassThatIsMissingIsUnlikely() {
        FocalLogisticRegressionModel model = estimator()
                .setGamma(1)
                .setRegParam(0.01)
                .setMaxIter(100)
                .fit(ReferenceData.threeClasses().selectExpr("if(label = 1, 3D, label) AS label", "features"));
        assertThat(model.predictProbability(Vectors.dense(0, 10)).apply(1)).isZero();
        assertThat(model.interceptVector().apply(1)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void survivesSaveAndLoad(@TempDir Path folder) throws Exception {
        for (String loss : List.of("focal", "convexFocal")) {
            FocalLogisticRegressionModel model = estimator()
                    .setLoss(loss)
                    .setGammas(new double[] {0.5, 1, 2})
                    .setAlpha(0.75)
                    .setCalibration("posterior")
                    .setRegParam(0.01)
                    .fit(ReferenceData.threeClasses());
            String path = folder.resolve(loss).toString();
            model.save(path);
            assertThat(FocalLogisticRegressionModel.load(path)
                            .transform(ReferenceData.threeClasses())
                            .collectAsList())
                    .isEqualTo(model.transform(ReferenceData.threeClasses()).collectAsList());
        }
    }

    @Test
    void refusesParamsThatContradictOrDoNotFit() {
        assertThatThrownBy(() -> estimator().setAlphas(new double[] {0.5, 0.25}).fit(ReferenceData.threeClasses()))
                .hasMessage("alphas must hold one value for each of 3 classes, but has 2: [0.5, 0.25].");
        assertThatThrownBy(() -> estimator().setAlpha(1).fit(ReferenceData.threeClasses()))
                .hasMessage(
                        "alpha must be strictly between 0 and 1 where every class or label has a column, but was 1.0.");
        assertThatThrownBy(() -> estimator()
                        .setAlpha(0.5)
                        .setAlphas(new double[] {0.5, 0.5, 0.5})
                        .fit(ReferenceData.threeClasses()))
                .hasMessage(
                        "alpha (0.5) and alphas ([0.5, 0.5, 0.5]) both weigh the sides of a column. Set one of them.");
        assertThatThrownBy(() -> estimator()
                        .setFamily("multinomial")
                        .setAlphas(new double[] {0.5, 0.5, 0.5})
                        .fit(ReferenceData.threeClasses()))
                .hasMessage("alphas does not apply to the multinomial family. Use alpha or classWeights instead.");
        assertThatThrownBy(() -> estimator()
                        .setGammas(new double[] {1, 2, 3})
                        .setGammaPositive(1)
                        .setGammaNegative(0)
                        .fit(ReferenceData.threeClasses()))
                .hasMessage(
                        "gammas ([1.0, 2.0, 3.0]) have no effect where gammaPositive (1.0) and gammaNegative (0.0) are both"
                                + " set. Unset one of the three.");
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression().setFamily("ovr").setMaxIter(2000).setTol(1e-14);
    }

    private static void assertColumn(
            FocalLogisticRegressionModel model, int column, Vector coefficients, double intercept) {
        for (int j = 0; j < coefficients.size(); j++) {
            assertThat(model.coefficientMatrix().apply(column, j))
                    .as("class %d, feature %d", column, j)
                    .isCloseTo(
                            coefficients.apply(j), within(REL_1E_6 * Math.max(0.1, Math.abs(coefficients.apply(j)))));
        }
        assertThat(model.interceptVector().apply(column))
                .isCloseTo(intercept, within(REL_1E_6 * Math.max(0.1, Math.abs(intercept))));
    }

    private static Dataset<Row> against(int label) {
        return ReferenceData.threeClasses().selectExpr("double(label = " + label + ") AS label", "weight", "features");
    }
}
