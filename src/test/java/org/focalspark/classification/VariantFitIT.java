package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.SoftAssertions;
import org.focalspark.param.FocalTrainingSetters;
import org.focalspark.testkit.References;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fits of the loss variants against optima that SciPy found and mpmath polished (src/test/reference/variant_fits.py).
 *
 * <p>The objectives are not convex: the reference starts from 41 points and lists every optimum found. Where there is
 * one only, ours has to be that one. Reduction at 0.5 with little penalty has several, 4e-4 apart at most; there ours
 * has to be one of them.
 *
 * <p>tol 1e-12 leaves the objective within 1e-10 of the optimum; as it is quadratic there, that is 1e-5 in a
 * coefficient.
 */
@Tag("once")
class VariantFitIT {
    private static final double OBJECTIVE_REL_1E_10 = 1e-10;
    private static final double SAME_OBJECTIVE_REL_1E_12 = 1e-12;
    private static final double COEFFICIENT_1E_5 = 1e-5;

    @ParameterizedTest
    @CsvSource({"binomial, 21", "multinomial, 9", "ovr, 9", "multilabel, 9"})
    void everyFitIsAnOptimumOfTheReference(String family, int numVariants) {
        List<Row> rows = rows(family);
        Dataset<Row> frame = frame(family, rows).coalesce(1).cache();
        List<List<References>> variants = variants(family);
        try {
            SoftAssertions.assertSoftly(softly ->
                    variants.forEach(optima -> checkFit(optima, fit(optima.get(0), frame), rows, softly)));
        } finally {
            frame.unpersist();
        }
        assertThat(variants).hasSize(numVariants);
    }

    /** The optima of every variant, the lowest first. */
    private static List<List<References>> variants(String family) {
        List<List<References>> variants = new ArrayList<>();
        for (References reference : References.read("variant_fits.csv")) {
            if (reference.text("family").equals(family)) {
                if (reference.number("optimum") == 0.0) {
                    variants.add(new ArrayList<>());
                }
                variants.get(variants.size() - 1).add(reference);
            }
        }
        return variants;
    }

    private static void checkFit(List<References> optima, Fit fit, List<Row> rows, SoftAssertions softly) {
        double objective = new VariantObjective(optima.get(0)).at(fit.coefficients(), fit.intercepts(), rows);
        References nearest = nearest(optima, objective);
        // Without penalty a reduced loss has several optima; everywhere else the fit finds the lowest.
        boolean dented = !nearest.text("reducedThreshold").isEmpty() && nearest.number("regParam") == 0.0;
        softly.assertThat(nearest.number("optimum"))
                .as("rank of the optimum that %s is near to", nearest)
                .isLessThanOrEqualTo(dented ? 1.0 : 0.0);
        double expected = nearest.number("objective");
        softly.assertThat(objective)
                .as("objective, written down once more, at the fit of %s", nearest)
                .isCloseTo(expected, within(OBJECTIVE_REL_1E_10 * expected));
        double[] history = fit.summary().objectiveHistory();
        softly.assertThat(history[history.length - 1])
                .as("objective that the fit reports of %s", nearest)
                .isCloseTo(objective, within(SAME_OBJECTIVE_REL_1E_12 * objective));
        softly.assertThat(largestDeviation(fit, nearest))
                .as("coefficients and intercepts of %s", nearest)
                .isLessThanOrEqualTo(COEFFICIENT_1E_5);
        softly.assertThat(fit.summary().converged())
                .as("%s: %s", nearest, fit.summary().convergenceReason())
                .isTrue();
    }

    private static References nearest(List<References> optima, double objective) {
        References nearest = optima.get(0);
        for (References optimum : optima) {
            if (Math.abs(optimum.number("objective") - objective) < Math.abs(nearest.number("objective") - objective)) {
                nearest = optimum;
            }
        }
        return nearest;
    }

