package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.focalspark.testkit.CachedData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elastic net and bounds: Spark's fits at gamma = 0, and solutions that satisfy their conditions above. */
@Tag("once")
class ConstrainedFitIT {
    private static final double REL_1E_6 = 1e-6;
    private static final double KKT_1E_5 = 1e-5;
    /** Several classes leave Spark at its stop within bounds, a projected gradient of 1e-5, and not nearer. */
    private static final double BOUNDED_1E_5 = 1e-5;

    @AfterEach
    void nothingStaysCached() {
        assertThat(CachedData.ids()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 0.02, true, true, binomial",
        "1.0, 0.02, false, true, binomial",
        "0.5, 0.05, true, false, binomial",
        "0.3, 0.1, false, true, binomial",
        "1.0, 0.02, true, true, multinomial",
        "0.5, 0.05, false, true, multinomial",
        "0.5, 0.05, true, false, multinomial"
    })
    void elasticNetIsSparks(
            double elasticNet, double regParam, boolean standardization, boolean fitIntercept, String family) {
        Dataset<Row> data = family.equals("binomial") ? ReferenceData.dense() : ReferenceData.threeClasses();
        LogisticRegressionModel expected = new LogisticRegression()
                .setElasticNetParam(elasticNet)
                .setRegParam(regParam)
                .setStandardization(standardization)
                .setFitIntercept(fitIntercept)
                .setFamily(family)
                .setWeightCol("weight")
                .setTol(1e-13)
                .setMaxIter(2000)
                .fit(data);
        FocalLogisticRegressionModel actual = estimator()
                .setGamma(0)
                .setElasticNetParam(elasticNet)
                .setRegParam(regParam)
                .setStandardization(standardization)
                .setFitIntercept(fitIntercept)
                .setFamily(family)
                .fit(data);
        assertClose(actual, expected, REL_1E_6);
        double[] history = actual.summary().objectiveHistory();
        double[] sparks = expected.summary().objectiveHistory();
        assertThat(history[history.length - 1]).isCloseTo(sparks[sparks.length - 1], within(REL_1E_6));
    }

    @ParameterizedTest
    @CsvSource({"true, 0.0", "false, 0.05", "true, 0.05"})
    void boundsOnCoefficientsAndInterceptAreSparks(boolean standardization, double regParam) {
        Matrix lower = new DenseMatrix(1, 4, new double[] {0.0, -0.1, Double.NEGATIVE_INFINITY, -0.5});
        Matrix upper = new DenseMatrix(1, 4, new double[] {0.3, 0.0, 0.2, Double.POSITIVE_INFINITY});
        LogisticRegression spark = new LogisticRegression()
                .setLowerBoundsOnCoefficients(lower)
                .setUpperBoundsOnCoefficients(upper)
                .setStandardization(standardization)
                .setRegParam(regParam)
                .setWeightCol("weight")
                .setTol(1e-13)
                .setMaxIter(2000);
        FocalLogisticRegression ours = estimator()
                .setGamma(0)
                .setLowerBoundsOnCoefficients(lower)
                .setUpperBoundsOnCoefficients(upper)
                .setStandardization(standardization)
                .setRegParam(regParam);
        assertClose(ours.fit(ReferenceData.dense()), spark.fit(ReferenceData.dense()), REL_1E_6);
        Vector least = Vectors.dense(-0.5);
        Vector largest = Vectors.dense(0.25);
        spark.setLowerBoundsOnIntercepts(least).setUpperBoundsOnIntercepts(largest);
        ours.setLowerBoundsOnIntercepts(least).setUpperBoundsOnIntercepts(largest);
        FocalLogisticRegressionModel held = ours.fit(ReferenceData.dense());
        assertClose(held, spark.fit(ReferenceData.dense()), REL_1E_6);
        assertThat(held.intercept()).isBetween(-0.5, 0.25);
    }

    @Test
    void boundsOfSeveralClassesAreSparks() {
        Matrix lower = new DenseMatrix(3, 2, new double[] {0, 0, 0, 0, 0, 0});
        Vector largest = Vectors.dense(1, 0, 0.5);
        LogisticRegressionModel expected = new LogisticRegression()
                .setLowerBoundsOnCoefficients(lower)
                .setUpperBoundsOnIntercepts(largest)
                .setRegParam(0.01)
                .setTol(1e-13)
                .setMaxIter(2000)
                .setWeightCol("weight")
                .fit(ReferenceData.threeClasses());
        FocalLogisticRegressionModel actual = estimator()
                .setGamma(0)
                .setLowerBoundsOnCoefficients(lower)
                .setUpperBoundsOnIntercepts(largest)
                .setRegParam(0.01)
                .fit(ReferenceData.threeClasses());
        assertClose(actual, expected, BOUNDED_1E_5);
    }

