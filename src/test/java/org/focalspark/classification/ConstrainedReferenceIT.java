package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.assertj.core.api.SoftAssertions;
import org.focalspark.testkit.References;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * L1 penalty, elastic net and bounds at gamma &gt; 0, against optima that SciPy found and mpmath polished
 * (src/test/reference/constrained_fits.py).
 *
 * <p>No reference optimum is degenerate: which coefficients are 0 and which entries are at a bound is the same for
 * everything close to it.
 */
@Tag("once")
class ConstrainedReferenceIT {
    private static final double OBJECTIVE_REL_1E_8 = 1e-8;
    private static final double KKT_1E_5 = 1e-5;

    @ParameterizedTest
    @CsvSource({"binomial, 19", "multinomial, 9", "ovr, 9"})
    void everyFitSatisfiesItsConditions(String family, int numProblems) {
        List<Row> rows = rows(family);
        Dataset<Row> frame = ReferenceData.frame(rows).coalesce(1).cache();
        List<References> problems = lowestOptima(family);
        try {
            SoftAssertions.assertSoftly(
                    softly -> problems.forEach(problem -> checkFit(problem, fit(problem, frame), rows, softly)));
        } finally {
            frame.unpersist();
        }
        assertThat(problems).hasSize(numProblems);
    }

    private static List<References> lowestOptima(String family) {
        return References.read("constrained_fits.csv").stream()
                .filter(problem -> problem.text("family").equals(family) && problem.number("optimum") == 0.0)
                .toList();
    }

    private static void checkFit(
            References problem, FocalLogisticRegressionModel model, List<Row> rows, SoftAssertions softly) {
        ConstrainedObjective objective = new ConstrainedObjective(problem, rows);
        double[] point = point(
                model.coefficientMatrix().toDense().toArray(),
                model.interceptVector().toArray());
        double expected = problem.number("objective");
        softly.assertThat(objective.at(point))
                .as("objective, written down once more, at the fit of %s", problem)
                .isLessThanOrEqualTo(expected * (1.0 + OBJECTIVE_REL_1E_8));
        softly.assertThat(objective.residual(point))
                .as("largest violation of the conditions at the fit of %s", problem)
                .isLessThanOrEqualTo(KKT_1E_5);
        softly.assertThat(atRest(objective, point))
                .as("entries at 0 or at a bound at the fit of %s", problem)
                .isEqualTo(atRest(objective, reference(problem)));
        softly.assertThat(model.summary().converged())
                .as("%s: %s", problem, model.summary().convergenceReason())
                .isTrue();
    }

    /** Row-major coefficients and the intercepts, from a matrix that is stored column by column. */
    private static double[] point(double[] columnMajor, double[] intercepts) {
        int numColumns = intercepts.length;
        int numFeatures = columnMajor.length / numColumns;
        double[] point = new double[columnMajor.length + numColumns];
        for (int k = 0; k < numColumns; k++) {
            for (int j = 0; j < numFeatures; j++) {
                point[k * numFeatures + j] = columnMajor[j * numColumns + k];
            }
            point[columnMajor.length + k] = intercepts[k];
        }
        return point;
    }

    private static double[] reference(References problem) {
        double[] coefficients = problem.numbers("coefficients");
        double[] intercepts = problem.numbers("intercepts");
        double[] point = Arrays.copyOf(coefficients, coefficients.length + intercepts.length);
        System.arraycopy(intercepts, 0, point, coefficients.length, intercepts.length);
        return point;
    }

    private static List<Integer> atRest(ConstrainedObjective objective, double[] point) {
        return IntStream.range(0, point.length)
                .filter(i -> objective.rests(point[i], i))
                .boxed()
                .toList();
    }

    private static FocalLogisticRegressionModel fit(References problem, Dataset<Row> frame) {
        FocalLogisticRegression estimator = new FocalLogisticRegression()
                .setFamily(problem.text("family"))
                .setGamma(problem.number("gamma"))
                .setRegParam(problem.number("regParam"))
                .setElasticNetParam(problem.number("elasticNetParam"))
                .setStandardization(problem.flag("standardization"))
                .setWeightCol("weight")
                .setMaxIter(2000)
                .setTol(1e-12);
        ifGiven(
                problem,
                "polyEpsilon",
                values -> estimator.setLoss("poly1Focal").setPolyEpsilon(values[0]));
        ifGiven(problem, "alpha", values -> estimator.setAlpha(values[0]));
        ifGiven(problem, "classWeights", estimator::setClassWeights);
        setBounds(problem, estimator);
        return estimator.fit(frame);
    }

    private static void setBounds(References problem, FocalLogisticRegression estimator) {
        int numColumns = problem.numbers("intercepts").length;
        ifGiven(
                problem,
                "lowerCoefficients",
                values -> estimator.setLowerBoundsOnCoefficients(matrix(values, numColumns)));
        ifGiven(
                problem,
                "upperCoefficients",
                values -> estimator.setUpperBoundsOnCoefficients(matrix(values, numColumns)));
        ifGiven(problem, "lowerIntercepts", values -> estimator.setLowerBoundsOnIntercepts(Vectors.dense(values)));
        ifGiven(problem, "upperIntercepts", values -> estimator.setUpperBoundsOnIntercepts(Vectors.dense(values)));
    }

    private static DenseMatrix matrix(double[] rowMajor, int numRows) {
        return new DenseMatrix(numRows, rowMajor.length / numRows, rowMajor, true);
    }

    private static void ifGiven(References problem, String column, Consumer<double[]> setter) {
        if (!problem.text(column).isEmpty()) {
            setter.accept(problem.numbers(column));
        }
    }

    /** The rows of fit_data.csv, with one of three classes each unless the family is binomial. */
    private static List<Row> rows(String family) {
        List<Row> binary = ReferenceData.rows();
        if (family.equals("binomial")) {
            return binary;
        }
        List<References> labels = References.read("variant_labels.csv");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < binary.size(); i++) {
            Vector features = binary.get(i).getAs(2);
            rows.add(RowFactory.create(
                    labels.get(i).number("class"), binary.get(i).getDouble(1), features));
        }
        return rows;
    }
}
