package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.focalspark.loss.BinaryLoss;
import org.focalspark.loss.FocalLoss;
import org.focalspark.loss.LossForm;
import org.focalspark.model.Coefficients;
import org.focalspark.model.FittedModel;
import org.focalspark.param.LossForms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what is owed by a binary probabilistic classifier in particular. */
class FocalLogisticRegressionContractIT
        extends EstimatorContract<FocalLogisticRegression, FocalLogisticRegressionModel> {
    private static final double REL_1E_15 = 1e-15;

    /** exp(-60) / (1 + exp(-60)), computed with 60 digits and rounded once. */
    private static final double SIGMOID_OF_MINUS_60 = 8.75651076269652e-27;

    @Override
    FocalLogisticRegression newEstimator() {
        return new FocalLogisticRegression();
    }

    @Override
    FocalLogisticRegression quickEstimator() {
        return new FocalLogisticRegression()
                .setWeightCol("weight")
                .setRegParam(0.1)
                .setTol(1e-2);
    }

    @Override
    Dataset<Row> dataset() {
        return ReferenceData.dense();
    }

    @Override
    Map<String, ?> valuesOfOtherTypes() {
        return Map.of(
                "lowerBoundsOnCoefficients",
                new DenseMatrix(1, 2, new double[] {-1.0, Double.NEGATIVE_INFINITY}),
                "lowerBoundsOnIntercepts",
                Vectors.dense(-0.5),
                "upperBoundsOnCoefficients",
                new DenseMatrix(1, 2, new double[] {1.0, 2.0}),
                "upperBoundsOnIntercepts",
                Vectors.dense(Double.POSITIVE_INFINITY));
    }

    @Override
    List<String> outputColumnParams() {
        return List.of("rawPredictionCol", "probabilityCol", "predictionCol");
    }

    @Override
    MLReader<FocalLogisticRegression> estimatorReader() {
        return FocalLogisticRegression.read();
    }

    @Override
    MLReader<FocalLogisticRegressionModel> modelReader() {
        return FocalLogisticRegressionModel.read();
    }

    @Override
    Stream<BadInput> badInputs() {
        return BinaryBadInput.cases();
    }

    @Test
    void summaryIsKeptByCopyAndByNothingElse(@TempDir Path folder) throws IOException {
        assertThat(fitted().hasSummary()).isTrue();
        assertThat(fitted().copy(ParamMap.empty()).summary()).isSameAs(fitted().summary());
        String path = folder.resolve("model").toString();
        fitted().save(path);
        FocalLogisticRegressionModel loaded = FocalLogisticRegressionModel.load(path);
        assertThat(loaded.hasSummary()).isFalse();
        assertThatThrownBy(loaded::summary).isInstanceOf(SparkException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "focal", "posterior"})
    void predictionOfARowIsThatOfTransform(String calibration) {
        FocalLogisticRegressionModel model =
                fitted(0.25).setCalibration(calibration).setThreshold(0.3);
        for (Dataset<Row> data : List.of(ReferenceData.dense(), ReferenceData.denseAsSparse())) {
            for (Row row : model.transform(data).collectAsList()) {
                Vector features = row.getAs("features");
                assertThat(model.predict(features)).isEqualTo(row.<Double>getAs("prediction"));
                assertSameBits(model.predictRaw(features), row.getAs("rawPrediction"));
                assertSameBits(model.predictProbability(features), row.getAs("probability"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"auto, 0.5", "none, 0.3", "focal, 0.5", "posterior, 0.7"})
    void numbersSurviveSaveAndLoad(String calibration, double threshold, @TempDir Path folder) throws IOException {
        FocalLogisticRegressionModel model =
                fitted(0.25).setCalibration(calibration).setThreshold(threshold);
        assertReloadedIsSame(model, ReferenceData.dense(), folder);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 1.0})
    void modelOfOneClassIsCertainAndSurvivesSaveAndLoad(double label, @TempDir Path folder) throws IOException {
        Dataset<Row> data = ReferenceData.dense().filter("label = " + label);
        FocalLogisticRegressionModel model = quickEstimator().setAlpha(0.25).fit(data);
        assertThat(model.intercept()).isEqualTo(label == 1.0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        assertThat(model.coefficients().numNonzeros()).isZero();
        for (String calibration : List.of("none", "focal", "posterior")) {
            Vector probability = model.setCalibration(calibration).predictProbability(Vectors.zeros(4));
            assertThat(probability.toArray()).containsExactly(1.0 - label, label);
        }
        assertReloadedIsSame(model, ReferenceData.dense(), folder);
    }

    @Test
    void sparseCoefficientsSurviveSaveAndLoad(@TempDir Path folder) throws IOException {
        Dataset<Row> wide = ReferenceData.frame(ReferenceData.rows().stream()
                .map(row -> RowFactory.create(
                        row.getDouble(0), row.getDouble(1), Vectors.sparse(50, new int[] {17}, new double[] {
                            row.<Vector>getAs(2).apply(0)
                        })))
                .toList());
        FocalLogisticRegressionModel model = quickEstimator().fit(wide);
        assertThat(model.coefficientMatrix()).isInstanceOf(SparseMatrix.class);
        assertThat(model.coefficients().size()).isEqualTo(50);
        assertThat(model.coefficients().toSparse().indices()).containsExactly(17);
        assertReloadedIsSame(model, wide, folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "focal", "posterior"})
    void neitherProbabilityIsRoundedAway(String calibration, @TempDir Path folder) throws IOException {
        FocalLogisticRegressionModel model = identity(0.0).setCalibration(calibration);
        assertReloadedIsSame(model, margins(), folder);
        List<Row> rows = model.transform(margins()).collectAsList();
        assertProbabilities(rows.get(0), 1.0, SIGMOID_OF_MINUS_60);
        assertProbabilities(rows.get(1), SIGMOID_OF_MINUS_60, 1.0);
    }

    @Test
    void bareSigmoidIgnoresTheLoss() {
        List<Row> rows =
                identity(2.0).setCalibration("none").transform(margins()).collectAsList();
        assertProbabilities(rows.get(0), 1.0, SIGMOID_OF_MINUS_60);
        assertProbabilities(rows.get(1), SIGMOID_OF_MINUS_60, 1.0);
    }

    @Test
    void vectorOfAnotherSizeIsRefusedByTransform() {
        Dataset<Row> data = ReferenceData.frame(List.of(RowFactory.create(1.0, 1.0, Vectors.dense(1.0, 2.0))));
        String message = "Column 'features' must hold vectors of size 4, as in training, but found one of size 2.";
        assertThatThrownBy(() -> fitted().transform(data).collectAsList())
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> fitted().predict(Vectors.dense(1.0, 2.0))).hasMessage(message);
    }

    @Test
    void nullVectorIsRefusedByTransform() {
        Dataset<Row> data = ReferenceData.frame(List.of(RowFactory.create(1.0, 1.0, null)));
        assertThatThrownBy(() -> fitted().transform(data).collectAsList())
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Column 'features' must not hold null vectors. Drop or fill these rows first, or set handleInvalid to 'keep'.");
    }

    @ParameterizedTest
    @CsvSource({
        "label, CAST(label AS STRING), with StringIndexer",
        "label, label = 1.0, with StringIndexer",
        "weight, CAST(weight AS STRING), with StringIndexer",
        "features, weight, with VectorAssembler",
        "features, ARRAY(weight), with VectorAssembler"
    })
    void columnOfAnotherTypeIsRefusedAsInSparkWithAWayOut(String column, String expression, String wayOut) {
        Dataset<Row> data = dataset().withColumn(column, functions.expr(expression));
        Throwable expected = catchThrowable(
                () -> new LogisticRegression().setWeightCol("weight").fit(data));
        assertThat(expected).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quickEstimator().fit(data))
                .hasSameClassAs(expected)
                .hasMessageStartingWith("Column '" + column + "' must ")
                .hasMessageContaining(wayOut);
    }

    private FocalLogisticRegressionModel fitted(double alpha) {
        return quickEstimator().setAlpha(alpha).fit(dataset());
    }

    /** A model whose margin is the only feature. */
    private static FocalLogisticRegressionModel identity(double gamma) {
        FocalLoss side = new FocalLoss(gamma);
        Matrix one = new DenseMatrix(1, 1, new double[] {1.0});
        LossForm form = LossForms.of(new FocalLogisticRegression());
        FittedModel fitted = new FittedModel(
                new Coefficients(one, Vectors.dense(0.0)), new BinaryLoss(side, side, 1.0, 1.0), form, new double[] {
                    0.5, 0.5
                });
        return new FocalLogisticRegressionModel("identity", fitted, null);
    }

    private static Dataset<Row> margins() {
        return ReferenceData.frame(List.of(
                RowFactory.create(0.0, 1.0, Vectors.dense(-60.0)), RowFactory.create(1.0, 1.0, Vectors.dense(60.0))));
    }

    private static void assertProbabilities(Row row, double negative, double positive) {
        Vector probability = row.getAs("probability");
        assertThat(probability.apply(0)).isCloseTo(negative, within(REL_1E_15 * negative));
        assertThat(probability.apply(1)).isCloseTo(positive, within(REL_1E_15 * positive));
    }

    private static void assertReloadedIsSame(FocalLogisticRegressionModel model, Dataset<Row> data, Path folder)
            throws IOException {
        String path = folder.resolve("model").toString();
        model.save(path);
        FocalLogisticRegressionModel loaded = FocalLogisticRegressionModel.load(path);
        assertSameBits(loaded.coefficients(), model.coefficients());
        assertSameBits(loaded.interceptVector(), model.interceptVector());
        assertThat(loaded.coefficientMatrix()).hasSameClassAs(model.coefficientMatrix());
        String[] outputs = {"rawPrediction", "probability", "prediction"};
        assertThat(ExactValues.of(loaded.transform(data), outputs))
                .isEqualTo(ExactValues.of(model.transform(data), outputs));
    }

    private static void assertSameBits(Vector actual, Vector expected) {
        assertThat(ExactValues.of(actual)).isEqualTo(ExactValues.of(expected));
    }

    @ParameterizedTest
    @CsvSource({"0.0, 1.0, true", "1.0, 0.0, true", "0.0, 1.0, false", "1.0, 0.0, false"})
    void refusesAnAlphaThatGivesNoRowAnyWeight(double alpha, double label, boolean fitIntercept) {
        Dataset<Row> data = ReferenceData.dense().filter("label = " + label);
        assertThatThrownBy(() -> new FocalLogisticRegression()
                        .setAlpha(alpha)
                        .setFitIntercept(fitIntercept)
                        .fit(data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("alpha gives no weight to any row");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e6, 1e308})
    void refusesAGammaThatLeavesNoLoss(double gamma) {
        assertThatThrownBy(() -> new FocalLogisticRegression().setGamma(gamma).fit(ReferenceData.dense()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("gamma is so large");
    }

    /** However sure the margin is of the opposite. */
    @Test
    void aTargetPriorOfOneIsCertain() {
        FocalLogisticRegressionModel model = identity(0.0);
        for (double margin : new double[] {-1e6, -1.0, 1.0, 1e6}) {
            for (double[] prior : new double[][] {{1.0, 0.0}, {0.0, 1.0}}) {
                Vector probability = model.setTargetPrior(prior).predictProbability(Vectors.dense(margin));
                assertThat(probability.toArray()).as("%s", margin).containsExactly(prior);
            }
        }
    }

    @Test
    void refusesATargetPriorOfAnotherLengthBeforeTheFit() {
        assertThatThrownBy(() -> new FocalLogisticRegression()
                        .setTargetPrior(new double[] {1.0})
                        .fit(ReferenceData.dense()))
                .hasMessage("targetPrior must hold one value for each of 2 classes, but has 1: [1.0].");
    }

    @Test
    void refusesPosteriorCalibrationWithoutWeightForOneClass() {
        assertThatThrownBy(() -> new FocalLogisticRegression()
                        .setAlpha(1.0)
                        .setCalibration("posterior")
                        .fit(ReferenceData.dense()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "calibration 'posterior' needs an alpha strictly between 0 and 1, but alpha was 1.0: with all weight on one"
                                + " class there is no way back to the odds of both.");
    }

    @Test
    void saysTheRuleOfAParamOnEveryWayIn() {
        FocalLogisticRegression estimator = new FocalLogisticRegression();
        assertThatThrownBy(() -> estimator.setRegParam(Double.POSITIVE_INFINITY))
                .hasMessage("regParam must be >= 0 and finite, but was Infinity.");
        assertThatThrownBy(() -> estimator.setTol(Double.NaN)).hasMessage("tol must be >= 0 and finite, but was NaN.");
        assertThatThrownBy(() -> estimator.setMaxIter(-1)).hasMessage("maxIter must be >= 0, but was -1.");
        assertThatThrownBy(() -> estimator.setGamma(-1)).hasMessage("gamma must be >= 0 and finite, but was -1.0.");
        assertThatThrownBy(() -> new ParamMap().put(estimator.alpha().w(1.5)))
                .hasMessage("alpha must be in [0, 1], but was 1.5.");
        assertThatThrownBy(() -> estimator.setCalibration("platt"))
                .hasMessage("calibration must be one of auto, none, focal, posterior, but was platt.");
    }
}
