package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores for a population with other base rates are Bayes' rule on the posterior, whatever the class weights were. */
@Tag("once")
class TargetPriorIT {
    private static final double REL_1E_12 = 1e-12;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "focal", "posterior"})
    void binaryProbabilitiesFollowBayesRuleOnTheOdds(String calibration) {
        Dataset<Row> data = ReferenceData.dense();
        FocalLogisticRegressionModel model = estimator().setAlpha(0.25).fit(data);
        double prior = model.classPriors().apply(1);
        assertThat(prior).isCloseTo(share(data), within(REL_1E_12));
        FocalLogisticRegressionModel moved =
                model.copy(ParamMap.empty()).setCalibration(calibration).setTargetPrior(new double[] {0.99, 0.01});
        for (Row row : data.limit(50).collectAsList()) {
            Vector features = row.getAs("features");
            double posterior = model.setCalibration("posterior")
                    .predictProbability(features)
                    .apply(1);
            double odds = posterior / (1 - posterior) * (0.01 / 0.99) / (prior / (1 - prior));
            assertThat(moved.predictProbability(features).apply(1))
                    .isCloseTo(odds / (1 + odds), within(REL_1E_12 * odds));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"multinomial", "ovr"})
    void probabilitiesOfSeveralClassesAreReweighted(String family) {
        Dataset<Row> data = ReferenceData.threeClasses();
        FocalLogisticRegressionModel model = estimator()
                .setFamily(family)
                .setClassWeights(new double[] {1, 2, 5})
                .setCalibration("posterior")
                .fit(data);
        double[] priors = model.classPriors().toArray();
        double[] target = {0.2, 0.3, 0.5};
        for (Row row : data.limit(50).collectAsList()) {
            Vector features = row.getAs("features");
            model.clear(model.targetPrior());
            double[] expected = model.predictProbability(features).toArray();
            double sum = 0.0;
            for (int k = 0; k < 3; k++) {
                expected[k] *= target[k] / priors[k];
                sum += expected[k];
            }
            for (int k = 0; k < 3; k++) {
                expected[k] /= sum;
            }
            assertThat(model.setTargetPrior(target).predictProbability(features).toArray())
                    .containsExactly(expected, within(REL_1E_12));
        }
    }

    @Test
    void theTrainingPriorChangesNothing(@TempDir Path folder) throws Exception {
        Dataset<Row> data = ReferenceData.threeClasses();
        FocalLogisticRegressionModel model = estimator().fit(data);
        FocalLogisticRegressionModel same =
                model.copy(ParamMap.empty()).setTargetPrior(model.classPriors().toArray());
        Vector features = data.head().getAs("features");
        assertThat(same.predictProbability(features).toArray())
                .containsExactly(model.predictProbability(features).toArray(), within(1e-15));
        String path = folder.resolve("model").toString();
        same.save(path);
        FocalLogisticRegressionModel loaded = FocalLogisticRegressionModel.load(path);
        assertThat(loaded.classPriors()).isEqualTo(model.classPriors());
        assertThat(loaded.predictProbability(features)).isEqualTo(same.predictProbability(features));
    }

    @Test
    void isCarriedFromTheEstimatorToItsModel() {
        FocalLogisticRegressionModel model =
                estimator().setTargetPrior(new double[] {0.5, 0.5}).fit(ReferenceData.dense());
        assertThat(model.getTargetPrior()).containsExactly(0.5, 0.5);
    }

    /** One class in training, another one expected: the features say nothing, the target prior remains. */
    @Test
    void certaintyOfWhatTheTargetExcludesFallsBackToTheTarget() {
        Dataset<Row> data = ReferenceData.threeClasses().filter("label < 2");
        FocalLogisticRegressionModel model = estimator().setRegParam(0).fit(data);
        Vector far = Vectors.dense(1e6, -1e6);
        assertThat(model.predictProbability(far).toArray()).containsExactly(0.0, 1.0);
        assertThat(model.setTargetPrior(new double[] {1.0, 0.0})
                        .predictProbability(far)
                        .toArray())
                .containsExactly(1.0, 0.0);
    }

    @Test
    void refusesWhatCannotBeScored() {
        Dataset<Row> data = ReferenceData.dense();
        FocalLogisticRegressionModel model = estimator().fit(data);
        assertThatThrownBy(() -> estimator()
                        .setCalibration("none")
                        .setTargetPrior(new double[] {0.5, 0.5})
                        .fit(data))
                .hasMessage("targetPrior ([0.5, 0.5]) needs calibrated probabilities, but calibration is 'none'. Unset"
                        + " targetPrior.");
        assertThatThrownBy(() -> model.copy(ParamMap.empty())
                        .setTargetPrior(new double[] {0.2, 0.3, 0.5})
                        .transform(data))
                .hasMessage("targetPrior must hold one value for each of 2 classes, but has 3: [0.2, 0.3, 0.5].");
        assertThatThrownBy(() -> estimator().setTargetPrior(new double[] {1.0}).fit(data))
                .hasMessage("targetPrior must hold one value for each of 2 classes, but has 1: [1.0].");
        assertThatThrownBy(() -> model.copy(ParamMap.empty())
                        .setTargetPrior(new double[] {0.5, 0.1})
                        .transform(data))
                .hasMessage("targetPrior must add up to 1, but [0.5, 0.1] adds up to 0.6.");
        assertThatThrownBy(() -> model.setTargetPrior(new double[] {1.5, -0.5}))
                .hasMessage("targetPrior must be in [0, 1], but was [1.5, -0.5].");
        Dataset<Row> gap =
                ReferenceData.threeClasses().selectExpr("if(label = 1, 3D, label) AS label", "weight", "features");
        FocalLogisticRegressionModel withGap =
                estimator().setRegParam(0.1).fit(gap).setTargetPrior(new double[] {0.7, 0.1, 0.1, 0.1});
        assertThatThrownBy(() -> withGap.transform(gap))
                .hasMessageStartingWith("targetPrior gives 0.1 to what the training data never had (index 1)");
    }

    private static double share(Dataset<Row> data) {
        return data.selectExpr("sum(label * weight) / sum(weight)").head().getDouble(0);
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression().setGamma(2).setWeightCol("weight").setRegParam(0.01);
    }
}
