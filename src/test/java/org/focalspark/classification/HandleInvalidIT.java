package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.BinaryLogisticRegressionSummary;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.focalspark.evaluation.CalibrationEvaluator;
import org.focalspark.evaluation.FocalLossEvaluator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model makes of rows that it cannot score: null vectors, and vectors with NaN. */
class HandleInvalidIT {
    private static final Vector GOOD = Vectors.dense(1.0, -1.0);
    private static final List<Row> TRAINING = List.of(
            RowFactory.create(0.0, 1.0, Vectors.dense(0.0, 1.0)),
            RowFactory.create(1.0, 1.0, Vectors.dense(1.0, 0.0)),
            RowFactory.create(0.0, 1.0, Vectors.dense(1.0, 1.0)),
            RowFactory.create(2.0, 1.0, Vectors.dense(-1.0, 1.0)),
            RowFactory.create(1.0, 1.0, Vectors.dense(-1.0, 0.0)));

    private static FocalLogisticRegression estimator(String family) {
        return new FocalLogisticRegression().setFamily(family).setMaxIter(3).setHandleInvalid("keep");
    }

    private static Dataset<Row> training(String family) {
        Dataset<Row> data = ReferenceData.frame(TRAINING);
        return family.equals("binomial") ? data.where("label < 2") : data;
    }