    private static double largestDeviation(Fit fit, References reference) {
        double[] coefficients = reference.numbers("coefficients");
        double[] intercepts = reference.numbers("intercepts");
        int numFeatures = coefficients.length / intercepts.length;
        double largest = 0.0;
        for (int k = 0; k < intercepts.length; k++) {
            largest = Math.max(largest, deviation(fit.intercepts().apply(k), intercepts[k]));
            for (int j = 0; j < numFeatures; j++) {
                largest =
                        Math.max(largest, deviation(fit.coefficients().apply(k, j), coefficients[k * numFeatures + j]));
            }
        }
        return largest;
    }

    /** Absolute below 1, relative above. */
    private static double deviation(double actual, double expected) {
        return Math.abs(actual - expected) / Math.max(1.0, Math.abs(expected));
    }

    private static Fit fit(References variant, Dataset<Row> frame) {
        String family = variant.text("family");
        if (family.equals("multilabel")) {
            FocalMultilabelClassificationModel model =
                    configured(new FocalMultilabelClassifier(), variant).fit(frame);
            return new Fit(model.coefficientMatrix(), model.interceptVector(), model.summary());
        }
        FocalLogisticRegressionModel model = configured(new FocalLogisticRegression().setFamily(family), variant)
                .fit(frame);
        return new Fit(model.coefficientMatrix(), model.interceptVector(), model.summary());
    }

    private static <S extends FocalTrainingSetters<S>> S configured(S estimator, References variant) {
        setIfGiven(
                variant,
                "polyEpsilon",
                epsilon -> estimator.setLoss("poly1Focal").setPolyEpsilon(epsilon));
        setIfGiven(variant, "labelSmoothing", estimator::setLabelSmoothing);
        setIfGiven(variant, "reducedThreshold", estimator::setReducedThreshold);
        setIfGiven(variant, "alpha", estimator::setAlpha);
        if (!variant.text("classWeights").isEmpty()) {
            estimator.setClassWeights(variant.numbers("classWeights"));
        }
        if (!variant.text("sideGammas").isEmpty()) {
            setSideGammas(estimator, variant.numbers("sideGammas"));
        }
        return estimator
                .setGamma(variant.number("gamma"))
                .setNormalized(variant.flag("normalized"))
                .setRegParam(variant.number("regParam"))
                .setStandardization(false)
                .setWeightCol("weight")
                .setMaxIter(1000)
                .setTol(1e-12);
    }

    private static <S extends FocalTrainingSetters<S>> void setSideGammas(S estimator, double[] gammas) {
        if (gammas.length == 2) {
            estimator.setGammaNegative(gammas[0]).setGammaPositive(gammas[1]);
        } else {
            estimator.setGammas(gammas);
        }
    }

    private static void setIfGiven(References variant, String column, DoubleConsumer setter) {
        if (!variant.text(column).isEmpty()) {
            setter.accept(variant.number(column));
        }
    }

    /** The rows of fit_data.csv with labels of their own, unless the family is binomial. */
    private static List<Row> rows(String family) {
        List<Row> binary = ReferenceData.rows();
        List<References> labels = References.read("variant_labels.csv");
        return IntStream.range(0, binary.size())
                .mapToObj(i -> RowFactory.create(
                        label(family, binary.get(i), labels.get(i)),
                        binary.get(i).get(1),
                        binary.get(i).get(2)))
                .toList();
    }

    private static Object label(String family, Row binary, References labels) {
        return switch (family) {
            case "binomial" -> binary.get(0);
            case "multilabel" ->
                Vectors.dense(new double[] {labels.number("label0"), labels.number("label1"), labels.number("label2")});
            default -> labels.number("class");
        };
    }

    private static Dataset<Row> frame(String family, List<Row> rows) {
        StructType schema = new StructType()
                .add("label", family.equals("multilabel") ? SQLDataTypes.VectorType() : DataTypes.DoubleType)
                .add("weight", DataTypes.DoubleType)
                .add("features", SQLDataTypes.VectorType());
        return SparkSessions.shared().createDataFrame(rows, schema);
    }

    private record Fit(Matrix coefficients, Vector intercepts, FocalTrainingSummary summary) {}
}
