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
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** family = multinomial: softmax focal loss. */
@Tag("once")
class MultinomialIT {
    private static final double REL_1E_6 = 1e-6;
    private static final double ABS_1E_8 = 1e-8;

    @ParameterizedTest
    @CsvSource({
        "true, 0.01, true, true",
        "false, 0.01, true, true",
        "true, 0.1, false, true",
        "false, 0.1, true, false",
        "true, 0.0, true, true"
    })
    void isSparksWhenGammaIsZero(boolean standardization, double regParam, boolean weighted, boolean fitIntercept) {
        LogisticRegression sparks = new LogisticRegression()
                .setStandardization(standardization)
                .setRegParam(regParam)
                .setFitIntercept(fitIntercept)
                .setMaxIter(2000)
                .setTol(1e-14);
        FocalLogisticRegression ours = estimator()
                .setGamma(0.0)
                .setStandardization(standardization)
                .setRegParam(regParam)
                .setFitIntercept(fitIntercept);
        if (weighted) {
            sparks.setWeightCol("weight");
            ours.setWeightCol("weight");
        }
        assertClose(ours.fit(ReferenceData.threeClasses()), sparks.fit(ReferenceData.threeClasses()));
    }

    @Test
    void classWeightsAreAWeightColumn() {
        Dataset<Row> weighted = ReferenceData.threeClasses()
                .selectExpr("*", "weight * element_at(array(0.2D, 1D, 7D), int(label) + 1) AS classWeight");
        LogisticRegressionModel expected = new LogisticRegression()
                .setWeightCol("classWeight")
                .setRegParam(0.01)
                .setMaxIter(2000)
                .setTol(1e-14)
                .fit(weighted);
        FocalLogisticRegressionModel actual = estimator()
                .setGamma(0.0)
                .setClassWeights(new double[] {0.2, 1, 7})
                .setWeightCol("weight")
                .setRegParam(0.01)
                .fit(ReferenceData.threeClasses());
        assertClose(actual, expected);
    }

    @Test
    void twoClassesMayBeMultinomial() {
        Dataset<Row> binary = ReferenceData.dense();
        LogisticRegressionModel expected = new LogisticRegression()
                .setFamily("multinomial")
                .setRegParam(0.01)
                .setMaxIter(2000)
                .setTol(1e-14)
                .fit(binary);
        assertClose(
                estimator()
                        .setGamma(0.0)
                        .setFamily("multinomial")
                        .setRegParam(0.01)
                        .fit(binary),
                expected);
    }

    /** The softmax focal loss of two classes is the binary one at the difference of the margins. */
    @Test
    void twoClassesAreTheBinomialModelAtTheDifferenceOfTheirMargins() {
        FocalLogisticRegressionModel binomial = estimator().setGamma(2.0).fit(ReferenceData.dense());
        FocalLogisticRegressionModel multinomial =
                estimator().setGamma(2.0).setFamily("multinomial").fit(ReferenceData.dense());
        for (int j = 0; j < binomial.numFeatures(); j++) {
            double difference = multinomial.coefficientMatrix().apply(1, j)
                    - multinomial.coefficientMatrix().apply(0, j);
            assertThat(difference).isCloseTo(binomial.coefficients().apply(j), within(1e-5 * Math.abs(difference)));
        }
        Vector features = ReferenceData.rows().get(0).getAs(2);
        assertThat(multinomial.predictProbability(features).toArray())
                .containsExactly(binomial.predictProbability(features).toArray(), within(1e-6));
    }

    @Test
    void aClassThatIsMissingInTheDataHasAProbabilityOfNextToNothing() {
        Dataset<Row> gap = ReferenceData.threeClasses().selectExpr("if(label = 1, 3D, label) AS label", "features");
        FocalLogisticRegressionModel model =
                estimator().setRegParam(0.01).setMaxIter(100).fit(gap);
        assertThat(model.numClasses()).isEqualTo(4);
        Vector probability = model.predictProbability(Vectors.dense(0, 0));
        assertThat(probability.apply(1)).isLessThan(1e-3);
    }

    @Test
    void oneClassIsCertain() {
        FocalLogisticRegressionModel model = estimator()
                .setFamily("multinomial")
                .fit(ReferenceData.threeClasses().filter("label = 2"));
        assertThat(model.interceptVector().toArray()).containsExactly(0, 0, Double.POSITIVE_INFINITY);
        assertThat(model.predictProbability(Vectors.dense(1, 1)).toArray()).containsExactly(0, 0, 1);
        assertThat(model.predict(Vectors.dense(1, 1))).isEqualTo(2.0);
        assertThat(model.summary().totalIterations()).isZero();
    }

    @Test
    void thePredictionFollowsTheCalibratedProbability() {
        FocalLogisticRegressionModel model = estimator()
                .setGammas(new double[] {0, 2, 1})
                .setClassWeights(new double[] {0.2, 1, 7})
                .setCalibration("posterior")
                .setRegParam(0.01)
                .fit(ReferenceData.threeClasses());
        for (Row row : model.transform(ReferenceData.threeClasses()).collectAsList()) {
            Vector probability = row.getAs("probability");
            assertThat(row.<Double>getAs("prediction")).isEqualTo(probability.argmax());
            assertThat(model.predict(row.getAs("features"))).isEqualTo(row.<Double>getAs("prediction"));
        }
    }