    private static Dataset<Row> scored() {
        return ReferenceData.frame(List.of(
                RowFactory.create(0.0, 1.0, null),
                RowFactory.create(0.0, 1.0, Vectors.dense(Double.NaN, 0.0)),
                RowFactory.create(0.0, 1.0, GOOD)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binomial", "multinomial", "ovr"})
    void keptRowsGetNaNEverywhereAndOthersWhatTheyGetAlone(String family) {
        FocalLogisticRegressionModel model = estimator(family).fit(training(family));
        List<Row> rows = model.transform(scored()).collectAsList();
        for (Row row : rows.subList(0, 2)) {
            assertAllNaN(row.getAs("rawPrediction"), model.coefficientMatrix().numRows() == 1 ? 2 : 3);
            assertAllNaN(row.getAs("probability"), model.numClasses());
            assertThat(row.<Double>getAs("prediction")).isNaN();
        }
        assertThat(rows.get(2).<Vector>getAs("probability")).isEqualTo(model.predictProbability(GOOD));
        assertThat(rows.get(2).<Double>getAs("prediction")).isEqualTo(model.predict(GOOD));
    }

    @ParameterizedTest
    @CsvSource({"rawPrediction, ''", "'', probability", "'', ''"})
    void keptRowsGetNaNWhicheverColumnsAreWritten(String raw, String probability) {
        FocalLogisticRegressionModel model = estimator("binomial").fit(training("binomial"));
        Dataset<Row> output =
                model.setRawPredictionCol(raw).setProbabilityCol(probability).transform(scored());
        assertThat(output.select("prediction").collectAsList().stream()
                        .map(row -> row.getDouble(0))
                        .toList())
                .containsExactly(Double.NaN, Double.NaN, model.predict(GOOD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "focal", "posterior"})
    void everyCalibrationLeavesNaN(String calibration) {
        FocalLogisticRegressionModel model = estimator("multinomial")
                .setClassWeights(new double[] {1, 2, 3})
                .setCalibration(calibration)
                .fit(training("multinomial"));
        assertAllNaN(model.predictProbability(null), 3);
        assertThat(model.predict(null)).isNaN();
        assertThat(model.setThresholds(new double[] {0.1, 0.2, 0.3}).predict(null))
                .isNaN();
    }

    /** Other base rates do not make a class of what has no score. */
    @ParameterizedTest
    @CsvSource({"binomial, 2", "multinomial, 3", "ovr, 3"})
    void targetPriorLeavesNaN(String family, int numClasses) {
        double[] target = new double[numClasses];
        Arrays.fill(target, 1.0 / numClasses);
        FocalLogisticRegressionModel model =
                estimator(family).setTargetPrior(target).fit(training(family));
        for (Vector features : Arrays.asList(null, Vectors.dense(0.0, Double.NaN))) {
            assertAllNaN(model.predictProbability(features), numClasses);
            assertThat(model.predict(features)).isNaN();
        }
        assertThat(model.predict(GOOD)).isNotNaN();
    }

    @Test
    void targetPriorOfLabelsLeavesNaN() {
        FocalMultilabelClassificationModel model = new FocalMultilabelClassifier()
                .setMaxIter(3)
                .setHandleInvalid("keep")
                .setTargetPrior(new double[] {0.5, 0.25, 0.75})
                .fit(MultilabelData.frame(MultilabelData.threeLabels(50)));
        assertAllNaN(model.predictProbability(null), 3);
        assertAllNaN(model.predict(null), 3);
    }

    /** A lasso leaves features out, and holds the rest sparsely: 0 times NaN is NaN all the same. */
    @Test
    void aVectorWithNaNInAFeatureThatIsLeftOutIsNoClassEither() {
        FocalLogisticRegressionModel model = new FocalLogisticRegression()
                .setRegParam(0.04)
                .setElasticNetParam(1.0)
                .fit(ReferenceData.sparse(true));
        assertThat(model.coefficientMatrix()).isInstanceOf(SparseMatrix.class);
        int leftOut = IntStream.range(0, 12)
                .filter(j -> model.coefficients().apply(j) == 0.0)
                .findFirst()
                .orElseThrow();
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Vector features = Vectors.sparse(12, new int[] {leftOut}, new double[] {value});
            for (Vector stored : List.of(features, features.toDense())) {
                assertThat(model.predict(stored)).isNaN();
            }
        }
        assertThat(model.predict(Vectors.zeros(12))).isNotNaN();
    }

    @Test
    void metricsOfRowsWithoutAVectorAreRefused() {
        FocalLogisticRegressionModel model = estimator("binomial").fit(training("binomial"));
        assertThatThrownBy(() -> ((BinaryLogisticRegressionSummary) model.evaluate(scored())).areaUnderROC())
                .hasStackTraceContaining("must not hold null vectors");
    }

    @Test
    void evaluatorsSayWhichRowsTheyCannotMeasure() {
        Dataset<Row> kept = estimator("binomial").fit(training("binomial")).transform(scored());
        assertThatThrownBy(() -> new FocalLossEvaluator().evaluate(kept))
                .hasStackTraceContaining("Drop the rows that the model could not score");
        assertThatThrownBy(() -> new CalibrationEvaluator().evaluate(kept))
                .hasStackTraceContaining("Drop the rows that the model could not score");
    }

    @Test
    void aVectorWithNaNIsNoClassEvenIfNullVectorsAreErrors() {
        FocalLogisticRegressionModel model =
                estimator("binomial").setHandleInvalid("error").fit(training("binomial"));
        assertThat(model.predict(Vectors.dense(Double.NaN, 0.0))).isNaN();
        assertThatThrownBy(() -> model.predict(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Column 'features' must not hold null vectors. Drop or fill these rows first, or set"
                        + " handleInvalid to 'keep'.");
        assertThat(model.setHandleInvalid("keep").predict(null)).isNaN();
    }

    @Test
    void keptRowsOfAMultilabelModelHaveNaNAndNoLabelSet() {
        FocalMultilabelClassificationModel model = new FocalMultilabelClassifier()
                .setMaxIter(3)
                .setHandleInvalid("keep")
                .fit(MultilabelData.frame(MultilabelData.threeLabels(50)));
        Vector nan = Vectors.dense(new double[10]).copy();
        nan.toArray()[3] = Double.NaN;
        Dataset<Row> data = MultilabelData.frame(List.of(
                RowFactory.create(Vectors.zeros(3), 1.0, null),
                RowFactory.create(Vectors.zeros(3), 1.0, nan),
                RowFactory.create(Vectors.zeros(3), 1.0, Vectors.zeros(10))));
        List<Row> rows = model.transform(data).collectAsList();
        for (Row row : rows.subList(0, 2)) {
            for (String column : List.of("rawPrediction", "probability", "prediction")) {
                assertAllNaN(row.getAs(column), 3);
            }
            assertThat(row.isNullAt(row.fieldIndex("predictedLabels"))).isTrue();
        }
        assertThat(rows.get(2).<Vector>getAs("prediction")).isEqualTo(model.predict(Vectors.zeros(10)));
        assertThat(rows.get(2).isNullAt(rows.get(2).fieldIndex("predictedLabels")))
                .isFalse();
    }

    @Test
    void fittingRefusesNullVectorsAlways() {
        Dataset<Row> data =
                ReferenceData.frame(List.of(TRAINING.get(0), TRAINING.get(1), RowFactory.create(0.0, 1.0, null)));
        assertThatThrownBy(() -> estimator("binomial").fit(data))
                .hasMessage("Vectors MUST NOT be Null, but column 'features' has 1 such row. Drop these rows first.");
    }

    @Test
    void anotherValueIsRefused() {
        assertThatThrownBy(() -> estimator("binomial").setHandleInvalid("skip"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handleInvalid must be")
                .hasMessageContaining("skip");
    }

    private static void assertAllNaN(Vector vector, int size) {
        double[] nan = new double[size];
        Arrays.fill(nan, Double.NaN);
        assertThat(vector.toArray()).containsExactly(nan);
    }
}
