package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.focalspark.testkit.CachedData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values, weights and params whose products leave the range of double, although each of them is within it. */
@Tag("once")
class ExtremeValuesIT {
    private static final double REL_1E_6 = 1e-6;

    @AfterEach
    void nothingStaysCached() {
        assertThat(CachedData.ids()).isEmpty();
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression().setWeightCol("weight").setRegParam(0.01);
    }

    /** Rows of two or three classes with weights from 1e10 to 3e10 and the features (x, second). */
    private static List<Row> rows(int numClasses, double second) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            double x = Math.sin(i) + (i % numClasses);
            rows.add(RowFactory.create((double) (i % numClasses), 1e10 * (1 + i % 3), Vectors.dense(x, second)));
        }
        return rows;
    }

    private static List<Row> change(List<Row> rows, RowChange change) {
        return rows.stream()
                .map(row -> change.of(row.getDouble(0), row.getDouble(1), row.getAs(2)))
                .toList();
    }

    /** What becomes of a row. */
    private interface RowChange {
        Row of(double label, double weight, Vector features);
    }

    /**
     * A weight times such a value is infinite, and infinity times the 0 of a feature without variance is NaN: Spark's fit ends
     * in an error of its line search. The feature takes no part, so the model is Spark's for another constant.
     */
    @ParameterizedTest
    @CsvSource({"binomial, 2, 1e300", "binomial, 2, -1.7e308", "multinomial, 3, 1e300"})
    void aConstantFeatureOfAnySizeTakesNoPart(String family, int numClasses, double constant) {
        LogisticRegressionModel expected = new LogisticRegression()
                .setFamily(family)
                .setWeightCol("weight")
                .setRegParam(0.01)
                .fit(ReferenceData.frame(rows(numClasses, 1.0)));
        FocalLogisticRegressionModel actual =
                estimator().setFamily(family).setGamma(0.0).fit(ReferenceData.frame(rows(numClasses, constant)));
        for (int k = 0; k < expected.coefficientMatrix().numRows(); k++) {
            assertThat(actual.coefficientMatrix().apply(k, 1)).isZero();
            assertThat(actual.coefficientMatrix().apply(k, 0))
                    .isCloseTo(expected.coefficientMatrix().apply(k, 0), within(REL_1E_6));
        }
        assertThat(actual.interceptVector().toArray())
                .containsExactly(expected.interceptVector().toArray(), within(REL_1E_6));
    }

    @Test
    void aConstantFeatureOfAnySizeTakesNoPartWithLabels() {
        RowChange toLabels = (label, weight, x) -> RowFactory.create(Vectors.dense(label, 1.0 - label), weight, x);
        FocalMultilabelClassifier estimator = new FocalMultilabelClassifier().setWeightCol("weight");
        Matrix expected = estimator
                .fit(MultilabelData.frame(change(rows(2, 1.0), toLabels)))
                .coefficientMatrix();
        Matrix actual = estimator
                .fit(MultilabelData.frame(change(rows(2, 1e300), toLabels)))
                .coefficientMatrix();
        assertThat(actual.toArray()).isEqualTo(expected.toArray());
    }

    /** Spark's fit has 0 there too; an upper bound of -1.5 had become the coefficient, and the intercept ignored it. */
    @Test
    void aConstantFeatureHasTheCoefficientZeroWhateverItsBoundsAsInSpark() {
        Dataset<Row> data = ReferenceData.frame(rows(2, 3.0));
        Matrix lower = new DenseMatrix(1, 2, new double[] {0.0, -2.0});
        Matrix upper = new DenseMatrix(1, 2, new double[] {5.0, -1.5});
        LogisticRegressionModel expected = new LogisticRegression()
                .setWeightCol("weight")
                .setRegParam(0.01)
                .setLowerBoundsOnCoefficients(lower)
                .setUpperBoundsOnCoefficients(upper)
                .fit(data);
        FocalLogisticRegressionModel actual = estimator()
                .setGamma(0.0)
                .setLowerBoundsOnCoefficients(lower)
                .setUpperBoundsOnCoefficients(upper)
                .fit(data);
        assertThat(expected.coefficients().apply(1)).isZero();
        assertThat(actual.coefficients().apply(1)).isZero();
        assertThat(actual.coefficients().apply(0))
                .isCloseTo(expected.coefficients().apply(0), within(1e-4));
        assertThat(actual.intercept()).isCloseTo(expected.intercept(), within(1e-4));
    }

    /** Of three classes one weighs 1e20 times the others: its column has rows of both kinds, and needs a fit. */
    @Test
    void aClassThatOutweighsTheOthersIsNotTheOnlyOne() {
        RowChange heavy = (label, weight, x) -> RowFactory.create(label, label == 1.0 ? 1e20 : 1.0, x);
        FocalLogisticRegressionModel model =
                estimator().setFamily("ovr").fit(ReferenceData.frame(change(rows(3, 1.0), heavy)));
        assertThat(Arrays.stream(model.interceptVector().toArray())).allMatch(Double::isFinite);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-200, 1e-310})
    void weightsWhoseSquareIsNothingAreRefused(double factor) {
        RowChange small = (label, weight, x) -> RowFactory.create(label, factor, x);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> estimator().fit(ReferenceData.frame(change(rows(2, 1.0), small))))
                .withMessageStartingWith("Column 'weight' has weights whose sum (")
                .withMessageEndingWith(
                        ") is so small that its square is 0 for double. Multiply them by a constant first.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e160, 1e-190})
    void classWeightsThatTakeTheSumOutOfRangeAreRefused(double classWeight) {
        FocalLogisticRegression estimator = estimator().setClassWeights(new double[] {classWeight, classWeight});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> estimator.fit(ReferenceData.frame(rows(2, 1.0))))
                .withMessageStartingWith(
                        "The class weights (alpha, classWeights or classWeightMode) give the rows a total weight of ")
                .withMessageEndingWith(", whose square is not in the range of double. Choose class weights near 1,"
                        + " or multiply column 'weight' by a constant.");
    }

    @Test
    void aLabelWhoseRowsWeighNextToNothingIsRefused() {
        List<Row> rows = new ArrayList<>();
        rows.add(RowFactory.create(Vectors.dense(1.0, 1.0), 1e-300, Vectors.dense(1.0)));
        rows.add(RowFactory.create(Vectors.dense(0.0, 0.0), 1e-300, Vectors.dense(2.0)));
        rows.add(RowFactory.create(Vectors.dense(1.0, Double.NaN), 1e140, Vectors.dense(3.0)));
        rows.add(RowFactory.create(Vectors.dense(0.0, Double.NaN), 1e140, Vectors.dense(2.5)));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new FocalMultilabelClassifier().setWeightCol("weight").fit(MultilabelData.frame(rows)))
                .withMessage(
                        "The rows of label 1 have a total weight of 2.0E-300, which takes its share of the loss out of the"
                                + " range of double. Choose classWeights and values of weightCol of a similar size.");
    }

    /** The factor of the penalty, 1 / deviation squared, is infinite, and times a coefficient of 0 it is NaN. */
    @Test
    void valuesTooSmallForAPenaltyOnTheOriginalScaleAreRefused() {
        RowChange small = (label, weight, x) -> RowFactory.create(label, 1.0, Vectors.dense(1.0, 1e-157 * x.apply(0)));
        Dataset<Row> data = ReferenceData.frame(change(rows(2, 1.0), small));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> estimator().setStandardization(false).fit(data))
                .withMessageStartingWith(
                        "Column 'features' has values in feature 1 that are too small for a penalty on the"
                                + " original scale: their standard deviation is ")
                .withMessageEndingWith(
                        "E-158. Rescale the feature, set standardization to true, or set regParam to 0.");
        assertThat(Arrays.stream(estimator().fit(data).coefficients().toArray()))
                .allMatch(Double::isFinite);
    }

    @Test
    void aStartWhoseMarginsAreInfiniteIsRefused() {
        FocalLogisticRegressionModel initial = estimator()
                .setMaxIter(1)
                .fit(ReferenceData.frame(
                        change(rows(2, 1.0), (label, weight, x) -> RowFactory.create(label, 1.0, scaled(x, 1e-160)))));
        RowChange large = (label, weight, x) -> RowFactory.create(label, 1.0, scaled(x, 1e150));
        Dataset<Row> data = ReferenceData.frame(change(rows(2, 1.0), large));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> estimator().setInitialModel(initial).fit(data))
                .withMessageStartingWith("The fit would start from a coefficient of ")
                .withMessageEndingWith(
                        " of feature 0, whose products with the values in column 'features' are not in the range"
                                + " of double. Rescale the feature, or choose another initial model or other"
                                + " lowerBoundsOnCoefficients and upperBoundsOnCoefficients.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> estimator()
                        .setLowerBoundsOnCoefficients(Matrices.dense(1, 2, new double[] {1e200, 0.0}))
                        .fit(data))
                .withMessageStartingWith("The fit would start from a coefficient of ");
    }

    private static Vector scaled(Vector x, double factor) {
        return Vectors.dense(factor * x.apply(0), 1.0);
    }
}