    /** Mean predicted probability of each class = its share, which log loss and Psi promise and softmax alone misses. */
    @Test
    void posteriorProbabilitiesAddUpToTheClasses() {
        Dataset<Row> data = ReferenceData.threeClasses();
        FocalLogisticRegressionModel model = estimator()
                .setGamma(2.0)
                .setClassWeights(new double[] {0.2, 1, 7})
                .setCalibration("posterior")
                .fit(data);
        double[] mean = new double[3];
        double[] share = new double[3];
        List<Row> rows = model.transform(data).collectAsList();
        for (Row row : rows) {
            share[(int) row.getDouble(0)] += 1.0 / rows.size();
            for (int k = 0; k < 3; k++) {
                mean[k] += row.<Vector>getAs("probability").apply(k) / rows.size();
            }
        }
        assertThat(mean).containsExactly(share, within(0.02));
        FocalLogisticRegressionModel bare = model.copy(ParamMap.empty());
        double uncalibrated = bare.setCalibration("none").transform(data).collectAsList().stream()
                .mapToDouble(row -> row.<Vector>getAs("probability").apply(2))
                .average()
                .orElseThrow();
        assertThat(uncalibrated).isGreaterThan(share[2] + 0.1);
    }

    @Test
    void survivesSaveAndLoad(@TempDir Path folder) throws Exception {
        FocalLogisticRegressionModel model = estimator()
                .setGammas(new double[] {0, 2, 5})
                .setClassWeights(new double[] {0.2, 1, 7})
                .setRegParam(0.01)
                .fit(ReferenceData.threeClasses());
        String path = folder.resolve("model").toString();
        model.save(path);
        FocalLogisticRegressionModel loaded = FocalLogisticRegressionModel.load(path);
        assertThat(loaded.coefficientMatrix()).isEqualTo(model.coefficientMatrix());
        for (String calibration : new String[] {"none", "focal", "posterior"}) {
            loaded.setCalibration(calibration);
            model.setCalibration(calibration);
            assertThat(loaded.transform(ReferenceData.threeClasses()).collectAsList())
                    .isEqualTo(model.transform(ReferenceData.threeClasses()).collectAsList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alpha", "gammaPositive", "gammaNegative"})
    void refusesParamsOfTheBinomialFamily(String param) {
        FocalLogisticRegression estimator = estimator();
        estimator.set(estimator.getParam(param), 0.5);
        assertThatThrownBy(() -> estimator.fit(ReferenceData.threeClasses()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(param + " does not apply to the multinomial family. Use ");
    }

    @Test
    void refusesParamsThatDoNotFitTheClasses() {
        assertThatThrownBy(() -> estimator().setGammas(new double[] {1, 2}).fit(ReferenceData.threeClasses()))
                .hasMessage("gammas must hold one value for each of 3 classes, but has 2: [1.0, 2.0].");
        assertThatThrownBy(
                        () -> estimator().setClassWeights(new double[] {1, 2}).fit(ReferenceData.threeClasses()))
                .hasMessage("classWeights must hold one value for each of 3 classes, but has 2: [1.0, 2.0].");
        assertThatThrownBy(() -> estimator().setFamily("binomial").fit(ReferenceData.threeClasses()))
                .hasMessageStartingWith("Binomial family only supports 1 or 2 outcome classes but found 3.");
        assertThatThrownBy(() -> estimator().setGammas(new double[] {1, 2}).fit(ReferenceData.dense()))
                .hasMessage(
                        "gammas does not apply to the binomial family. Use gammaPositive and gammaNegative instead.");
        assertThatThrownBy(() -> estimator()
                        .setAlpha(0.25)
                        .setClassWeights(new double[] {1, 2})
                        .fit(ReferenceData.dense()))
                .hasMessage("alpha (0.25) and classWeights ([1.0, 2.0]) both weigh the classes. Set one of them.");
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression().setMaxIter(2000).setTol(1e-14);
    }

    private static void assertClose(FocalLogisticRegressionModel actual, LogisticRegressionModel expected) {
        double[] expectedValues = expected.coefficientMatrix().toArray();
        double[] actualValues = actual.coefficientMatrix().toArray();
        assertThat(actualValues).hasSameSizeAs(expectedValues);
        for (int i = 0; i < expectedValues.length; i++) {
            assertThat(actualValues[i])
                    .isCloseTo(expectedValues[i], within(REL_1E_6 * Math.abs(expectedValues[i]) + ABS_1E_8));
        }
        for (int k = 0; k < expected.interceptVector().size(); k++) {
            double intercept = expected.interceptVector().apply(k);
            assertThat(actual.interceptVector().apply(k))
                    .isCloseTo(intercept, within(REL_1E_6 * Math.abs(intercept) + ABS_1E_8));
        }
    }
}