    /** The residual is what has to vanish: the subgradient of smallest norm, or the gradient that no bound holds. */
    @ParameterizedTest
    @CsvSource({
        "focal, 2, binomial",
        "focal, 5, binomial",
        "poly1Focal, 2, binomial",
        "convexFocal, 3, binomial",
        "focal, 2, multinomial",
        "focal, 5, ovr"
    })
    void conditionsHoldAtTheSolution(String loss, double gamma, String family) {
        Dataset<Row> data = family.equals("binomial") ? ReferenceData.dense() : ReferenceData.threeClasses();
        for (double elasticNet : new double[] {0.5, 1.0}) {
            FocalLogisticRegressionModel model = estimator()
                    .setLoss(loss)
                    .setGamma(gamma)
                    .setFamily(family)
                    .setElasticNetParam(elasticNet)
                    .setRegParam(0.005)
                    .fit(data);
            assertThat(model.summary().converged()).isTrue();
            assertThat(model.summary().gradientNorm()).isLessThan(KKT_1E_5);
        }
        int rows = family.equals("binomial") ? 1 : 3;
        int columns = family.equals("binomial") ? 4 : 2;
        double[] zeros = new double[rows * columns];
        FocalLogisticRegressionModel bounded = estimator()
                .setLoss(loss)
                .setGamma(gamma)
                .setFamily(family)
                .setRegParam(0.001)
                .setLowerBoundsOnCoefficients(new DenseMatrix(rows, columns, zeros))
                .fit(data);
        assertThat(bounded.summary().gradientNorm()).isLessThan(KKT_1E_5);
        assertThat(Arrays.stream(bounded.coefficientMatrix().toArray())).allMatch(value -> value >= 0.0);
    }

    @Test
    void aStrongLassoLeavesTheInterceptAlone() {
        FocalLogisticRegressionModel model =
                estimator().setElasticNetParam(1).setRegParam(10).fit(ReferenceData.dense());
        assertThat(model.coefficients().numNonzeros()).isZero();
        assertThat(model.intercept()).isNotZero();
    }

    /** Features at a bound that cannot move, all of them: there is nothing to do but the intercept. */
    @Test
    void boundsMayLeaveNothingToMove() {
        Matrix fixed = new DenseMatrix(1, 4, new double[] {0.1, 0.2, -0.1, 0});
        FocalLogisticRegressionModel model = estimator()
                .setLowerBoundsOnCoefficients(fixed)
                .setUpperBoundsOnCoefficients(fixed)
                .setLowerBoundsOnIntercepts(Vectors.dense(-1))
                .setUpperBoundsOnIntercepts(Vectors.dense(-1))
                .fit(ReferenceData.dense());
        assertThat(model.coefficients().toArray()).containsExactly(fixed.toArray(), within(1e-15));
        assertThat(model.intercept()).isEqualTo(-1);
        assertThat(model.summary().converged()).isTrue();
    }

    @Test
    void oneClassWithinBoundsIsFitted() {
        FocalLogisticRegressionModel model = estimator()
                .setGamma(0)
                .setUpperBoundsOnIntercepts(Vectors.dense(3))
                .setUpperBoundsOnCoefficients(new DenseMatrix(1, 4, new double[4]))
                .setLowerBoundsOnCoefficients(new DenseMatrix(1, 4, new double[4]))
                .fit(ReferenceData.dense().filter("label = 1.0"));
        assertThat(model.intercept()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coefficients", "intercepts"})
    void refusesBoundsThatDoNotFit(String what) {
        boolean coefficients = what.equals("coefficients");
        FocalLogisticRegression wrong = coefficients
                ? estimator().setLowerBoundsOnCoefficients(new DenseMatrix(2, 4, new double[8]))
                : estimator().setLowerBoundsOnIntercepts(Vectors.dense(0, 1));
        assertThatThrownBy(() -> wrong.fit(ReferenceData.dense()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        coefficients
                                ? "The shape of lowerBoundsOnCoefficients must be compatible with (1, number of features)"
                                : "The size of lowerBoundsOnIntercepts must be equal to 1 for binomial regression");
        assertThatThrownBy(() -> wrong.setElasticNetParam(0.5).fit(ReferenceData.dense()))
                .hasMessageStartingWith(
                        "Fitting under bound constrained optimization only supports L2 regularization, but got"
                                + " elasticNetParam = 0.5.");
        assertThatThrownBy(() -> estimator()
                        .setLowerBoundsOnIntercepts(Vectors.dense(1))
                        .setUpperBoundsOnIntercepts(Vectors.dense(0))
                        .fit(ReferenceData.dense()))
                .hasMessage(
                        "lowerBoundsOnIntercepts must always be less than or equal to upperBoundsOnIntercepts, but entry 0"
                                + " has 1.0 and 0.0.");
        assertThatThrownBy(() -> estimator()
                        .setLowerBoundsOnIntercepts(Vectors.dense(1))
                        .setFitIntercept(false)
                        .fit(ReferenceData.dense()))
                .hasMessageStartingWith("Please don't set bounds on intercepts if fitting without intercept.");
    }

    private static FocalLogisticRegression estimator() {
        return new FocalLogisticRegression()
                .setWeightCol("weight")
                .setTol(1e-13)
                .setMaxIter(2000);
    }

    private static void assertClose(
            FocalLogisticRegressionModel actual, LogisticRegressionModel expected, double tolerance) {
        double[] values = expected.coefficientMatrix().toDense().toArray();
        double scale = Math.max(1.0, Arrays.stream(values).map(Math::abs).max().orElse(0.0));
        assertThat(actual.coefficientMatrix().toDense().toArray()).containsExactly(values, within(tolerance * scale));
        double[] intercepts = expected.interceptVector().toArray();
        double largest =
                Math.max(1.0, Arrays.stream(intercepts).map(Math::abs).max().orElse(0.0));
        assertThat(actual.interceptVector().toArray()).containsExactly(intercepts, within(tolerance * largest));
    }
}
